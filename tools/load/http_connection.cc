#include "tools/load/http_connection.h"

#include <charconv>

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include "absl/strings/ascii.h"

namespace mainstay::load {
namespace {

constexpr size_t kNoLength = static_cast<size_t>(-1);

// The value of Content-Length in an answer's head.
size_t ContentLength(std::string_view head) {
  std::string lower = absl::AsciiStrToLower(head);
  size_t at = lower.find("\r\ncontent-length:");
  if (at == std::string::npos) return kNoLength;
  at = lower.find_first_not_of(' ', at + 17);
  size_t length = kNoLength;
  std::from_chars(lower.data() + at, lower.data() + lower.size(), length);
  return length;
}

}  // namespace

boost::system::error_code HttpConnection::Connect(
    const boost::asio::ip::tcp::resolver::results_type& endpoints) {
  boost::system::error_code error;
  boost::asio::connect(socket_, endpoints, error);
  if (!error) socket_.set_option(boost::asio::ip::tcp::no_delay(true), error);
  buffer_.resize(64 << 10);
  return error;
}

void HttpConnection::Send(std::string request, Handler handler) {
  request_ = std::move(request);
  handler_ = std::move(handler);
  filled_ = head_ = body_ = 0;
  boost::asio::async_write(
      socket_, boost::asio::buffer(request_),
      [this](boost::system::error_code error, size_t) { error ? Fail(error.message()) : Read(); });
}

void HttpConnection::Read() {
  if (filled_ == buffer_.size()) buffer_.resize(buffer_.size() * 2);
  socket_.async_read_some(boost::asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_),
                          [this](boost::system::error_code error, size_t bytes) {
                            if (error) return Fail(error.message());
                            filled_ += bytes;
                            if (!Deliver()) Read();
                          });
}

bool HttpConnection::Deliver() {
  std::string_view received(buffer_.data(), filled_);
  if (head_ == 0) {
    size_t end = received.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    head_ = end + 4;
    body_ = ContentLength(received.substr(0, end));
    if (body_ == kNoLength) {
      Fail("an answer without Content-Length");
      return true;
    }
  }
  if (filled_ < head_ + body_) return false;
  int status = 0;
  std::from_chars(received.data() + 9, received.data() + 12, status);  // "HTTP/1.1 200"
  Handler handler = std::move(handler_);
  handler(status, received.substr(head_, body_));
  return true;
}

void HttpConnection::Fail(std::string_view why) {
  Handler handler = std::move(handler_);
  handler(0, why);
}

}  // namespace mainstay::load
