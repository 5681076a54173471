// Random answers against the definitions, worked out another way in long double.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "services/survey/analysis/driver_analysis.h"

namespace mainstay::survey {
namespace {

using Column = std::vector<long double>;

long double Correlation(const Column& a, const Column& b) {
  const long double n = static_cast<long double>(a.size());
  const long double mean_a = std::accumulate(a.begin(), a.end(), 0.0L) / n;
  const long double mean_b = std::accumulate(b.begin(), b.end(), 0.0L) / n;
  long double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

// A rank is the number of those below, half of the equal ones, and a half.
Column Ranks(const Column& values) {
  Column ranks;
  for (long double value : values) {
    long double below = 0, equal = 0;
    for (long double other : values) {
      below += other < value;
      equal += other == value;
    }
    ranks.push_back(below + (equal + 1) / 2);
  }
  return ranks;
}

// Of the outcome (column 0) on the drivers of `set`: Gram–Schmidt on the columns themselves.
long double Explained(const std::vector<Column>& columns, size_t set) {
  const auto centred = [](Column column) {
    const long double mean = std::accumulate(column.begin(), column.end(), 0.0L) /
                             static_cast<long double>(column.size());
    for (long double& value : column) value -= mean;
    return column;
  };
  const auto dot = [](const Column& a, const Column& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0L);
  };
  const Column outcome = centred(columns[0]);
  std::vector<Column> basis;
  long double explained = 0;
  for (size_t i = 1; i < columns.size(); ++i) {
    if ((set >> (i - 1) & 1) == 0) continue;
    Column column = centred(columns[i]);
    const long double before = dot(column, column);
    for (int twice = 0; twice < 2; ++twice) {
      for (const Column& other : basis) {
        const long double part = dot(column, other);
        for (size_t r = 0; r < column.size(); ++r) column[r] -= part * other[r];
      }
    }
    const long double length = std::sqrt(dot(column, column));
    if (length * length <= 1e-15L * before) continue;
    for (long double& value : column) value /= length;
    const long double part = dot(outcome, column);
    explained += part * part;
    basis.push_back(column);
  }
  return explained / dot(outcome, outcome);
}

// The mean of what each driver adds, over all orders.
std::vector<long double> PartsOverOrders(const std::vector<Column>& columns) {
  const size_t k = columns.size() - 1;
  std::vector<long double> parts(k), of_set(size_t{1} << k);
  for (size_t set = 0; set < of_set.size(); ++set) of_set[set] = Explained(columns, set);
  std::vector<size_t> order(k);
  std::iota(order.begin(), order.end(), size_t{0});
  long double orders = 0;
  do {
    size_t set = 0;
    for (size_t driver : order) {
      const size_t with = set | size_t{1} << driver;
      parts[driver] += of_set[with] - of_set[set];
      set = with;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (long double& part : parts) part /= orders;
  return parts;
}

struct Drawn {
  DriverMoments moments;
  std::vector<Column> columns;  // complete answers
};

// Drivers that share a mood, so that they are correlated; some runs with a copy among them.
Drawn Draw(std::mt19937_64& random) {
  const size_t k = 2 + random() % 4;
  DriverScales scales{{0, 10}, {}};
  for (size_t i = 0; i < k; ++i) {
    scales.drivers.push_back(random() % 2 == 0 ? AnswerScale{1, 5} : AnswerScale{1, 7});
  }
  const bool copy = random() % 4 == 0;
  if (copy) scales.drivers.push_back(scales.drivers[0]);
  Drawn drawn{DriverMoments(scales), std::vector<Column>(scales.drivers.size() + 1)};
  std::normal_distribution<double> normal;
  const int rows = 20 + static_cast<int>(random() % 60);
  for (int r = 0; r < rows; ++r) {
    const double mood = normal(random);
    const auto score = [&](const AnswerScale& scale) {
      const double at = (scale.min + scale.max) / 2.0 + (mood + normal(random)) * scale.width() / 5;
      return std::clamp(static_cast<int>(std::lround(at)), scale.min, scale.max);
    };
    std::optional<int> outcome = score(scales.outcome);
    std::vector<std::optional<int>> drivers;
    for (size_t i = 0; i < k; ++i) drivers.push_back(score(scales.drivers[i]));
    if (copy) drivers.push_back(drivers[0]);
    const size_t gap = random() % 40;
    if (gap < drivers.size()) drivers[gap] = std::nullopt;
    if (gap == 39) outcome = std::nullopt;
    drawn.moments.Add(outcome, drivers);
    if (gap < drivers.size() || gap == 39) continue;
    drawn.columns[0].push_back(*outcome);
    for (size_t i = 0; i < drivers.size(); ++i) drawn.columns[i + 1].push_back(*drivers[i]);
  }
  return drawn;
}

TEST(DriverRandomTest, AnalysisEqualsTheDefinitions) {
  std::mt19937_64 random(11);
  for (int run = 0; run < 300; ++run) {
    const Drawn drawn = Draw(random);
    const DriverAnalysis analysis = Analyse(drawn.moments);
    const size_t k = analysis.drivers.size();
    const long double all = Explained(drawn.columns, (size_t{1} << k) - 1);
    ASSERT_NEAR(analysis.r_squared, static_cast<double>(all), 1e-10) << run;
    const std::vector<long double> parts = PartsOverOrders(drawn.columns);
    for (size_t i = 0; i < k; ++i) {
      const Driver& driver = analysis.drivers[i];
      const Column& column = drawn.columns[i + 1];
      ASSERT_NEAR(*driver.pearson, static_cast<double>(Correlation(drawn.columns[0], column)),
                  1e-12);
      ASSERT_NEAR(*driver.spearman,
                  static_cast<double>(Correlation(Ranks(drawn.columns[0]), Ranks(column))), 1e-12);
      ASSERT_NEAR(driver.shapley_part, static_cast<double>(parts[i]), 1e-10) << run << " " << i;
      // 1 less what the other drivers leave, upside down.
      if (!driver.regression) continue;
      std::vector<Column> others = {column};
      for (size_t j = 0; j < k; ++j) {
        if (j != i && analysis.drivers[j].regression) others.push_back(drawn.columns[j + 1]);
      }
      const long double left = 1 - Explained(others, (size_t{1} << (others.size() - 1)) - 1);
      ASSERT_NEAR(driver.regression->vif * static_cast<double>(left), 1, 1e-9);
    }
  }
}

// The normal equations: what the weights leave unexplained has nothing to do with any driver.
TEST(DriverRandomTest, WeightsSolveTheNormalEquations) {
  std::mt19937_64 random(12);
  for (int run = 0; run < 300; ++run) {
    const Drawn drawn = Draw(random);
    const DriverAnalysis analysis = Analyse(drawn.moments);
    for (size_t i = 0; i < analysis.drivers.size(); ++i) {
      long double explained = 0;
      for (size_t j = 0; j < analysis.drivers.size(); ++j) {
        if (!analysis.drivers[j].regression) continue;
        explained += analysis.drivers[j].regression->weight *
                     Correlation(drawn.columns[i + 1], drawn.columns[j + 1]);
      }
      ASSERT_NEAR(static_cast<double>(explained), *analysis.drivers[i].pearson, 1e-10);
    }
  }
}

TEST(DriverRandomTest, PartsAddUpAndAreNotNegative) {
  std::mt19937_64 random(13);
  for (int run = 0; run < 300; ++run) {
    const DriverAnalysis analysis = Analyse(Draw(random).moments);
    double parts = 0, shares = 0;
    for (const Driver& driver : analysis.drivers) {
      ASSERT_GE(driver.shapley_part, 0);
      parts += driver.shapley_part;
      shares += driver.shapley_share;
    }
    ASSERT_NEAR(parts, analysis.r_squared, 1e-12);
    ASSERT_NEAR(shares, 1, 1e-12);
  }
}

}  // namespace
}  // namespace mainstay::survey
