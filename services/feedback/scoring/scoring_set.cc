#include "services/feedback/scoring/scoring_set.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

// The requirement's own fact; nothing when it is not said.
std::optional<double> FactOf(const std::string& source, const ScoredRequirement& r) {
  if (source == "value") return static_cast<double>(r.value);
  if (source == "account_count") return r.accounts;
  if (source == "sales") {
    if (!r.sales) return std::nullopt;
    return std::clamp(*r.sales, -kMaxScore, kMaxScore);
  }
  const int said = source == "urgency" ? r.urgency : r.importance;
  if (said == 0) return std::nullopt;
  return said;
}

bool Fits(const Criterion& criterion, double score) {
  if (!std::isfinite(score) || std::abs(score) > kMaxScore) return false;
  return !criterion.scale || (score >= criterion.scale->min && score <= criterion.scale->max);
}

}  // namespace

void Complete(ScoringSet& set) {
  set.display_name = text::Trim(set.display_name);
  for (std::string& title : set.titles) title = text::Trim(title);
  for (size_t i = 0; i < set.rules.criteria.size(); ++i) {
    if (set.titles[i].empty()) set.titles[i] = set.rules.criteria[i].id;
    if (set.sources[i].empty()) set.sources[i] = "hand";
  }
  if (set.rules.normalization.empty()) set.rules.normalization = "vector";
  if (set.rules.ideals.empty()) set.rules.ideals = "observed";
}

absl::Status Validate(const ScoringSet& set) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("display_name", set.display_name, 1, 100, text::Lines::kOne, violations);
  for (size_t i = 0; i < set.titles.size(); ++i) {
    text::CheckText(absl::StrCat("criteria[", i, "].display_name"), set.titles[i], 0, 100,
                    text::Lines::kOne, violations);
  }
  for (const auto& violation : status::GetFieldViolations(Validate(set.rules))) {
    violations.push_back(violation);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool CountsSales(const ScoringSet& set) {
  return std::find(set.sources.begin(), set.sources.end(), "sales") != set.sources.end();
}

std::optional<size_t> PlaceOf(const ScoringSet& set, const std::string& criterion) {
  const auto& criteria = set.rules.criteria;
  const auto found = std::find_if(criteria.begin(), criteria.end(),
                                  [&](const Criterion& c) { return c.id == criterion; });
  if (found == criteria.end()) return std::nullopt;
  return static_cast<size_t>(found - criteria.begin());
}

std::vector<std::optional<double>> ScoresBy(const ScoringSet& set, const ScoredRequirement& r) {
  std::vector<std::optional<double>> scores;
  for (size_t i = 0; i < set.rules.criteria.size(); ++i) {
    const Criterion& criterion = set.rules.criteria[i];
    std::optional<double> score;
    if (set.sources[i] == "hand") {
      const auto given = r.scores.find(criterion.id);
      if (given != r.scores.end() && Fits(criterion, given->second)) score = given->second;
    } else {
      score = FactOf(set.sources[i], r);
      if (score && criterion.scale) {
        score = std::clamp(*score, criterion.scale->min, criterion.scale->max);
      }
    }
    scores.push_back(score);
  }
  return scores;
}

absl::Status CheckScore(const ScoringSet& set, size_t place, double score,
                        const std::string& field) {
  const Criterion& criterion = set.rules.criteria[place];
  if (Fits(criterion, score)) return absl::OkStatus();
  if (!criterion.scale) {
    return status::BadField(
        field, absl::StrCat("must be a number between -", kMaxScore, " and ", kMaxScore));
  }
  return status::BadField(
      field, absl::StrCat("must be ", criterion.scale->min, " to ", criterion.scale->max));
}

}  // namespace mainstay::feedback
