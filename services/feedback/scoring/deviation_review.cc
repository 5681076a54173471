#include "services/feedback/scoring/deviation_review.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/feedback/scoring/rank_correlation.h"

namespace mainstay::feedback {
namespace {

// An alternative as it was scored and as it came.
struct Both {
  const Alternative* scored = nullptr;
  const Alternative* realized = nullptr;
};

std::vector<Both> InBoth(absl::Span<const Alternative> scored,
                         absl::Span<const Alternative> realized) {
  absl::flat_hash_map<std::string_view, const Alternative*> by_id;
  for (const Alternative& alternative : realized) by_id.emplace(alternative.id, &alternative);
  std::vector<Both> both;
  for (const Alternative& alternative : scored) {
    const auto found = by_id.find(alternative.id);
    if (found != by_id.end()) both.push_back({&alternative, found->second});
  }
  return both;
}

// The width that deviations of a criterion are measured by; 0 when all values are equal.
double WidthOf(const Criterion& criterion, const std::vector<ValuePair>& values) {
  if (criterion.scale) return criterion.scale->max - criterion.scale->min;
  if (values.empty()) return 0;
  double least = values.front().scored, most = least;
  for (const ValuePair& value : values) {
    least = std::min({least, value.scored, value.realized});
    most = std::max({most, value.scored, value.realized});
  }
  return most - least;
}

std::vector<CriterionDeviation> CriteriaOf(const CriteriaSet& set, const std::vector<Both>& both) {
  std::vector<CriterionDeviation> criteria;
  for (size_t j = 0; j < set.criteria.size(); ++j) {
    std::vector<ValuePair> values;
    for (const auto& [scored, realized] : both) {
      const std::optional<double>&then = scored->scores[j], &later = realized->scores[j];
      if (then && later) values.push_back({*then, *later});
    }
    CriterionDeviation criterion{.criterion = j, .deviation = DeviationOf(values)};
    const double width = WidthOf(set.criteria[j], values);
    if (width > 0) criterion.relative = criterion.deviation.mean_absolute / width;
    criteria.push_back(criterion);
  }
  std::stable_sort(criteria.begin(), criteria.end(),
                   [](const auto& a, const auto& b) { return a.relative > b.relative; });
  return criteria;
}

bool IsWhole(const Alternative& alternative) {
  return std::none_of(alternative.scores.begin(), alternative.scores.end(),
                      [](const std::optional<double>& score) { return !score; });
}

// Ranks those that are whole on both sides in one run: the scored ones at even places of what is
// ranked, what came of them after each.
absl::StatusOr<std::vector<ReviewedAlternative>> Measured(const CriteriaSet& set,
                                                          const std::vector<Both>& both) {
  std::vector<ReviewedAlternative> reviewed;
  std::vector<Alternative> together;
  for (const auto& [scored, realized] : both) {
    if (!IsWhole(*scored) || !IsWhole(*realized)) continue;
    reviewed.push_back({.id = scored->id});
    together.push_back({absl::StrCat("scored ", scored->id), scored->scores});
    together.push_back({absl::StrCat("realized ", scored->id), realized->scores});
  }
  ASSIGN_OR_RETURN(const TopsisRanking ranking, RankByTopsis(set, together));
  for (const RankedAlternative& ranked : ranking.ranked) {
    ReviewedAlternative& of = reviewed[ranked.index / 2];
    (ranked.index % 2 == 0 ? of.scored_closeness : of.realized_closeness) = ranked.closeness;
  }
  return reviewed;
}

}  // namespace

Deviation DeviationOf(absl::Span<const ValuePair> values) {
  Deviation deviation{.count = static_cast<int64_t>(values.size())};
  if (values.empty()) return deviation;
  std::vector<double> scored, realized;
  for (const ValuePair& value : values) {
    deviation.bias += value.realized - value.scored;
    deviation.mean_absolute += std::abs(value.realized - value.scored);
    scored.push_back(value.scored);
    realized.push_back(value.realized);
  }
  deviation.bias /= static_cast<double>(values.size());
  deviation.mean_absolute /= static_cast<double>(values.size());
  deviation.correlation = SpearmanCorrelation(scored, realized);
  return deviation;
}

absl::StatusOr<DeviationReview> ReviewDeviation(const CriteriaSet& set,
                                                absl::Span<const Alternative> scored,
                                                absl::Span<const Alternative> realized) {
  RETURN_IF_ERROR(Validate(set));
  RETURN_IF_ERROR(status::PrefixFields(Validate(set, scored), "scored"));
  RETURN_IF_ERROR(status::PrefixFields(Validate(set, realized), "realized"));
  if (std::max(scored.size(), realized.size()) > kMaxAlternatives / 2) {
    return status::BadField("scored", absl::StrCat("review at most ", kMaxAlternatives / 2));
  }
  const std::vector<Both> both = InBoth(scored, realized);
  DeviationReview review;
  ASSIGN_OR_RETURN(review.reviewed, Measured(set, both));
  std::vector<ValuePair> closeness;
  for (const ReviewedAlternative& reviewed : review.reviewed) {
    closeness.push_back({reviewed.scored_closeness, reviewed.realized_closeness});
  }
  review.closeness = DeviationOf(closeness);
  std::sort(review.reviewed.begin(), review.reviewed.end(), [](const auto& a, const auto& b) {
    const double x = std::abs(a.realized_closeness - a.scored_closeness);
    const double y = std::abs(b.realized_closeness - b.scored_closeness);
    return x != y ? x > y : a.id < b.id;
  });
  review.criteria = CriteriaOf(set, both);
  return review;
}

}  // namespace mainstay::feedback
