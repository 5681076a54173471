#include <algorithm>

#include <nlohmann/json.hpp>

#include "tools/load/driver.h"
#include "tools/load/open_loop.h"
#include "tools/load/percentile.h"

namespace mainstay::load {
namespace {

std::string Line(const nlohmann::ordered_json& report) {
  return report.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string ReportJson(Measurement measurement) {
  auto requests = static_cast<double>(measurement.micros.size());
  nlohmann::ordered_json report = {
      {"requests", measurement.micros.size()},
      {"errors", measurement.errors},
      {"per_second", measurement.seconds > 0 ? requests / measurement.seconds : 0},
      {"p50_ms", PercentileMs(measurement.micros, 0.50)},
      {"p99_ms", PercentileMs(measurement.micros, 0.99)}};
  if (measurement.errors > 0) report["first_error"] = measurement.first_error;
  return Line(report);
}

int64_t NormalFrom(const OpenLoopMeasurement& measurement, double p50_ms) {
  int64_t normal_from = 0, number = 0;
  for (Second second : measurement.seconds) {
    ++number;
    const auto answered = static_cast<int64_t>(second.micros.size());
    const int64_t others = second.refused + second.errors;
    if (others * 99 > answered || PercentileMs(second.micros, 0.5) > p50_ms) normal_from = number;
  }
  return normal_from;
}

std::string ReportOpenLoopJson(const OpenLoopMeasurement& measurement, double normal_p50_ms) {
  std::vector<uint32_t> micros;
  int64_t refused = 0, errors = 0;
  for (const Second& second : measurement.seconds) {
    micros.insert(micros.end(), second.micros.begin(), second.micros.end());
    refused += second.refused;
    errors += second.errors;
  }
  const auto seconds = static_cast<double>(measurement.seconds.size());
  const auto answered = static_cast<double>(micros.size());
  nlohmann::ordered_json report = {
      {"offered_per_second", (answered + static_cast<double>(refused + errors)) / seconds},
      {"per_second", answered / seconds},
      {"refused", refused},
      {"errors", errors},
      {"p50_ms", PercentileMs(micros, 0.50)},
      {"p99_ms", PercentileMs(micros, 0.99)},
      {"late_ms", measurement.late_micros / 1000.0}};
  if (normal_p50_ms > 0) report["normal_from_s"] = NormalFrom(measurement, normal_p50_ms);
  if (errors > 0) report["first_error"] = measurement.first_error;
  return Line(report);
}

}  // namespace mainstay::load
