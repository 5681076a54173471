// HTTPS by files, and what is wrong with files and addresses.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>
#include <memory>

#include <gmock/gmock.h>

#include "services/gateway/http/http_test_kit.h"

namespace mainstay::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using ::testing::HasSubstr;

// A key and a certificate signed with itself, good for an hour.
void WriteCertificate(const std::string& cert_file, const std::string& key_file) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"),
                                                                &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), &X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 3600);
  X509_set_pubkey(cert.get(), key.get());
  X509_sign(cert.get(), key.get(), EVP_sha256());
  std::FILE* file = std::fopen(cert_file.c_str(), "w");
  PEM_write_X509(file, cert.get());
  std::fclose(file);
  file = std::fopen(key_file.c_str(), "w");
  PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
}

class TlsTest : public HttpTest {
 protected:
  const std::string cert_ = ::testing::TempDir() + "tls_test_cert.pem";
  const std::string key_ = ::testing::TempDir() + "tls_test_key.pem";
};

TEST_F(TlsTest, ServesThroughTls) {
  WriteCertificate(cert_, key_);
  Start([&](HttpOptions& options) {
    options.tls_cert_file = cert_;
    options.tls_key_file = key_;
  });
  AnswerItems();

  asio::io_context io;
  asio::ssl::context context(asio::ssl::context::tls_client);
  asio::ssl::stream<asio::ip::tcp::socket> stream(io, context);
  const std::string address = server_->address();
  const size_t colon = address.rfind(':');
  asio::connect(stream.next_layer(), asio::ip::tcp::resolver(io).resolve(
                                         address.substr(0, colon), address.substr(colon + 1)));
  stream.handshake(asio::ssl::stream_base::client);
  boost::beast::flat_buffer buffer;
  for (int i = 0; i < 3; ++i) {
    http::request<http::empty_body> request(http::verb::get, absl::StrCat("/v1/items/", i), 11);
    request.set(http::field::host, "test");
    request.set(http::field::authorization, absl::StrCat("Bearer ", Token()));
    request.keep_alive(i < 2);
    http::write(stream, request);
    HttpResponse response;
    http::read(stream, buffer, response);
    EXPECT_EQ(response.body(), absl::StrCat(R"({"name":"items/)", i, "\"}"));
    EXPECT_EQ(response.count("Strict-Transport-Security"), 1u);
  }
  boost::system::error_code error;
  char byte;
  stream.read_some(asio::buffer(&byte, 1), error);
  EXPECT_EQ(error, asio::error::eof);  // close_notify, not a cut
}

TEST_F(TlsTest, PlainTextOnATlsPortIsDropped) {
  WriteCertificate(cert_, key_);
  Start([&](HttpOptions& options) {
    options.tls_cert_file = cert_;
    options.tls_key_file = key_;
  });
  HttpClient client = Connect();
  EXPECT_NE(client.Call("GET", "/").result_int(), 200);
}

TEST_F(TlsTest, FilesAndAddressesThatCannotBeUsedAreNamed) {
  Start();
  const Collaborators collaborators = {transcoder_.get(), backends_.get(), verifier_.get(), nullptr,
                                       &*metrics_,        &*cors_,         &pages_};
  const auto no_file = HttpServer::Start(
      {.tls_cert_file = "/nowhere/cert.pem", .tls_key_file = key_}, collaborators);
  EXPECT_THAT(std::string(no_file.status().message()), HasSubstr("/nowhere/cert.pem"));
  const auto taken = HttpServer::Start({.listen = server_->address()}, collaborators);
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(taken.status().message()), HasSubstr(server_->address()));
  EXPECT_FALSE(HttpServer::Start({.listen = "nonsense"}, collaborators).ok());
}

}  // namespace
}  // namespace mainstay::gateway
