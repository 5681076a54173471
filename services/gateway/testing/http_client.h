// A blocking HTTP client for tests, down to the bytes: it can send what no decent client would.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "absl/time/time.h"

namespace mainstay::gateway {

using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

class HttpClient {
 public:
  // Connects to "127.0.0.1:port"; aborts the test when it cannot.
  explicit HttpClient(const std::string& address);
  ~HttpClient();

  // False when the server has closed the connection.
  bool Send(std::string_view bytes);
  // The next response; status 0 when none comes whole within 60 s. `head`: it has no body.
  HttpResponse Receive(bool head = false);
  // Until `text` has come, at most 60 s: all that came up to its end, or what there is.
  std::string ReceiveUntil(std::string_view text);
  // Whether the server closes the connection within `timeout`, without a further byte.
  bool AwaitClose(absl::Duration timeout = absl::Seconds(60));
  // "GET /path" or any other request in one go, with a Host header and `headers` (CRLF lines).
  HttpResponse Call(std::string_view method, std::string_view target, std::string_view headers = "",
                    std::string_view body = "");
  void Close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mainstay::gateway
