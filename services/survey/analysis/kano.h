// KANO analysis of one need from pairs of answers: how would you feel if it were there
// (functional), how if it were not (dysfunctional).
//
// N. Kano, N. Seraku, F. Takahashi, S. Tsuji, Attractive Quality and Must-be Quality, Hinshitsu
// 14(2), 1984; the evaluation table and the coefficients after C. Berger et al., Kano's Methods for
// Understanding Customer-defined Quality, Center for Quality of Management Journal 2(4), 1993.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace mainstay::survey {

// In the order in which ties are decided: what matters more to the product comes first, M > O > A >
// I (Berger et al.), then what only says that answers were unlike the others.
enum class KanoCategory {
  kMustBe,
  kOneDimensional,
  kAttractive,
  kIndifferent,
  kReverse,
  kQuestionable
};
inline constexpr size_t kKanoCategories = 6;
inline constexpr std::array<KanoCategory, kKanoCategories> kAllKanoCategories = {
    KanoCategory::kMustBe,      KanoCategory::kOneDimensional, KanoCategory::kAttractive,
    KanoCategory::kIndifferent, KanoCategory::kReverse,        KanoCategory::kQuestionable};

// "M", "O", "A", "I", "R", "Q".
std::string_view LetterOf(KanoCategory category);

// The category of one pair, each 1 like, 2 expect, 3 neutral, 4 can live with it, 5 dislike.
KanoCategory Evaluate(int functional, int dysfunctional);

// How many respondents put the need into each category.
class KanoCounts {
 public:
  void Add(KanoCategory category, int64_t times = 1) {
    counts_[static_cast<size_t>(category)] += times;
  }
  void Merge(const KanoCounts& other);
  int64_t count(KanoCategory category) const { return counts_[static_cast<size_t>(category)]; }
  int64_t total() const;

  friend bool operator==(const KanoCounts&, const KanoCounts&) = default;

 private:
  std::array<int64_t, kKanoCategories> counts_{};
};

// Below this difference between the two most frequent categories, as a share of all answers, a need
// of a total strength of at least kLeastTotalStrength belongs to no single category (M. C. Lee, J.
// F. Newcomb, Applying the Kano Methodology to Meet Customer Requirements: NASA's Microgravity
// Science Program, Quality Management Journal 4(3), 1997).
inline constexpr double kLeastCategoryStrength = 0.06;
inline constexpr double kLeastTotalStrength = 0.6;

struct KanoResult {
  int64_t total = 0;
  // The most frequent one; in a tie, the first by the order above.
  KanoCategory category = KanoCategory::kIndifferent;
  KanoCategory second = KanoCategory::kIndifferent;
  // When M, O and A together outnumber I, R and Q, the most frequent of those, else of these
  // (Berger et al.): of a need that many want, however divided on how.
  KanoCategory grouped_category = KanoCategory::kIndifferent;
  // CS+ = (A + O) ÷ (A + O + M + I), 0 to 1: how much having it satisfies. CS− = −(O + M) ÷ the
  // same, −1 to 0: how much lacking it dissatisfies. Nothing when all answers are R or Q.
  std::optional<double> better;
  std::optional<double> worse;
  // The share of the most frequent category less that of the second, and M + O + A of all answers.
  double category_strength = 0;
  double total_strength = 0;
  // Too little between two categories for a need that is wanted: a mixed one.
  bool mixed = false;
  // Whether the most frequent category, a, differs from the second, b, by more than chance:
  // |a − b| ≥ fong_limit = 1.65 · √((a + b)(2n − a − b) ÷ 2n) (D. Fong, Using the Self-stated
  // Importance Questionnaire to Interpret Kano Questionnaire Results, Center for Quality of
  // Management Journal 5(3), 1996); 1.65 stands for 95 % one-sided.
  double fong_limit = 0;
  bool significant = false;
};

// Nothing without answers.
std::optional<KanoResult> KanoOf(const KanoCounts& counts);

}  // namespace mainstay::survey
