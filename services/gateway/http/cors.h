// Cross-origin resource sharing (https://fetch.spec.whatwg.org/#http-cors-protocol): which web
// origins may call. Without a policy no header is sent, and browsers keep other origins out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mainstay::gateway {

class CorsPolicy {
 public:
  // Exact origins such as "https://app.example.com", or one "*" for any. No credentials are ever
  // allowed: callers carry a token, not cookies.
  explicit CorsPolicy(std::vector<std::string> origins);

  // The lines for an answer to `origin` (empty: the request had none); may be empty.
  std::string AnswerHeaders(std::string_view origin) const;
  // The further lines for a preflight whose path answers the methods in `allow` ("GET, POST").
  // Empty when the origin is not allowed.
  std::string PreflightHeaders(std::string_view origin, std::string_view allow) const;

 private:
  bool Allows(std::string_view origin) const;

  std::vector<std::string> origins_;
  bool any_;
};

}  // namespace mainstay::gateway
