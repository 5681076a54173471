// One keep-alive HTTP/1.1 connection, asynchronous, with the least work a client can do: it sends
// ready requests and reads answers that have a Content-Length.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace mainstay::load {

class HttpConnection {
 public:
  // The answer's status (0 when the connection broke: then `body` says why) and body.
  using Handler = std::function<void(int status, std::string_view body)>;

  explicit HttpConnection(boost::asio::io_context& context) : socket_(context) {}

  boost::system::error_code Connect(const boost::asio::ip::tcp::resolver::results_type& endpoints);

  // One at a time. `handler` runs on the context's thread, and may call Send.
  void Send(std::string request, Handler handler);

 private:
  void Read();
  // Whether `buffer_` holds a whole answer; calls the handler then.
  bool Deliver();
  void Fail(std::string_view why);

  boost::asio::ip::tcp::socket socket_;
  std::string request_;
  std::string buffer_;
  size_t filled_ = 0;  // bytes of buffer_ received
  size_t head_ = 0;    // length of the answer's head once known, with its blank line
  size_t body_ = 0;    // length of its body
  Handler handler_;
};

}  // namespace mainstay::load
