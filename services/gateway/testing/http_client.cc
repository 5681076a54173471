#include "services/gateway/testing/http_client.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace mainstay::gateway {
namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using boost::beast::error_code;

constexpr absl::Duration kPatience = absl::Seconds(60);

}  // namespace

// Reads through recv with a timeout: Asio's blocking reads have none.
class HttpClient::Impl {
 public:
  explicit Impl(const std::string& address) : socket_(io_) {
    const size_t colon = address.rfind(':');
    error_code error;
    boost::asio::connect(
        socket_, tcp::resolver(io_).resolve(address.substr(0, colon), address.substr(colon + 1)),
        error);
    if (error) {
      std::fprintf(stderr, "cannot connect to %s\n", address.c_str());
      std::abort();
    }
    socket_.set_option(tcp::no_delay(true));
  }

  bool Send(std::string_view bytes) {
    error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }

  // More bytes into the buffer; false at the end, on an error, or after `timeout`.
  bool Fill(absl::Duration timeout = kPatience) {
    const timeval limit = absl::ToTimeval(timeout);
    setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const auto space = buffer_.prepare(64 << 10);
    const ssize_t size = recv(socket_.native_handle(), space.data(), space.size(), 0);
    closed_ = size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    if (size <= 0) return false;
    buffer_.commit(size);
    return true;
  }

  HttpResponse Receive(bool head) {
    http::response_parser<http::string_body> parser;
    parser.body_limit(UINT64_MAX);
    parser.eager(true);
    parser.skip(head);
    while (!parser.is_done()) {
      error_code error;
      if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), error));
      if (error && error != http::error::need_more) return Nothing();
      if (parser.is_done()) break;
      if (Fill()) continue;
      if (!closed_ || !parser.got_some()) return Nothing();
      parser.put_eof(error);
      if (error) return Nothing();
    }
    return parser.release();
  }

  std::string ReceiveUntil(std::string_view text) {
    while (true) {
      const std::string_view have(static_cast<const char*>(buffer_.data().data()), buffer_.size());
      const size_t found = have.find(text);
      if (found != have.npos) {
        std::string taken(have.substr(0, found + text.size()));
        buffer_.consume(taken.size());
        return taken;
      }
      if (!Fill()) return std::string(have);
    }
  }

  bool AwaitClose(absl::Duration timeout) {
    return buffer_.size() == 0 && !Fill(timeout) && closed_;
  }

  void Close() {
    error_code ignored;
    socket_.close(ignored);
  }

 private:
  static HttpResponse Nothing() {
    HttpResponse nothing;
    nothing.result(0u);
    return nothing;
  }

  boost::asio::io_context io_;
  tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  bool closed_ = false;
};

HttpClient::HttpClient(const std::string& address) : impl_(std::make_unique<Impl>(address)) {}
HttpClient::~HttpClient() = default;

bool HttpClient::Send(std::string_view bytes) { return impl_->Send(bytes); }
HttpResponse HttpClient::Receive(bool head) { return impl_->Receive(head); }
std::string HttpClient::ReceiveUntil(std::string_view text) { return impl_->ReceiveUntil(text); }
bool HttpClient::AwaitClose(absl::Duration timeout) { return impl_->AwaitClose(timeout); }
void HttpClient::Close() { impl_->Close(); }

HttpResponse HttpClient::Call(std::string_view method, std::string_view target,
                              std::string_view headers, std::string_view body) {
  std::string request = absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: test\r\n", headers);
  if (!body.empty()) absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n");
  absl::StrAppend(&request, "\r\n", body);
  impl_->Send(request);
  return impl_->Receive(method == "HEAD");
}

}  // namespace mainstay::gateway
