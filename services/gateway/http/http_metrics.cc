#include "services/gateway/http/http_metrics.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace mainstay::gateway {
namespace {

std::string TemplateOf(const Binding& binding) {
  using Kind = HttpTemplate::Segment::Kind;
  std::string text;
  for (const HttpTemplate::Segment& segment : binding.path.segments) {
    absl::StrAppend(&text, "/",
                    segment.kind == Kind::kLiteral ? segment.literal
                    : segment.kind == Kind::kStar  ? "*"
                                                   : "**");
  }
  if (!binding.path.verb.empty()) absl::StrAppend(&text, ":", binding.path.verb);
  return absl::StrCat(binding.http_method, " ", text);
}

}  // namespace

HttpMetrics::Route::Route(std::string name)
    : name_(std::move(name)),
      latency_(metrics::LatencyHistogram("mainstay_gateway_http_request_seconds",
                                         "From the request's header to the answer's last byte.",
                                         {{"route", name_}})) {}

void HttpMetrics::Route::Count(int status, absl::Duration took) const {
  status = std::clamp(status, kFirst, kLast);
  std::atomic<prometheus::Counter*>& slot = by_status_[status - kFirst];
  prometheus::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &metrics::Counter("mainstay_gateway_http_requests_total", "Answered HTTP requests.",
                                {{"route", name_}, {"status", absl::StrCat(status)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->Increment();
  latency_.Observe(absl::ToDoubleSeconds(took));
}

HttpMetrics::HttpMetrics(const Transcoder& transcoder)
    : in_flight_(metrics::Gauge("mainstay_gateway_http_in_flight", "Requests being answered.")),
      connections_(metrics::Gauge("mainstay_gateway_http_connections", "Open connections.")),
      rate_limited_(metrics::Counter("mainstay_gateway_rate_limited_total",
                                     "Requests refused by the rate limit.",
                                     {{"protocol", "http"}})) {
  routes_.emplace(nullptr, std::make_unique<const Route>("none"));
  for (const auto& binding : transcoder.bindings()) {
    routes_.emplace(binding.get(), std::make_unique<const Route>(TemplateOf(*binding)));
  }
}

void HttpMetrics::CountUpstreamError(const std::string& area, int grpc_code) const {
  metrics::Counter("mainstay_gateway_upstream_errors_total",
                   "Calls that a backend failed, by gRPC code.",
                   {{"area", area}, {"code", absl::StrCat(grpc_code)}})
      .Increment();
}

}  // namespace mainstay::gateway
