#include "services/feedback/scoring/scoring_test_kit.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace mainstay::feedback {
namespace {

using Matrix = std::vector<std::vector<long double>>;

// Columns as rows, cost columns negated so that more is better everywhere.
Matrix Columns(const CriteriaSet& set, const std::vector<Alternative>& alternatives) {
  Matrix columns;
  for (size_t j = 0; j < set.criteria.size(); ++j) {
    std::vector<long double> column;
    for (const Alternative& alternative : alternatives) {
      column.push_back(set.criteria[j].direction == "cost" ? -alternative.scores[j].value()
                                                           : alternative.scores[j].value());
    }
    columns.push_back(column);
  }
  return columns;
}

long double Divisor(const std::string& normalization, const std::vector<long double>& column) {
  long double squares = 0, sum = 0, greatest = 0;
  for (long double x : column) {
    squares += x * x;
    sum += std::fabs(x);
    greatest = std::fmax(greatest, std::fabs(x));
  }
  if (normalization == "vector") return std::sqrt(squares);
  if (normalization == "sum") return sum;
  if (normalization == "max") return greatest;
  return *std::max_element(column.begin(), column.end()) -
         *std::min_element(column.begin(), column.end());
}

// A third of whole numbers, of positive reals, and of reals of either sign.
double RandomScore(std::mt19937_64& random, int kind) {
  if (kind == 0) return std::uniform_int_distribution<int>(0, 3)(random);
  return std::uniform_real_distribution<double>(kind == 1 ? 1 : -50, 100)(random);
}

}  // namespace

CriteriaSet SetOf(const std::vector<double>& weights, std::string_view directions,
                  std::string normalization) {
  CriteriaSet set;
  for (size_t j = 0; j < weights.size(); ++j) {
    set.criteria.push_back({.id = absl::StrCat("c", j),
                            .direction = directions[j] == '-' ? "cost" : "benefit",
                            .weight = weights[j]});
  }
  set.normalization = std::move(normalization);
  return set;
}

std::vector<Alternative> RowsOf(const std::vector<std::vector<double>>& rows) {
  std::vector<Alternative> alternatives;
  for (size_t i = 0; i < rows.size(); ++i) {
    alternatives.push_back({absl::StrFormat("a%03d", i), {rows[i].begin(), rows[i].end()}});
  }
  return alternatives;
}

TopsisRanking Ranked(const CriteriaSet& set, const std::vector<Alternative>& alternatives) {
  const auto ranking = RankByTopsis(set, alternatives);
  EXPECT_TRUE(ranking.ok()) << ranking.status();
  return ranking.ok() ? *ranking : TopsisRanking{};
}

std::vector<double> ClosenessesOf(const TopsisRanking& ranking) {
  std::vector<double> values(ranking.ranked.size());
  for (const RankedAlternative& ranked : ranking.ranked) {
    values.at(ranked.index) = ranked.closeness;
  }
  return values;
}

std::vector<int> RanksOf(const TopsisRanking& ranking) {
  std::vector<int> ranks(ranking.ranked.size());
  for (const RankedAlternative& ranked : ranking.ranked) ranks.at(ranked.index) = ranked.rank;
  return ranks;
}

Case RandomCase(std::mt19937_64& random, int most) {
  const auto whole = [&random](int from, int to) {
    return std::uniform_int_distribution<int>(from, to)(random);
  };
  const char* normalizations[] = {"vector", "max_min", "max", "sum"};
  const int criteria = whole(1, 6), alternatives = whole(2, most), kind = whole(0, 2);
  const bool equal = whole(0, 2) == 0;
  std::vector<double> weights;
  std::string directions;
  for (int j = 0; j < criteria; ++j) {
    weights.push_back(equal ? 1 : whole(1, 100) / 7.0);
    directions += whole(0, 2) == 0 ? '-' : '+';
  }
  std::vector<std::vector<double>> rows(alternatives);
  for (auto& row : rows) {
    for (int j = 0; j < criteria; ++j) row.push_back(RandomScore(random, kind));
  }
  return {SetOf(weights, directions, normalizations[whole(0, 3)]), RowsOf(rows)};
}

std::vector<long double> NaiveClosenesses(const CriteriaSet& set,
                                          const std::vector<Alternative>& alternatives) {
  Matrix columns = Columns(set, alternatives);
  long double weights = 0;
  for (const Criterion& criterion : set.criteria) weights += criterion.weight;
  for (size_t j = 0; j < columns.size(); ++j) {
    const long double divisor = Divisor(set.normalization, columns[j]);
    for (long double& x : columns[j]) {
      x = divisor == 0 ? 0 : set.criteria[j].weight / weights * x / divisor;
    }
  }
  std::vector<long double> closenesses;
  for (size_t i = 0; i < alternatives.size(); ++i) {
    long double plus = 0, minus = 0;
    for (const auto& column : columns) {
      plus += std::pow(*std::max_element(column.begin(), column.end()) - column[i], 2.0L);
      minus += std::pow(column[i] - *std::min_element(column.begin(), column.end()), 2.0L);
    }
    const long double both = std::sqrt(plus) + std::sqrt(minus);
    closenesses.push_back(both == 0 ? 0.5L : std::sqrt(minus) / both);
  }
  return closenesses;
}

CriteriaSet WithShare(const CriteriaSet& set, size_t k, double share) {
  const std::vector<double> shares = WeightShares(set);
  CriteriaSet changed = set;
  for (size_t j = 0; j < shares.size(); ++j) {
    changed.criteria[j].weight = j == k ? share : shares[j] * (1 - share) / (1 - shares[k]);
  }
  return changed;
}

}  // namespace mainstay::feedback
