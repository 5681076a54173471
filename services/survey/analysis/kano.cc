#include "services/survey/analysis/kano.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "absl/types/span.h"

namespace mainstay::survey {
namespace {

constexpr KanoCategory M = KanoCategory::kMustBe;
constexpr KanoCategory O = KanoCategory::kOneDimensional;
constexpr KanoCategory A = KanoCategory::kAttractive;
constexpr KanoCategory I = KanoCategory::kIndifferent;
constexpr KanoCategory R = KanoCategory::kReverse;
constexpr KanoCategory Q = KanoCategory::kQuestionable;

// By functional answer, then by dysfunctional.
constexpr KanoCategory kTable[5][5] = {
    {Q, A, A, A, O}, {R, I, I, I, M}, {R, I, I, I, M}, {R, I, I, I, M}, {R, R, R, R, Q},
};

KanoCategory MostFrequent(const KanoCounts& counts, absl::Span<const KanoCategory> of) {
  return *std::max_element(of.begin(), of.end(), [&](KanoCategory a, KanoCategory b) {
    return counts.count(a) < counts.count(b);  // the first of equals
  });
}

}  // namespace

std::string_view LetterOf(KanoCategory category) {
  return std::string_view("MOAIRQ").substr(static_cast<size_t>(category), 1);
}

KanoCategory Evaluate(int functional, int dysfunctional) {
  return kTable[functional - 1][dysfunctional - 1];
}

void KanoCounts::Merge(const KanoCounts& other) {
  for (size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
}

int64_t KanoCounts::total() const {
  return std::accumulate(counts_.begin(), counts_.end(), int64_t{0});
}

std::optional<KanoResult> KanoOf(const KanoCounts& counts) {
  KanoResult result{.total = counts.total()};
  if (result.total == 0) return std::nullopt;
  std::array<KanoCategory, kKanoCategories> order = kAllKanoCategories;
  std::stable_sort(order.begin(), order.end(), [&](KanoCategory a, KanoCategory b) {
    return counts.count(a) > counts.count(b);
  });
  result.category = order[0];
  result.second = order[1];

  const int64_t wanted = counts.count(M) + counts.count(O) + counts.count(A);
  result.grouped_category =
      2 * wanted > result.total ? MostFrequent(counts, {M, O, A}) : MostFrequent(counts, {I, R, Q});
  const double n = static_cast<double>(result.total);
  if (const double base = static_cast<double>(wanted + counts.count(I)); base > 0) {
    result.better = static_cast<double>(counts.count(A) + counts.count(O)) / base;
    // Not −0.
    result.worse = 0 - static_cast<double>(counts.count(O) + counts.count(M)) / base;
  }
  const double a = static_cast<double>(counts.count(order[0]));
  const double b = static_cast<double>(counts.count(order[1]));
  result.category_strength = (a - b) / n;
  result.total_strength = static_cast<double>(wanted) / n;
  result.mixed = result.category_strength <= kLeastCategoryStrength &&
                 result.total_strength >= kLeastTotalStrength;
  result.fong_limit = 1.65 * std::sqrt((a + b) * (2 * n - a - b) / (2 * n));
  result.significant = a - b >= result.fong_limit;
  return result;
}

}  // namespace mainstay::survey
