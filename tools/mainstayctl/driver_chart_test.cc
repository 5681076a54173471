#include "tools/mainstayctl/driver_chart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "absl/strings/str_split.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using ::testing::HasSubstr;

survey::v1::DriverAnalysis FourDrivers() {
  survey::v1::DriverAnalysis analysis;
  analysis.set_importance_threshold(0.25);
  analysis.set_performance_threshold(0.5);
  const auto add = [&](double importance, double performance, survey::v1::DriverQuadrant quadrant) {
    survey::v1::Driver& driver = *analysis.add_drivers();
    driver.set_importance(importance);
    driver.set_performance(performance);
    driver.set_quadrant(quadrant);
  };
  add(0.45, 0.9, survey::v1::DRIVER_QUADRANT_KEEP_UP_THE_GOOD_WORK);
  add(0.40, 0.1, survey::v1::DRIVER_QUADRANT_CONCENTRATE_HERE);
  add(0.05, 0.1, survey::v1::DRIVER_QUADRANT_LOW_PRIORITY);
  add(0.10, 0.9, survey::v1::DRIVER_QUADRANT_POSSIBLE_OVERKILL);
  analysis.add_drivers();  // nothing can be said of it
  return analysis;
}

// Row and column of a letter.
std::pair<int, int> PlaceOf(const std::string& chart, char letter) {
  const std::vector<std::string> lines = absl::StrSplit(chart, '\n');
  for (size_t row = 1; row < lines.size() - 2; ++row) {
    const size_t at = lines[row].find(letter);
    if (at != std::string::npos) {
      return {static_cast<int>(row), DisplayWidth(lines[row].substr(0, at))};
    }
  }
  ADD_FAILURE() << letter << " is not in\n" << chart;
  return {};
}

TEST(DriverChartTest, PutsDriversIntoTheirQuadrants) {
  const std::string chart = RenderDriverChart(FourDrivers(), {}, Language::kChinese, 60, 16);
  const auto a = PlaceOf(chart, 'A'), b = PlaceOf(chart, 'B'), c = PlaceOf(chart, 'C'),
             d = PlaceOf(chart, 'D');
  EXPECT_LT(a.first, b.first);  // the more important, the higher
  EXPECT_LT(b.first, d.first);
  EXPECT_LT(d.first, c.first);
  EXPECT_EQ(b.second, c.second);
  EXPECT_EQ(a.second, d.second);
  EXPECT_LT(b.second, a.second);
  EXPECT_EQ(chart.find('E'), std::string::npos);
  for (const char* name : {"继续保持", "重点改进", "低优先级", "可能过度投入", "重要性", "绩效"}) {
    EXPECT_THAT(chart, HasSubstr(name));
  }
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(chart, '\n'))) {
    EXPECT_LE(DisplayWidth(line), 60) << line;
  }
}

TEST(DriverChartTest, SeveralAtOnePlaceStandBesideEachOther) {
  survey::v1::DriverAnalysis analysis = FourDrivers();
  for (const int again : {1, 2, 3}) *analysis.mutable_drivers(again) = analysis.drivers(0);
  const std::string chart = RenderDriverChart(analysis, {}, Language::kChinese, 60, 16);
  const auto a = PlaceOf(chart, 'A');
  for (const char letter : {'B', 'C', 'D'}) {
    EXPECT_EQ(PlaceOf(chart, letter).first, a.first) << chart;
    EXPECT_LE(std::abs(PlaceOf(chart, letter).second - a.second), 2) << chart;
  }
}

TEST(DriverChartTest, BothAxesHaveScales) {
  const std::string chart = RenderDriverChart(FourDrivers(), {}, Language::kEnglish, 60, 16);
  EXPECT_THAT(chart, HasSubstr(" 0.48 │"));  // 0.45 and 8 % of 0.05 to 0.45
  EXPECT_THAT(chart, HasSubstr(" 0.02 │"));
  EXPECT_THAT(chart, HasSubstr("4 %"));
  EXPECT_THAT(chart, HasSubstr("96 %"));
}

TEST(DriverChartTest, OneDriverStandsOnItsOwnMean) {
  survey::v1::DriverAnalysis analysis;
  analysis.set_importance_threshold(1);
  analysis.set_performance_threshold(0.7);
  survey::v1::Driver& driver = *analysis.add_drivers();
  driver.set_importance(1);
  driver.set_performance(0.7);
  driver.set_quadrant(survey::v1::DRIVER_QUADRANT_KEEP_UP_THE_GOOD_WORK);
  EXPECT_THAT(RenderDriverChart(analysis, {}, Language::kEnglish, 10, 2), HasSubstr("A"));
}

}  // namespace
}  // namespace mainstay::ctl
