// The process's Prometheus metrics (prometheus-cpp). Names start with mainstay_, units are in the
// name, labels are few and bounded (never a user or an account).
#pragma once

#include <map>
#include <string>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

namespace mainstay::metrics {

using Labels = std::map<std::string, std::string>;

// Find or make; the references live as long as the process. Thread-safe; keep the reference where
// calls are hot.
prometheus::Counter& Counter(const std::string& name, const std::string& help,
                             const Labels& labels = {});
prometheus::Gauge& Gauge(const std::string& name, const std::string& help,
                         const Labels& labels = {});
// Buckets for durations in seconds: 0.5 ms to 30 s.
prometheus::Histogram& LatencyHistogram(const std::string& name, const std::string& help,
                                        const Labels& labels = {});

// Everything in the Prometheus text format.
std::string Render();

}  // namespace mainstay::metrics
