// The criteria set (评价准则集): by what requirements are scored, how much each criterion weighs
// and how scores of different units are made comparable.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace mainstay::feedback {

// The largest set, and the largest number that a score or an end of a scale may be, either side of
// zero: far beyond what people score by, and squares of it still add up exactly enough.
inline constexpr size_t kMaxCriteria = 50;
inline constexpr double kMaxScore = 1e12;

// The scores that a criterion takes, ends included, in the criterion's own unit.
struct Scale {
  double min = 0;
  double max = 0;
};

// Enums are the lower-case tail of the proto's value names.
struct Criterion {
  std::string id;         // 1 to 64 of a-z, 0-9, _ and -; unique in the set
  std::string direction;  // "benefit": more is better; "cost": less is better
  // How much it matters beside the others, in any unit (points, per cent): only its share of the
  // sum counts. A criterion that is not to count is left out, not given 0.
  double weight = 0;           // 0.000001 to 1,000,000
  std::optional<Scale> scale;  // no scale: any score up to kMaxScore either side of zero
};

struct CriteriaSet {
  std::vector<Criterion> criteria;  // 1 to kMaxCriteria
  // What a score x of a criterion is divided by; all sums and extremes are over the ranked
  // alternatives.
  //   "vector"   √Σx² (Hwang & Yoon 1981, the usual one)
  //   "max_min"  max − min, after subtracting min; a criterion with a scale takes its ends
  //   "max"      max |x|: the linear scale transformation
  //   "sum"      Σ|x|
  // Cost criteria are not turned round: their ideal is the least value. For "max_min" and for
  // "max" in the form 1 − x ÷ max this gives the distances of turning them round; the harmonic form
  // min ÷ x is not offered, as it has no value at 0.
  std::string normalization = "vector";
  // Where the ideal and the anti-ideal come from.
  //   "observed"  the best and the worst score of each criterion among the ranked alternatives
  //               (Hwang & Yoon 1981)
  //   "scale"     the ends of each criterion's scale: then an alternative's closeness depends on
  //               its own scores alone and no other can reverse two ranks (after Aires & Ferreira
  //               2019, R-TOPSIS). Only with "max_min" and a scale for every criterion.
  std::string ideals = "observed";
};

// Checks every field; INVALID_ARGUMENT names all that cannot be accepted ("criteria[2].scale.max").
absl::Status Validate(const CriteriaSet& set);

// Each criterion's share of the sum of weights: positive, together 1. `set` must be valid.
std::vector<double> WeightShares(const CriteriaSet& set);

}  // namespace mainstay::feedback
