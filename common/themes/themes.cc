#include "common/themes/themes.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/status/status.h"
#include "common/themes/significance.h"
#include "common/themes/stop_words.h"

namespace mainstay::themes {
namespace {

constexpr size_t kGroups = 3;

size_t Index(Group group) { return static_cast<size_t>(group); }

// The words of all texts.
Corpus Read(absl::Span<const SourceText> texts, const ThemeOptions& options) {
  Corpus corpus;
  WordCutter cutter;
  const StopWords stop_words(options.stop_words);
  for (const SourceText& text : texts) {
    std::vector<Word> words = JoinNegators(cutter.Cut(ToPlainText(text.text)));
    stop_words.Stop(words);
    corpus.Add(words);
  }
  return corpus;
}

struct Totals {
  std::array<int64_t, kGroups> texts{};  // that have the term, by group
  int64_t own_texts = 0;                 // of now
};

// Where a text first has a term.
struct Place {
  size_t text = 0;
  size_t first = 0;  // position in the corpus
};

// By term, where texts of now first have it, in their order.
using Places = std::vector<std::vector<Place>>;

class Analysis {
 public:
  Analysis(absl::Span<const SourceText> texts, const ThemeOptions& options)
      : texts_(texts), options_(options), corpus_(Read(texts, options)), now_(texts.size()) {
    for (size_t i = 0; i < texts.size(); ++i) {
      ++all_[Index(texts[i].group)];
      now_[i] = texts[i].group == Group::kNow;
    }
    const int64_t now = all_[Index(Group::kNow)];
    min_texts_ = LeastTexts(options, now);
    phrases_ = Phrases::Find(corpus_, now_, min_texts_);
    terms_ = FindTerms(corpus_, phrases_, now, options.terms);
  }

  ThemeReport Report() {
    const TermCounter counter(corpus_, phrases_, terms_);
    CountTotals(counter);
    std::vector<Theme> themes = Themes();
    std::vector<uint32_t> best = Order(themes);
    const Places places = PlacesOf(counter, best);
    LeaveOutTwins(places, best);
    ThemeReport report{.texts = all_[0], .texts_before = all_[1], .texts_against = all_[2]};
    AddLabelsAndExamples(places, best, themes);
    for (const uint32_t term : best) report.themes.push_back(std::move(themes[term]));
    return report;
  }

 private:
  void CountTotals(const TermCounter& counter) {
    totals_.resize(terms_.size());
    for (size_t text = 0; text < texts_.size(); ++text) {
      for (const TermCount& count : counter.Count(text)) {
        Totals& totals = totals_[count.term];
        ++totals.texts[Index(texts_[text].group)];
        if (now_[text] && count.own > 0) ++totals.own_texts;
      }
    }
  }

  // Every term compared with the texts of `other`; empty when there are none.
  std::vector<Comparison> Compare(Group other) const {
    std::vector<Comparison> comparisons;
    if (all_[Index(other)] == 0 || all_[0] == 0) return comparisons;
    std::vector<double> p;
    for (const Totals& totals : totals_) {
      const TwoGroups groups{.with = totals.texts[0],
                             .all = all_[0],
                             .other_with = totals.texts[Index(other)],
                             .other_all = all_[Index(other)]};
      const double log_likelihood = LogLikelihoodRatio(groups);
      comparisons.push_back({.texts = groups.other_with,
                             .rate_ratio = RateRatio(groups),
                             .log_likelihood = log_likelihood,
                             .p = PValue(log_likelihood)});
      p.push_back(comparisons.back().p);
    }
    const std::vector<double> adjusted = AdjustedForMany(p);
    for (size_t i = 0; i < adjusted.size(); ++i) comparisons[i].adjusted_p = adjusted[i];
    return comparisons;
  }

  // By term, without labels and examples.
  std::vector<Theme> Themes() const {
    const std::vector<Comparison> growth = Compare(Group::kBefore);
    const std::vector<Comparison> contrast = Compare(Group::kAgainst);
    std::vector<Theme> themes(terms_.size());
    for (size_t i = 0; i < terms_.size(); ++i) {
      const Phrase& phrase = phrases_.all()[terms_[i].phrase];
      Theme& theme = themes[i];
      theme.key = TermKey(corpus_, phrase);
      theme.kind = terms_[i].kind;
      theme.texts = phrase.texts;
      theme.occurrences = phrase.occurrences;
      theme.own_texts = totals_[i].own_texts;
      if (!growth.empty()) theme.growth = growth[i];
      if (!contrast.empty()) theme.contrast = contrast[i];
      theme.score = terms_[i].weight * Strength(theme);
      if (options_.without_praise && IsPraise(corpus_, phrase)) theme.score = 0;
    }
    return themes;
  }

  // What the order multiplies a term's weight with; 0 for a theme that it leaves out.
  double Strength(const Theme& theme) const {
    if (theme.own_texts < min_texts_) return 0;
    const auto own = static_cast<double>(theme.own_texts);
    if (options_.order == Order::kFrequency) return own;
    const std::optional<Comparison>& comparison =
        options_.order == Order::kGrowth ? theme.growth : theme.contrast;
    if (!comparison.has_value() || comparison->rate_ratio <= 1 ||
        comparison->adjusted_p > options_.false_discovery_rate) {
      return 0;
    }
    // What grew most comes first; contrast is of many, so there how sure it is counts.
    const double strength =
        options_.order == Order::kGrowth ? comparison->rate_ratio : comparison->log_likelihood;
    return strength * own / static_cast<double>(theme.texts);
  }

  // The terms of the best themes, in their order.
  std::vector<uint32_t> Order(const std::vector<Theme>& themes) const {
    std::vector<uint32_t> best;
    for (uint32_t i = 0; i < themes.size(); ++i) {
      if (themes[i].score > 0) best.push_back(i);
    }
    std::sort(best.begin(), best.end(), [&](uint32_t a, uint32_t b) {
      const auto rank = [&](const Theme& theme) {
        return std::tuple<double, int64_t, const std::string&>(-theme.score, -theme.texts,
                                                               theme.key);
      };
      return rank(themes[a]) < rank(themes[b]);
    });
    return best;
  }

  // Leaves of `best`, the best first, so many as are wanted, none of them said in the clauses of
  // one before it.
  void LeaveOutTwins(const Places& places, std::vector<uint32_t>& best) {
    std::vector<uint32_t> kept;
    for (const uint32_t term : best) {
      if (kept.size() == options_.max_themes) break;
      const bool told = std::any_of(kept.begin(), kept.end(), [&](uint32_t better) {
        return AreTwins(term, places[term], better, places[better]);
      });
      if (!told) kept.push_back(term);
    }
    best = std::move(kept);
  }

  // Of `terms` only.
  Places PlacesOf(const TermCounter& counter, const std::vector<uint32_t>& terms) const {
    std::vector<char> wanted(terms_.size());
    for (const uint32_t term : terms) wanted[term] = 1;
    Places places(terms_.size());
    for (size_t text = 0; text < texts_.size(); ++text) {
      if (!now_[text]) continue;
      for (const TermCount& count : counter.Count(text)) {
        if (wanted[count.term]) places[count.term].push_back({text, count.first});
      }
    }
    return places;
  }

  bool AreTwins(uint32_t a, const std::vector<Place>& of_a, uint32_t b,
                const std::vector<Place>& of_b) {
    const auto [fewer, more] = std::minmax(of_a.size(), of_b.size());
    if (static_cast<double>(fewer) < kSameClauses * static_cast<double>(more)) return false;
    size_t both = 0;  // texts with both in one clause
    for (size_t i = 0, j = 0; i < of_a.size() && j < of_b.size();) {
      if (of_a[i].text != of_b[j].text) {
        ++(of_a[i].text < of_b[j].text ? i : j);
        continue;
      }
      const std::string_view text = texts_[of_a[i].text].text;
      const Span here = SpanOf(a, of_a[i].first), there = SpanOf(b, of_b[j].first);
      const Span sentence = sentences_.Around(text, here);
      if (sentence.begin <= there.begin && there.end <= sentence.end &&
          InOneClause(text, here, there)) {
        ++both;
      }
      ++i, ++j;
    }
    const size_t either = of_a.size() + of_b.size() - both;
    return static_cast<double>(both) >= kSameClauses * static_cast<double>(either);
  }

  // Bytes of a term that begins at the position.
  Span SpanOf(uint32_t term, size_t position) const {
    const size_t words = phrases_.all()[terms_[term].phrase].words.size();
    return {corpus_.BeginAt(position), corpus_.EndAt(position + words - 1)};
  }

  void AddLabelsAndExamples(const Places& places, const std::vector<uint32_t>& best,
                            std::vector<Theme>& themes) {
    for (const uint32_t term : best) {
      Theme& theme = themes[term];
      theme.term = ShownTerm(corpus_, phrases_.all()[terms_[term].phrase]);
      absl::flat_hash_map<std::string_view, int64_t> labels;
      for (const Place& place : places[term]) {
        const std::vector<std::string_view>& of_text = texts_[place.text].labels;
        for (const std::string_view label :
             absl::flat_hash_set<std::string_view>(of_text.begin(), of_text.end())) {
          ++labels[label];
        }
        AddExample(place.text, SpanOf(term, place.first), theme);
      }
      for (const auto& [label, count] : labels) {
        theme.labels.push_back({std::string(label), count});
      }
      std::sort(theme.labels.begin(), theme.labels.end(),
                [](const LabelCount& a, const LabelCount& b) {
                  return std::tie(b.texts, a.label) < std::tie(a.texts, b.label);
                });
    }
  }

  void AddExample(size_t text, Span term, Theme& theme) {
    if (theme.examples.size() >= options_.max_examples) return;
    const Span sentence = sentences_.Around(texts_[text].text, term);
    std::string shown = SpanText(texts_[text].text, sentence);
    for (const Example& example : theme.examples) {
      if (example.sentence == shown) return;
    }
    theme.examples.push_back({.text_id = std::string(texts_[text].id),
                              .sentence = std::move(shown),
                              .sentence_bytes = sentence,
                              .term_bytes = term});
  }

  const absl::Span<const SourceText> texts_;
  const ThemeOptions& options_;
  const Corpus corpus_;
  std::vector<bool> now_;               // by text
  std::array<int64_t, kGroups> all_{};  // texts by group
  int64_t min_texts_ = 0;
  Phrases phrases_;
  std::vector<Term> terms_;
  std::vector<Totals> totals_;  // by term
  SentenceFinder sentences_;
};

}  // namespace

absl::StatusOr<ThemeReport> FindThemes(absl::Span<const SourceText> texts,
                                       const ThemeOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  RETURN_IF_ERROR(CheckTexts(texts));
  return Analysis(texts, options).Report();
}

}  // namespace mainstay::themes
