#include "common/rpc/method.h"

#include "absl/status/status.h"
#include "common/metrics/metrics.h"

namespace mainstay::rpc {

void MethodMetrics::Record(absl::StatusCode code, absl::Duration elapsed) {
  const auto index = static_cast<size_t>(code) % kCodes;
  prometheus::Histogram* histogram = by_code_[index].load(std::memory_order_acquire);
  if (histogram == nullptr) {
    // Two threads may both ask: they get the same histogram.
    histogram = &metrics::LatencyHistogram(
        "mainstay_rpc_duration_seconds", "Time from a call's arrival to its answer",
        {{"method", method_}, {"code", absl::StatusCodeToString(code)}});
    by_code_[index].store(histogram, std::memory_order_release);
  }
  histogram->Observe(absl::ToDoubleSeconds(elapsed));
}

}  // namespace mainstay::rpc
