// HTTPS by files, and what is wrong with files and addresses.
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include <gmock/gmock.h>

#include "common/testing/certificate.h"
#include "services/gateway/http/http_test_kit.h"

namespace mainstay::gateway {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using ::testing::HasSubstr;

class TlsTest : public HttpTest {
 protected:
  const mainstay::testing::Certificate ours_{"http_tls"};
};

TEST_F(TlsTest, ServesThroughTls) {
  Start([&](HttpOptions& options) {
    options.tls_cert_file = ours_.cert_file;
    options.tls_key_file = ours_.key_file;
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
  Start([&](HttpOptions& options) {
    options.tls_cert_file = ours_.cert_file;
    options.tls_key_file = ours_.key_file;
  });
  HttpClient client = Connect();
  EXPECT_NE(client.Call("GET", "/").result_int(), 200);
}

TEST_F(TlsTest, FilesAndAddressesThatCannotBeUsedAreNamed) {
  Start();
  const Collaborators collaborators = {transcoder_.get(), backends_.get(), verifier_.get(), nullptr,
                                       &*metrics_,        &*cors_,         &pages_};
  const auto no_file = HttpServer::Start(
      {.tls_cert_file = "/nowhere/cert.pem", .tls_key_file = ours_.key_file}, collaborators);
  EXPECT_THAT(std::string(no_file.status().message()), HasSubstr("/nowhere/cert.pem"));
  const auto taken = HttpServer::Start({.listen = server_->address()}, collaborators);
  EXPECT_EQ(taken.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(taken.status().message()), HasSubstr(server_->address()));
  EXPECT_FALSE(HttpServer::Start({.listen = "nonsense"}, collaborators).ok());
}

}  // namespace
}  // namespace mainstay::gateway
