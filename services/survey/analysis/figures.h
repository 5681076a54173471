// The figures of one question with their 95 % confidence intervals. Everything is computed from how
// often each score was given, so that figures kept up to date by adding answers equal figures
// computed anew.
//
// A question nobody answered has no figure (nothing, not 0). All shares are 0 to 1.
//
// - Shares: Wilson's score interval, p̃ ± h with p̃ = (p + z²/2n) ÷ (1 + z²/n) and
//   h = z ÷ (1 + z²/n) · √(p(1−p)/n + z²/4n²) (E. B. Wilson, Probable Inference, the Law of
//   Succession, and Statistical Inference, JASA 22, 1927; recommended by Brown, Cai & DasGupta,
//   Interval Estimation for a Binomial Proportion, Statistical Science 16(2), 2001). It stays
//   within 0 and 1 and has a width also when nobody or everybody is counted.
// - Means: Student's t, mean ± t(0.975; n−1) · s/√n, cut at the ends of the scale. Answers that are
//   all alike, one included, say nothing of how much answers differ: no interval.
// - NPS: promoters answer 9 or 10, passives 7 or 8, detractors 0 to 6; NPS = 100 · (p − d), the
//   shares of promoters and detractors (F. F. Reichheld, The One Number You Need to Grow, Harvard
//   Business Review 12/2003). Each answer being +1, 0 or −1, its variance is p + d − (p − d)², so
//   the interval is NPS ± 100 · z · √((p + d − (p − d)²) ÷ n), cut at ±100 (the multinomial
//   difference of L. A. Goodman, On Simultaneous Confidence Intervals for Multinomial Proportions,
//   Technometrics 7(2), 1965). When all answers are of one kind that width is 0, which says more
//   than n answers can: then the kind's share is at least Wilson's bound L = n ÷ (n + z²), and the
//   NPS lies between what the other 1 − L can make of it.
// - CSAT: the share of the two best answers of the scale ("top 2 box").
// - CES: the mean of 1 (very hard) to 7 (very easy), and the share of 5 to 7, who found it easy
//   (M. Dixon, L. Ponomareff, S. Turner, R. DeLisi, Kick-Ass Customer Service, Harvard Business
//   Review 1-2/2017).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

namespace mainstay::survey {

struct Interval {
  double low = 0;
  double high = 0;
};

// How often each score of a scale was given. `min` < `max`.
class ScoreCounts {
 public:
  ScoreCounts(int min, int max) : min_(min), counts_(max - min + 1) {}

  // `score` must be on the scale.
  void Add(int score, int64_t times = 1) { counts_[score - min_] += times; }
  // Of the same scale.
  void Merge(const ScoreCounts& other);

  int min() const { return min_; }
  int max() const { return min_ + static_cast<int>(counts_.size()) - 1; }
  int64_t count(int score) const { return counts_[score - min_]; }
  // By score, the least first.
  absl::Span<const int64_t> counts() const { return counts_; }
  int64_t total() const;
  // How many gave `first` to `last`, both on the scale.
  int64_t CountBetween(int first, int last) const;

  friend bool operator==(const ScoreCounts&, const ScoreCounts&) = default;

 private:
  int min_;
  std::vector<int64_t> counts_;
};

struct Share {
  int64_t count = 0;
  int64_t total = 0;
  double value = 0;
  Interval interval;
};
// 0 ≤ `count` ≤ `total`; nothing of nobody.
std::optional<Share> ShareOf(int64_t count, int64_t total);

struct Mean {
  int64_t total = 0;  // answers
  double value = 0;
  double standard_deviation = 0;  // of the sample, s; 0 of one answer
  std::optional<Interval> interval;
};
std::optional<Mean> MeanOf(const ScoreCounts& counts);

struct Nps {
  int64_t promoters = 0;
  int64_t passives = 0;
  int64_t detractors = 0;
  double value = 0;  // −100 to 100
  Interval interval;

  int64_t total() const { return promoters + passives + detractors; }
  // Of one answer: p + d − (p − d)², 0 to 1.
  double Variance() const;
};
// `counts` of a scale 0 to 10.
std::optional<Nps> NpsOf(const ScoreCounts& counts);
std::optional<Nps> NpsOf(int64_t promoters, int64_t passives, int64_t detractors);

struct Csat {
  Share top_two;
  Mean mean;
};
std::optional<Csat> CsatOf(const ScoreCounts& counts);

struct Ces {
  Mean mean;
  Share easy;
};
// `counts` of a scale 1 to 7.
std::optional<Ces> CesOf(const ScoreCounts& counts);

}  // namespace mainstay::survey
