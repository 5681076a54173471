#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tools/load/open_loop.h"
#include "tools/load/percentile.h"

namespace mainstay::load {
namespace {

// A second with so many answered calls.
Second Of(int answered, int refused = 0, uint32_t micros = 1000) {
  Second second{.refused = refused};
  second.micros.assign(static_cast<size_t>(answered), micros);
  return second;
}

TEST(ReportTest, APercentileIsAValueOfThem) {
  std::vector<uint32_t> micros;
  EXPECT_EQ(PercentileMs(micros, 0.99), 0);
  for (uint32_t i = 1000; i >= 1; --i) micros.push_back(i * 1000);
  EXPECT_EQ(PercentileMs(micros, 0.5), 501);
  EXPECT_EQ(PercentileMs(micros, 0.99), 991);
  EXPECT_EQ(PercentileMs(micros, 1), 1000);
}

TEST(ReportTest, AnOpenLoopTellsWhatBecameOfItsCalls) {
  OpenLoopMeasurement measurement;
  measurement.seconds = {Of(90, 10), Of(50, 40)};
  measurement.seconds[1].errors = 10;
  measurement.first_error = "4 too late";
  measurement.late_micros = 1500;
  EXPECT_EQ(nlohmann::json::parse(ReportOpenLoopJson(measurement, 0)),
            nlohmann::json::parse(R"({"offered_per_second": 100.0, "per_second": 70.0,
                "refused": 50, "errors": 10, "p50_ms": 1.0, "p99_ms": 1.0, "late_ms": 1.5,
                "first_error": "4 too late"})"));
}

TEST(ReportTest, NormalIsWhenNothingIsRefusedOrSlowAnyMore) {
  const auto normal_from = [](std::vector<Second> seconds) {
    OpenLoopMeasurement measurement;
    measurement.seconds = std::move(seconds);
    return NormalFrom(measurement, 5);
  };
  EXPECT_EQ(normal_from({Of(100), Of(100)}), 0);
  EXPECT_EQ(normal_from({Of(100, 50), Of(100), Of(100, 1)}), 1);
  EXPECT_EQ(normal_from({Of(100), Of(100, 0, 6000), Of(100), Of(100)}), 2);
  EXPECT_EQ(normal_from({Of(100), Of(100, 2)}), 2);
  EXPECT_EQ(normal_from({Of(100), Of(0, 5)}), 2);
}

}  // namespace
}  // namespace mainstay::load
