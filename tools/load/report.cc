#include <algorithm>

#include <nlohmann/json.hpp>

#include "tools/load/driver.h"

namespace mainstay::load {
namespace {

// The smallest value that `share` of all values do not exceed (nearest rank), in milliseconds.
double Percentile(const std::vector<uint32_t>& sorted_micros, double share) {
  if (sorted_micros.empty()) return 0;
  auto rank = static_cast<size_t>(share * static_cast<double>(sorted_micros.size()));
  return sorted_micros[std::min(rank, sorted_micros.size() - 1)] / 1000.0;
}

}  // namespace

std::string ReportJson(Measurement measurement) {
  std::sort(measurement.micros.begin(), measurement.micros.end());
  auto requests = static_cast<double>(measurement.micros.size());
  nlohmann::ordered_json report = {
      {"requests", measurement.micros.size()},
      {"errors", measurement.errors},
      {"per_second", measurement.seconds > 0 ? requests / measurement.seconds : 0},
      {"p50_ms", Percentile(measurement.micros, 0.50)},
      {"p99_ms", Percentile(measurement.micros, 0.99)}};
  if (measurement.errors > 0) report["first_error"] = measurement.first_error;
  return report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace mainstay::load
