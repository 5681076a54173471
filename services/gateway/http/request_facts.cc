#include "services/gateway/http/request_facts.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"

namespace mainstay::gateway {
namespace {

namespace http = boost::beast::http;

constexpr size_t kLongestRequestId = 128;

bool IsSaneId(std::string_view id) {
  return !id.empty() && id.size() <= kLongestRequestId &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
         });
}

}  // namespace

RequestFacts ReadFacts(const RequestHeader& header) {
  RequestFacts facts;
  facts.head = header.method() == http::verb::head;
  facts.method = facts.head ? "GET" : View(header.method_string());
  const std::string_view target = View(header.target());
  const size_t question = target.find('?');
  facts.path = target.substr(0, question);
  if (question != target.npos) facts.query = target.substr(question + 1);
  facts.origin = View(header[http::field::origin]);
  facts.authorization = View(header[http::field::authorization]);
  facts.content_type = View(header[http::field::content_type]);
  facts.accept_language = View(header[http::field::accept_language]);

  const auto parent = trace::ParseTraceparent(View(header["traceparent"]));
  facts.trace = parent.has_value() ? trace::ChildOf(*parent) : trace::NewTrace();
  const std::string_view id = View(header["X-Request-Id"]);
  facts.request_id = IsSaneId(id) ? std::string(id) : facts.trace.trace_id;
  return facts;
}

absl::Status CheckHeader(const RequestHeader& header, bool chunked) {
  if (header.version() >= 11 && header.count(http::field::host) != 1) {
    return absl::InvalidArgumentError("send exactly one Host header");
  }
  const std::string_view target = View(header.target());
  if (!absl::StartsWith(target, "/") &&
      !(target == "*" && header.method() == http::verb::options)) {
    return absl::InvalidArgumentError("the request's target must be a path");
  }
  // Anything that a proxy in front could read differently than this server does.
  const auto coding = header[http::field::transfer_encoding];
  if (!coding.empty() && (!chunked || !absl::EqualsIgnoreCase(View(coding), "chunked"))) {
    return absl::InvalidArgumentError("Transfer-Encoding: only chunked is understood");
  }
  const auto encoding = header[http::field::content_encoding];
  if (!encoding.empty() && !absl::EqualsIgnoreCase(View(encoding), "identity")) {
    return absl::InvalidArgumentError("Content-Encoding: send the body as it is");
  }
  // Who sends one counts on it; a change that went through all the same would be a lost update.
  if (header.count(http::field::if_match) > 0 ||
      header.count(http::field::if_unmodified_since) > 0) {
    return absl::InvalidArgumentError(
        "If-Match: send the `etag` in the body instead; the change fails when another came first");
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::Duration> TimeoutOf(const RequestHeader& header, absl::Duration longest) {
  const std::string_view text = View(header["X-Request-Timeout"]);
  if (text.empty()) return longest;
  absl::Duration timeout;
  if (!absl::ParseDuration(text, &timeout) || timeout <= absl::ZeroDuration()) {
    return absl::InvalidArgumentError("X-Request-Timeout: send a time such as 5s or 250ms");
  }
  return std::min(timeout, longest);
}

absl::StatusOr<std::string_view> BearerToken(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (authorization.empty()) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_MISSING",
                         "send a token: Authorization: Bearer …");
  }
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) {
    return status::Error(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID",
                         "the Authorization header must be: Bearer …");
  }
  return std::string_view(absl::StripAsciiWhitespace(authorization.substr(kScheme.size())));
}

}  // namespace mainstay::gateway
