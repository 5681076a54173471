// W3C Trace Context (https://www.w3.org/TR/trace-context/), version 00.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mainstay::trace {

struct TraceContext {
  std::string trace_id;  // 32 lower-case hex digits, not all zero
  std::string span_id;   // 16 lower-case hex digits, not all zero
  bool sampled = true;
  // "00-<trace_id>-<span_id>-<01|00>"
  std::string ToTraceparent() const;
};

// A new trace.
TraceContext NewTrace();
// The same trace, a new span under it.
TraceContext ChildOf(const TraceContext& parent);
// Parses a traceparent header; nothing if it is malformed.
std::optional<TraceContext> ParseTraceparent(std::string_view header);

}  // namespace mainstay::trace
