#include "services/accounts/grading/abc.h"

#include <algorithm>
#include <limits>
#include <random>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::accounts {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Le;

AbcResult AnalyseValues(const std::vector<int64_t>& values, AbcThresholds thresholds = {}) {
  std::vector<AbcEntry> entries;
  for (size_t i = 0; i < values.size(); ++i) {
    entries.push_back({absl::StrCat("id", i), absl::StrCat("x", i), Nanos(values[i]) * 1000000000});
  }
  return Analyse(std::move(entries), thresholds);
}

std::string Classes(const AbcResult& result) {
  std::string classes;
  for (const AbcRow& row : result.rows) classes += row.abc_class;
  return classes;
}

TEST(AbcTest, AnAccountIsAWhileThoseAboveItAreBelowTheThreshold) {
  // Shares above each: 0, 50, 79, 93, 99.
  EXPECT_EQ(Classes(AnalyseValues({50, 29, 1, 14, 6})), "AAABC" /* 50 29 14 6 1 */);
  EXPECT_EQ(Classes(AnalyseValues({100})), "A");
  EXPECT_EQ(Classes(AnalyseValues({90, 10})), "AB");
}

TEST(AbcTest, ExactlyOnAThresholdIsNotBelowIt) {
  EXPECT_EQ(Classes(AnalyseValues({80, 15, 5})), "ABC");
  // As large as amounts get: floating point would not hold the difference of one billionth.
  std::vector<AbcEntry> entries = {{"1", "", Nanos(8000000000000000) * 1000000000},
                                   {"2", "", Nanos(1500000000000000) * 1000000000},
                                   {"3", "", Nanos(500000000000000) * 1000000000}};
  EXPECT_EQ(Classes(Analyse(entries, {})), "ABC");
  entries[0].value -= 1;
  entries[1].value += 1;
  EXPECT_EQ(Classes(Analyse(entries, {})), "AAC");
}

TEST(AbcTest, WhatIsNotPositiveIsCAndCountsAsNothing) {
  const AbcResult result = AnalyseValues({-20, 800, 150, 0, 50});
  EXPECT_EQ(Classes(result), "ABCCC");
  EXPECT_EQ(result.total, Nanos(1000) * 1000000000);
  EXPECT_EQ(result.net_sales, Nanos(980) * 1000000000);
  EXPECT_EQ(result.rows.back().entry.value, Nanos(-20) * 1000000000);
  EXPECT_EQ(result.rows.back().cumulative, result.total);
  EXPECT_EQ(Classes(AnalyseValues({0, -1})), "CC");
  EXPECT_THAT(AnalyseValues({}).rows, IsEmpty());
}

TEST(AbcTest, TiesGoByExternalIdThenById) {
  const AbcResult result =
      Analyse({{"b", "2", 5}, {"c", "1", 5}, {"a", "2", 5}, {"d", "9", 6}}, {});
  std::vector<std::string> ids;
  for (const AbcRow& row : result.rows) ids.push_back(row.entry.account_id);
  EXPECT_THAT(ids, ElementsAre("d", "c", "a", "b"));
}

TEST(AbcTest, TheTopFifthIsRoundedUp) {
  const AbcResult result = AnalyseValues({60, 20, 10, 5, 3, 2});
  EXPECT_EQ(result.top_accounts, 2);
  EXPECT_DOUBLE_EQ(ShareOf(result.top_value, result.total), 0.8);
  EXPECT_EQ(AnalyseValues({1, 1, 1, 1, 1}).top_accounts, 1);
  EXPECT_EQ(AnalyseValues({}).top_accounts, 0);
  EXPECT_EQ(ShareOf(0, 0), 0);
}

TEST(AbcTest, ThresholdsMustStandInOrder) {
  EXPECT_TRUE(Validate(AbcThresholds{}).ok());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [a, b] : {std::pair{0.0, 0.9},
                             {-1.0, 0.9},
                             {0.8, 0.8},
                             {0.9, 0.8},
                             {0.8, 1.0},
                             {0.8, 2.0},
                             {nan, 0.9},
                             {0.8, nan},
                             {1e-12, 0.5},
                             {0.5, 1 - 1e-12}}) {
    EXPECT_FALSE(Validate(AbcThresholds{a, b}).ok()) << a << " " << b;
  }
}

// The definition word for word, without cleverness.
std::string NaiveClasses(std::vector<int64_t> values, double a, double b) {
  std::stable_sort(values.begin(), values.end(), std::greater<>());
  int64_t total = 0;
  for (const int64_t value : values) total += std::max<int64_t>(value, 0);
  std::string classes;
  for (size_t i = 0; i < values.size(); ++i) {
    int64_t above = 0;
    for (size_t j = 0; j < i; ++j) above += std::max<int64_t>(values[j], 0);
    const bool counts = values[i] > 0;
    classes += counts && static_cast<double>(above) < a * static_cast<double>(total)   ? 'A'
               : counts && static_cast<double>(above) < b * static_cast<double>(total) ? 'B'
                                                                                       : 'C';
  }
  return classes;
}

TEST(AbcTest, AgreesWithTheDefinitionOnRandomPortfolios) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::vector<int64_t> values(random() % 60);
    for (int64_t& value : values) {
      value = static_cast<int64_t>(random() % 2000) - (random() % 4 == 0 ? 1500 : 0);
    }
    // Multiples of 1/256 are exact in both.
    const int a = 1 + static_cast<int>(random() % 200), b = a + 1 + static_cast<int>(random() % 50);
    const AbcThresholds thresholds{a / 256.0, b / 256.0};
    const AbcResult result = AnalyseValues(values, thresholds);
    ASSERT_EQ(Classes(result), NaiveClasses(values, thresholds.a, thresholds.b));
    int64_t accounts = 0;
    Nanos value = 0;
    for (int i = 0; i < 3; ++i) {
      accounts += result.class_accounts[i];
      value += result.class_values[i];
    }
    ASSERT_EQ(accounts, static_cast<int64_t>(values.size()));
    ASSERT_EQ(value, result.total);
    for (size_t i = 1; i < result.rows.size(); ++i) {
      ASSERT_GE(result.rows[i - 1].entry.value, result.rows[i].entry.value);
      ASSERT_GE(result.rows[i].cumulative, result.rows[i - 1].cumulative);
      ASSERT_LE(result.rows[i - 1].abc_class, result.rows[i].abc_class);
    }
  }
}

TEST(ChartRanksTest, KeepsWhatAReaderLooksFor) {
  for (const int64_t count : {1, 5, 99, 100, 101, 4372, 1000000}) {
    const int64_t a = std::max<int64_t>(count / 5, 1), b = count / 4, top = (count + 4) / 5;
    const auto ranks = ChartRanks({a, b, count - a - b}, top, 100);
    EXPECT_LE(ranks.size(), 100u);
    EXPECT_GE(ranks.size(), static_cast<size_t>(std::min<int64_t>(count, 90)));
    EXPECT_TRUE(std::is_sorted(ranks.begin(), ranks.end()));
    EXPECT_THAT(ranks, Each(Le(count)));
    for (const int64_t rank : {a, a + b, top, count}) EXPECT_THAT(ranks, Contains(rank));
  }
  EXPECT_THAT(ChartRanks({0, 0, 0}, 0, 100), IsEmpty());
}

TEST(NanosTest, KeepsNineDecimals) {
  for (const char* text : {"0.000000000", "-0.000000001", "8300065.814000000", "-12.500000000"}) {
    EXPECT_EQ(DecimalOf(NanosOf(text)), text);
  }
  EXPECT_EQ(NanosOf("7"), Nanos(7000000000));
  EXPECT_EQ(NanosOf("-1.5"), Nanos(-1500000000));
}

}  // namespace
}  // namespace mainstay::accounts
