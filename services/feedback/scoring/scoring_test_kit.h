// What the tests of scoring share: short ways to write sets and rows, random ones, and a second
// implementation of TOPSIS that has nothing in common with the first.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "services/feedback/scoring/topsis.h"

namespace mainstay::feedback {

// Criteria c0, c1, … with these weights; `directions` has + for a benefit and - for a cost.
CriteriaSet SetOf(const std::vector<double>& weights, std::string_view directions,
                  std::string normalization = "vector");

// Alternatives a000, a001, … of these rows.
std::vector<Alternative> RowsOf(const std::vector<std::vector<double>>& rows);

// What RankByTopsis must accept.
TopsisRanking Ranked(const CriteriaSet& set, const std::vector<Alternative>& alternatives);

// By alternative as given; all must be ranked.
std::vector<double> ClosenessesOf(const TopsisRanking& ranking);
std::vector<int> RanksOf(const TopsisRanking& ranking);

struct Case {
  CriteriaSet set;
  std::vector<Alternative> alternatives;
};
// 2 to `most` alternatives on 1 to 6 criteria of any direction, weight and normalization: in some
// cases small whole numbers with ties and constant columns, in others reals of either sign.
Case RandomCase(std::mt19937_64& random, int most = 10);

// The closeness of every alternative by the textbook's steps, one whole matrix after the other, in
// long double and with cost columns negated. No missing scores; ideals as observed.
std::vector<long double> NaiveClosenesses(const CriteriaSet& set,
                                          const std::vector<Alternative>& alternatives);

// The set with the weights after the share of criterion `k` has become `share`.
CriteriaSet WithShare(const CriteriaSet& set, size_t k, double share);

}  // namespace mainstay::feedback
