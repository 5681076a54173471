#include "services/feedback/scoring/criteria_set.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxId = 64;
constexpr double kLeastWeight = 1e-6;
constexpr double kMostWeight = 1e6;

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_' || c == '-';
  });
}

// False for NaN, too.
bool IsScore(double value) { return std::abs(value) <= kMaxScore; }

void CheckScale(const std::string& path, const Scale& scale, Violations& violations) {
  const bool ends = IsScore(scale.min) && IsScore(scale.max);
  if (!IsScore(scale.min)) violations.push_back({path + ".min", "must be a number within ±1e12"});
  if (!IsScore(scale.max)) violations.push_back({path + ".max", "must be a number within ±1e12"});
  if (ends && scale.min >= scale.max) {
    violations.push_back({path + ".max", "must be greater than min"});
  }
}

void CheckCriterion(const std::string& path, const Criterion& criterion, Violations& violations) {
  if (!IsId(criterion.id)) {
    violations.push_back({path + ".id", "must be 1 to 64 of a-z, 0-9, _ and -"});
  }
  if (criterion.direction != "benefit" && criterion.direction != "cost") {
    violations.push_back({path + ".direction",
                          "say whether more is better (benefit) or less "
                          "(cost)"});
  }
  if (!(criterion.weight >= kLeastWeight && criterion.weight <= kMostWeight)) {
    violations.push_back({path + ".weight",
                          "must be 0.000001 to 1000000; leave a criterion out that is not to "
                          "count"});
  }
  if (criterion.scale) CheckScale(path + ".scale", *criterion.scale, violations);
}

void CheckIdeals(const CriteriaSet& set, Violations& violations) {
  if (set.ideals == "observed") return;
  if (set.ideals != "scale") {
    violations.push_back({"ideals", "must be observed or scale"});
    return;
  }
  if (set.normalization != "max_min") {
    violations.push_back({"ideals", "can be the scales' ends only with the normalization max_min"});
  }
  for (size_t i = 0; i < set.criteria.size(); ++i) {
    if (!set.criteria[i].scale) {
      violations.push_back({absl::StrCat("criteria[", i, "].scale"),
                            "say the scale, as the ideals are to be its ends"});
    }
  }
}

}  // namespace

absl::Status Validate(const CriteriaSet& set) {
  Violations violations;
  if (set.criteria.empty() || set.criteria.size() > kMaxCriteria) {
    violations.push_back({"criteria", absl::StrCat("must be 1 to ", kMaxCriteria)});
    return status::BadFields(std::move(violations));
  }
  absl::flat_hash_set<std::string_view> ids;
  for (size_t i = 0; i < set.criteria.size(); ++i) {
    const std::string path = absl::StrCat("criteria[", i, "]");
    CheckCriterion(path, set.criteria[i], violations);
    if (!ids.insert(set.criteria[i].id).second) {
      violations.push_back({path + ".id", "is there already"});
    }
  }
  constexpr std::string_view kNormalizations[] = {"vector", "max_min", "max", "sum"};
  if (std::find(std::begin(kNormalizations), std::end(kNormalizations), set.normalization) ==
      std::end(kNormalizations)) {
    violations.push_back({"normalization", "must be vector, max_min, max or sum"});
  }
  CheckIdeals(set, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::vector<double> WeightShares(const CriteriaSet& set) {
  double sum = 0;
  for (const Criterion& criterion : set.criteria) sum += criterion.weight;
  std::vector<double> shares;
  shares.reserve(set.criteria.size());
  for (const Criterion& criterion : set.criteria) shares.push_back(criterion.weight / sum);
  return shares;
}

}  // namespace mainstay::feedback
