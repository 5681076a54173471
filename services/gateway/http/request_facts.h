// What a request's header says about the request itself, before anything is done for it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/trace/trace.h"
#include "services/gateway/http/request_parser.h"

namespace mainstay::gateway {

inline std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

// The views are of the header and live as long.
struct RequestFacts {
  std::string_view method;  // as sent
  std::string_view path, query;
  std::string_view origin;
  std::string_view authorization;
  std::string_view content_type;
  std::string_view accept_language;
  bool head = false;          // HEAD: answered as GET, without a body
  std::string request_id;     // the caller's X-Request-Id if sane, else the trace id
  trace::TraceContext trace;  // a new span, under the caller's traceparent if it is well formed
};

// Always usable, so that a refusal can carry the ids too.
RequestFacts ReadFacts(const RequestHeader& header);

// INVALID_ARGUMENT when the request cannot be served safely: no Host, a target that is not a path,
// a transfer coding other than chunked, an encoded body, a condition that would not be held.
absl::Status CheckHeader(const RequestHeader& header, bool chunked);

// X-Request-Timeout ("5s", "250ms") lowers `longest`; INVALID_ARGUMENT when it is no time.
absl::StatusOr<absl::Duration> TimeoutOf(const RequestHeader& header, absl::Duration longest);

// The token of "Bearer <token>", UNAUTHENTICATED otherwise.
absl::StatusOr<std::string_view> BearerToken(std::string_view authorization);

}  // namespace mainstay::gateway
