#include "common/metrics/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::metrics {
namespace {

using testing::HasSubstr;

TEST(MetricsTest, TheSameNameAndLabelsFindTheSameMetric) {
  auto& a = Counter("mainstay_test_calls_total", "Calls.", {{"code", "OK"}});
  auto& b = Counter("mainstay_test_calls_total", "Calls.", {{"code", "OK"}});
  auto& c = Counter("mainstay_test_calls_total", "Calls.", {{"code", "INTERNAL"}});
  EXPECT_EQ(&a, &b);
  EXPECT_NE(&a, &c);
}

TEST(MetricsTest, RendersThePrometheusFormat) {
  Counter("mainstay_test_events_total", "Events.", {{"kind", "x"}}).Increment(2);
  Gauge("mainstay_test_depth", "Depth.").Set(7);
  LatencyHistogram("mainstay_test_seconds", "Time.").Observe(0.0007);
  const std::string text = Render();
  EXPECT_THAT(text, HasSubstr("# HELP mainstay_test_events_total Events."));
  EXPECT_THAT(text, HasSubstr("mainstay_test_events_total{kind=\"x\"} 2"));
  EXPECT_THAT(text, HasSubstr("mainstay_test_depth 7"));
  EXPECT_THAT(text, HasSubstr("mainstay_test_seconds_bucket{le=\"0.0005\"} 0"));
  EXPECT_THAT(text, HasSubstr("mainstay_test_seconds_bucket{le=\"0.001\"} 1"));
  EXPECT_THAT(text, HasSubstr("mainstay_test_seconds_count 1"));
}

}  // namespace
}  // namespace mainstay::metrics
