// Clients' channels: TLS by files on both sides, and which calls are sent again.
#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/server_test_kit.h"
#include "common/testing/certificate.h"

namespace mainstay::rpc {
namespace {

using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

class TlsTest : public ::testing::Test {
 protected:
  absl::Status EchoThrough(const ChannelOptions& options) {
    auto channel = NewChannel(options);
    if (!channel.ok()) return channel.status();
    return Call<EchoResponse>(**channel, kEcho, server_.As("ada", "admin"), EchoOf("hello"))
        .status();
  }

  const testing::Certificate ours_{"server"}, client_{"client"}, stranger_{"stranger"};
  EchoServer server_{[this](ServerOptions& options) {
    options.tls_cert_file = ours_.cert_file;
    options.tls_key_file = ours_.key_file;
    options.client_ca_file = client_.cert_file;
  }};
};

TEST_F(TlsTest, ServesAClientWithItsCertificate) {
  const absl::Status status = EchoThrough({.target = server_.server->address(),
                                           .ca_file = ours_.cert_file,
                                           .cert_file = client_.cert_file,
                                           .key_file = client_.key_file});
  EXPECT_TRUE(status.ok()) << status;
}

TEST_F(TlsTest, TurnsAwayEverybodyElse) {
  const std::string target = server_.server->address();
  EXPECT_FALSE(EchoThrough({.target = target}).ok()) << "plain text";
  EXPECT_FALSE(EchoThrough({.target = target, .ca_file = ours_.cert_file}).ok())
      << "no client certificate";
  EXPECT_FALSE(EchoThrough({.target = target,
                            .ca_file = ours_.cert_file,
                            .cert_file = stranger_.cert_file,
                            .key_file = stranger_.key_file})
                   .ok())
      << "a certificate of another authority";
  EXPECT_FALSE(EchoThrough({.target = target,
                            .ca_file = stranger_.cert_file,
                            .cert_file = client_.cert_file,
                            .key_file = client_.key_file})
                   .ok())
      << "a server that the client does not trust";
}

TEST_F(TlsTest, NamesAFileThatCannotBeRead) {
  const absl::Status status = NewChannel({.target = "x", .ca_file = "/no/such/ca.pem"}).status();
  EXPECT_NE(status.message().find("/no/such/ca.pem"), absl::string_view::npos) << status;
}

class RetryTest : public ::testing::Test {
 protected:
  absl::Status Flaky(int failures, std::string_view request_id) {
    EchoRequest request = EchoOf("flaky", failures);
    request.set_payload(absl::StrCat(failures, request_id, absl::ToUnixNanos(absl::Now())));
    request.set_request_id(std::string(request_id));
    return Call<EchoResponse>(*server_.channel, kEcho, server_.As("ada", "admin"), request)
        .status();
  }
  EchoServer server_;
};

TEST_F(RetryTest, SendsAWriteAgainWhenItsRequestIdMakesThatHarmless) {
  EXPECT_TRUE(Flaky(1, "id").ok());
  EXPECT_TRUE(Flaky(2, "id").ok());
  EXPECT_EQ(Flaky(3, "id").code(), absl::StatusCode::kUnavailable);
}

TEST_F(RetryTest, NeverSendsAnotherWriteAgain) {
  EXPECT_EQ(Flaky(1, "").code(), absl::StatusCode::kUnavailable);
}

TEST_F(RetryTest, SendsNothingAgainThatWasAnswered) {
  EchoRequest request = EchoOf("fail");
  request.set_request_id("id");
  EXPECT_EQ(Call<EchoResponse>(*server_.channel, kEcho, server_.As("ada", "admin"), request)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::rpc
