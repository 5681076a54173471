#include "services/feedback/scoring/topsis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using Alternatives = absl::Span<const Alternative>;

constexpr size_t kMaxViolations = 100;

void CheckScores(const CriteriaSet& set, size_t i, const Alternative& alternative,
                 Violations& violations) {
  if (alternative.scores.size() != set.criteria.size()) {
    violations.push_back(
        {absl::StrCat("alternatives[", i, "].scores"),
         absl::StrCat("must be ", set.criteria.size(), ", one place for each criterion")});
    return;
  }
  for (size_t j = 0; j < alternative.scores.size(); ++j) {
    if (!alternative.scores[j]) continue;
    const double score = *alternative.scores[j];
    const auto& scale = set.criteria[j].scale;
    const auto refuse = [&](std::string rule) {
      violations.push_back({absl::StrCat("alternatives[", i, "].scores[", j, "]"), rule});
    };
    if (!(std::abs(score) <= kMaxScore)) {  // NaN, too
      refuse("must be a number within ±1e12");
    } else if (scale && !(score >= scale->min && score <= scale->max)) {
      refuse(absl::StrCat("must be within the scale, ", scale->min, " to ", scale->max));
    }
  }
}

}  // namespace

absl::Status Validate(const CriteriaSet& set, Alternatives alternatives) {
  if (alternatives.size() > kMaxAlternatives) {
    return status::BadField("alternatives", absl::StrCat("must be at most ", kMaxAlternatives));
  }
  Violations violations;
  absl::flat_hash_set<std::string_view> ids;
  ids.reserve(alternatives.size());
  for (size_t i = 0; i < alternatives.size() && violations.size() < kMaxViolations; ++i) {
    const std::string& id = alternatives[i].id;
    if (id.empty() || !ids.insert(id).second) {
      violations.push_back({absl::StrCat("alternatives[", i, "].id"),
                            id.empty() ? "must not be empty" : "is there already"});
    }
    CheckScores(set, i, alternatives[i], violations);
  }
  if (violations.size() > kMaxViolations) violations.resize(kMaxViolations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

namespace {

// How a criterion's scores x become comparable: (x − offset) ÷ divisor, 0 without a divisor; and
// the best and the worst score.
struct Column {
  double offset = 0;
  double divisor = 0;
  double best = 0;
  double worst = 0;
  double weight = 0;

  double Value(double x) const { return divisor > 0 ? weight * ((x - offset) / divisor) : 0; }
  // From the scores themselves: the difference of two normalized ones has lost digits.
  double Gap(double x, double end) const {
    return divisor > 0 ? weight * (std::abs(x - end) / divisor) : 0;
  }
};

// The sums and extremes of a criterion's scores.
struct Totals {
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  double sum = 0;      // of |x|
  double squares = 0;  // of x ÷ the greatest |x|, so that no square is lost or too great

  double Greatest() const { return std::max(std::abs(min), std::abs(max)); }
};

std::vector<Totals> TotalsOf(size_t criteria, Alternatives alternatives,
                             const std::vector<size_t>& complete) {
  std::vector<Totals> totals(criteria);
  for (size_t i : complete) {
    for (size_t j = 0; j < criteria; ++j) {
      const double x = *alternatives[i].scores[j];
      totals[j].min = std::min(totals[j].min, x);
      totals[j].max = std::max(totals[j].max, x);
      totals[j].sum += std::abs(x);
    }
  }
  for (size_t i : complete) {
    for (size_t j = 0; j < criteria; ++j) {
      const double greatest = totals[j].Greatest();
      const double part = greatest > 0 ? *alternatives[i].scores[j] / greatest : 0;
      totals[j].squares += part * part;
    }
  }
  return totals;
}

Column ColumnOf(const CriteriaSet& set, const Criterion& criterion, const Totals& totals) {
  Column column;
  if (set.normalization == "vector") column.divisor = totals.Greatest() * std::sqrt(totals.squares);
  if (set.normalization == "max") column.divisor = totals.Greatest();
  if (set.normalization == "sum") column.divisor = totals.sum;
  if (set.normalization == "max_min") {
    const Scale ends = criterion.scale.value_or(Scale{totals.min, totals.max});
    column.offset = ends.min;
    column.divisor = ends.max - ends.min;
  }
  const Scale ends = set.ideals == "scale" ? *criterion.scale : Scale{totals.min, totals.max};
  const bool benefit = criterion.direction == "benefit";
  column.best = benefit ? ends.max : ends.min;
  column.worst = benefit ? ends.min : ends.max;
  return column;
}

RankedAlternative Measured(const std::vector<Column>& columns, const Alternative& alternative,
                           size_t index) {
  double ideal = 0, anti_ideal = 0;
  for (size_t j = 0; j < columns.size(); ++j) {
    const double x = *alternative.scores[j];
    const double from_best = columns[j].Gap(x, columns[j].best);
    const double from_worst = columns[j].Gap(x, columns[j].worst);
    ideal += from_best * from_best;
    anti_ideal += from_worst * from_worst;
  }
  const double d_plus = std::sqrt(ideal), d_minus = std::sqrt(anti_ideal);
  return {.index = index,
          .id = alternative.id,
          .closeness = d_plus + d_minus > 0 ? d_minus / (d_plus + d_minus) : 0.5,
          .ideal_distance = d_plus,
          .anti_ideal_distance = d_minus};
}

// Orders by closeness and gives the ranks.
void GiveRanks(std::vector<RankedAlternative>& ranked) {
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.closeness != b.closeness ? a.closeness > b.closeness : a.id < b.id;
  });
  for (size_t first = 0, end = 0; first < ranked.size(); first = end) {
    const double least = ranked[first].closeness - kTieTolerance;
    while (end < ranked.size() && ranked[end].closeness >= least) {
      ranked[end++].rank = static_cast<int>(first) + 1;
    }
    std::sort(ranked.begin() + first, ranked.begin() + end,
              [](const auto& a, const auto& b) { return a.id < b.id; });
  }
}

void AddParts(const std::vector<Column>& columns, const Alternative& alternative,
              const RankedAlternative& ranked, std::vector<CriterionPart>& parts) {
  const double ideal = ranked.ideal_distance, anti_ideal = ranked.anti_ideal_distance;
  const auto square = [](double x) { return x * x; };
  for (size_t j = 0; j < columns.size(); ++j) {
    const double x = *alternative.scores[j];
    CriterionPart part{.value = columns[j].Value(x),
                       .ideal_gap = columns[j].Gap(x, columns[j].best),
                       .anti_ideal_gap = columns[j].Gap(x, columns[j].worst)};
    if (ideal > 0) part.ideal_share = square(part.ideal_gap / ideal);
    if (anti_ideal > 0) part.anti_ideal_share = square(part.anti_ideal_gap / anti_ideal);
    parts.push_back(part);
  }
}

// Parts what can be ranked from what lacks scores.
std::vector<size_t> Complete(Alternatives alternatives,
                             std::vector<UnrankedAlternative>& unranked) {
  std::vector<size_t> complete;
  complete.reserve(alternatives.size());
  for (size_t i = 0; i < alternatives.size(); ++i) {
    std::vector<size_t> missing;
    for (size_t j = 0; j < alternatives[i].scores.size(); ++j) {
      if (!alternatives[i].scores[j]) missing.push_back(j);
    }
    if (missing.empty()) {
      complete.push_back(i);
    } else {
      unranked.push_back({i, alternatives[i].id, std::move(missing)});
    }
  }
  return complete;
}

}  // namespace

absl::StatusOr<TopsisRanking> RankByTopsis(const CriteriaSet& set, Alternatives alternatives) {
  RETURN_IF_ERROR(Validate(set));
  RETURN_IF_ERROR(Validate(set, alternatives));
  TopsisRanking ranking;
  ranking.weights = WeightShares(set);
  const std::vector<size_t> complete = Complete(alternatives, ranking.unranked);
  const size_t criteria = set.criteria.size();
  ranking.ideal.resize(criteria);
  ranking.anti_ideal.resize(criteria);
  if (complete.empty()) return ranking;

  const std::vector<Totals> totals = TotalsOf(criteria, alternatives, complete);
  std::vector<Column> columns(criteria);
  for (size_t j = 0; j < criteria; ++j) {
    columns[j] = ColumnOf(set, set.criteria[j], totals[j]);
    columns[j].weight = ranking.weights[j];
    ranking.ideal[j] = columns[j].Value(columns[j].best);
    ranking.anti_ideal[j] = columns[j].Value(columns[j].worst);
  }
  ranking.ranked.reserve(complete.size());
  for (size_t i : complete) ranking.ranked.push_back(Measured(columns, alternatives[i], i));
  GiveRanks(ranking.ranked);
  ranking.parts.reserve(complete.size() * criteria);
  for (const RankedAlternative& ranked : ranking.ranked) {
    AddParts(columns, alternatives[ranked.index], ranked, ranking.parts);
  }
  return ranking;
}

}  // namespace mainstay::feedback
