// The gRPC port's TLS: only clients with a certificate of the named CA.
#include <memory>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/rpc/channel.h"
#include "common/testing/certificate.h"
#include "common/testing/tokens.h"
#include "services/gateway/backend/byte_buffer.h"
#include "services/gateway/proxy/proxy_server.h"
#include "services/gateway/testing/fake_backend.h"

namespace mainstay::gateway {
namespace {

constexpr char kMethod[] = "/mainstay.accounts.v1.AccountService/GetAccount";

class ProxyTlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    backend_.OnUnary(kMethod, [](const std::string&, std::string* response) {
      *response = "answer";
      return grpc::Status::OK;
    });
    backends_ = *Backends::Create({.targets = absl::StrCat("accounts=", backend_.address())});
    verifier_ = *auth::Verifier::Create(issuer_.options());
    auto proxy = ProxyServer::Start({.tls_cert_file = ours_.cert_file,
                                     .tls_key_file = ours_.key_file,
                                     .client_ca_file = client_.cert_file,
                                     .backends = backends_.get(),
                                     .verifier = verifier_.get()});
    ASSERT_TRUE(proxy.ok()) << proxy.status();
    proxy_ = *std::move(proxy);
  }

  grpc::Status Call(rpc::ChannelOptions options) {
    options.target = proxy_->address();
    auto channel = rpc::NewChannel(options);
    if (!channel.ok()) return {grpc::StatusCode::INTERNAL, std::string(channel.status().message())};
    grpc::GenericStub stub(*channel);
    grpc::ClientContext context;
    context.AddMetadata("authorization", "Bearer " + issuer_.Token("ada", {"admin"}));
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    const grpc::ByteBuffer request = ToByteBuffer("request");
    grpc::ByteBuffer response;
    absl::Notification done;
    grpc::Status status;
    stub.UnaryCall(&context, kMethod, {}, &request, &response, [&](grpc::Status s) {
      status = std::move(s);
      done.Notify();
    });
    done.WaitForNotification();
    return status;
  }

  const mainstay::testing::Certificate ours_{"gateway"}, client_{"client"}, stranger_{"stranger"};
  FakeBackend backend_;
  mainstay::testing::TestIssuer issuer_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<ProxyServer> proxy_;
};

TEST_F(ProxyTlsTest, ServesAClientWithItsCertificate) {
  const grpc::Status status = Call(
      {.ca_file = ours_.cert_file, .cert_file = client_.cert_file, .key_file = client_.key_file});
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(ProxyTlsTest, TurnsAwayEverybodyElse) {
  EXPECT_FALSE(Call({}).ok()) << "plain text";
  EXPECT_FALSE(Call({.ca_file = ours_.cert_file}).ok()) << "no client certificate";
  EXPECT_FALSE(Call({.ca_file = ours_.cert_file,
                     .cert_file = stranger_.cert_file,
                     .key_file = stranger_.key_file})
                   .ok())
      << "a certificate of another authority";
}

}  // namespace
}  // namespace mainstay::gateway
