// Clients' channels: TLS by files on both sides, and which calls are sent again.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/server_test_kit.h"

namespace mainstay::rpc {
namespace {

using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

// A key and a certificate for 127.0.0.1, signed with itself and good for an hour.
struct Certificate {
  explicit Certificate(std::string_view name)
      : cert_file(absl::StrCat(::testing::TempDir(), "rpc_", name, "_", ::getpid(), ".crt")),
        key_file(absl::StrCat(::testing::TempDir(), "rpc_", name, "_", ::getpid(), ".key")) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                  &EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), &X509_free);
    X509_set_version(cert.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
    X509_NAME* subject = X509_get_subject_name(cert.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(std::string(name).c_str()),
                               -1, -1, 0);
    X509_set_issuer_name(cert.get(), subject);
    X509_set_pubkey(cert.get(), key.get());
    const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> address(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"),
        &X509_EXTENSION_free);
    X509_add_ext(cert.get(), address.get(), -1);
    X509_sign(cert.get(), key.get(), EVP_sha256());
    std::FILE* file = std::fopen(cert_file.c_str(), "w");
    PEM_write_X509(file, cert.get());
    std::fclose(file);
    file = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
  }
  ~Certificate() {
    std::remove(cert_file.c_str());
    std::remove(key_file.c_str());
  }

  const std::string cert_file, key_file;
};

class TlsTest : public ::testing::Test {
 protected:
  absl::Status EchoThrough(const ChannelOptions& options) {
    auto channel = NewChannel(options);
    if (!channel.ok()) return channel.status();
    return Call<EchoResponse>(**channel, kEcho, server_.As("ada", "admin", absl::Seconds(3)),
                              EchoOf("hello"))
        .status();
  }

  const Certificate ours_{"server"}, client_{"client"}, stranger_{"stranger"};
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
