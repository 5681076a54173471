// What is counted of HTTP requests: by route template and status, never by caller.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "services/gateway/transcode/transcoder.h"

namespace mainstay::gateway {

// Thread-safe; without locks once a route has answered with a status.
class HttpMetrics {
 public:
  class Route {
   public:
    explicit Route(std::string name);
    // "/v1/accounts/*:merge"
    const std::string& name() const { return name_; }
    void Count(int status, absl::Duration took) const;

   private:
    static constexpr int kFirst = 100, kLast = 599;

    const std::string name_;
    prometheus::Histogram& latency_;
    mutable std::array<std::atomic<prometheus::Counter*>, kLast - kFirst + 1> by_status_{};
  };

  explicit HttpMetrics(const Transcoder& transcoder);

  // The route of a binding; null stands for everything that no binding answers.
  const Route& route(const Binding* binding) const { return *routes_.find(binding)->second; }
  prometheus::Gauge& in_flight() const { return in_flight_; }
  prometheus::Gauge& connections() const { return connections_; }
  prometheus::Counter& rate_limited() const { return rate_limited_; }
  void CountUpstreamError(const std::string& area, int grpc_code) const;

 private:
  absl::flat_hash_map<const Binding*, std::unique_ptr<const Route>> routes_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& connections_;
  prometheus::Counter& rate_limited_;
};

}  // namespace mainstay::gateway
