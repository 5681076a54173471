#include "services/gateway/http/cors.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mainstay::gateway {

CorsPolicy::CorsPolicy(std::vector<std::string> origins)
    : origins_(std::move(origins)),
      any_(std::find(origins_.begin(), origins_.end(), "*") != origins_.end()) {}

bool CorsPolicy::Allows(std::string_view origin) const {
  return any_ || std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

std::string CorsPolicy::AnswerHeaders(std::string_view origin) const {
  if (origins_.empty()) return "";
  // What a cache may keep depends on the origin, also when this one is not allowed.
  std::string headers = any_ ? "" : "Vary: Origin\r\n";
  if (origin.empty() || !Allows(origin)) return headers;
  absl::StrAppend(&headers, "Access-Control-Allow-Origin: ", any_ ? "*" : origin,
                  "\r\nAccess-Control-Expose-Headers: X-Request-Id, Retry-After, "
                  "Content-Disposition\r\n");
  return headers;
}

std::string CorsPolicy::PreflightHeaders(std::string_view origin, std::string_view allow) const {
  if (origins_.empty() || origin.empty() || !Allows(origin)) return "";
  return absl::StrCat("Access-Control-Allow-Methods: ", allow,
                      "\r\nAccess-Control-Allow-Headers: Authorization, Content-Type, "
                      "Traceparent, X-Request-Id, X-Request-Timeout\r\n"
                      "Access-Control-Max-Age: 600\r\n");
}

}  // namespace mainstay::gateway
