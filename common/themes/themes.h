// Themes: what many texts say, in terms and phrases of Chinese and English, how that grows, and the
// sentences behind it. No network, no model: ICU's dictionary, our lists of words, and counting.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/themes/sentences.h"
#include "common/themes/terms.h"

namespace mainstay::themes {

// Limits of one analysis. Its memory, beside the texts, is about 5 times their bytes.
inline constexpr size_t kMaxTexts = 200'000;
inline constexpr size_t kMaxTextBytes = size_t{32} << 20;  // of all texts together
inline constexpr size_t kMaxLabels = 16;                   // of one text
inline constexpr size_t kMaxThemes = 1'000;
inline constexpr size_t kMaxExamples = 20;
inline constexpr size_t kMaxStopWords = 500;
inline constexpr size_t kMaxStopWordCharacters = 50;

// Two themes are one when in this share of the texts that have either, or more, both are first said
// in one clause.
inline constexpr double kSameClauses = 0.9;

enum class Group : uint8_t {
  kNow,      // whose themes are wanted
  kBefore,   // the same kind of texts of the period before: growth
  kAgainst,  // texts of another kind, such as praise against complaints: what is particular
};

struct SourceText {
  std::string_view id;    // comes back in examples
  std::string_view text;  // of it, kMaxTextCharacters are read
  Group group = Group::kNow;
  // What themes are counted by, such as "tier=A", "category=delivery"; at most kMaxLabels.
  std::vector<std::string_view> labels;
};

enum class Order : uint8_t {
  kFrequency,  // own texts × weight of the term (terms.h)
  kGrowth,     // rate ratio of now and before × share of own texts × weight; only what has grown
  kContrast,   // G² of now and against × share of own texts × weight; only what is particular
};

struct ThemeOptions {
  Order order = Order::kFrequency;
  size_t max_themes = 50;   // 1 to kMaxThemes
  size_t max_examples = 3;  // of a theme, 0 to kMaxExamples
  // Texts a theme must have of its own; 0: one in 500 of the texts of now, at least 2.
  int64_t min_texts = 0;
  // In the orders of growth and contrast themes have an adjusted p up to this: the expected share
  // of those among them that are there by chance. 0 < it <= 1.
  double false_discovery_rate = 0.05;
  // Leaves out what praises (terms.h): people say it in complaints too, before they complain.
  bool without_praise = false;
  // Words and names that are no theme and part of none, at most kMaxStopWords of 1 to
  // kMaxStopWordCharacters characters on one line.
  std::vector<std::string> stop_words = {};
  TermRules terms;
};

// INVALID_ARGUMENT names every option that FindThemes would refuse; `min_texts_field`: what the
// caller calls min_texts.
absl::Status CheckOptions(const ThemeOptions& options,
                          std::string_view min_texts_field = "min_texts");
// The same of texts, and says which limit they exceed.
absl::Status CheckTexts(absl::Span<const SourceText> texts);

// The texts a theme must have of its own among so many `texts` of now.
int64_t LeastTexts(const ThemeOptions& options, int64_t texts);

// A term in the texts of now, compared with those of another group.
struct Comparison {
  int64_t texts = 0;          // of the other group that have the term
  double rate_ratio = 1;      // RateRatio: above 1 is more frequent now
  double log_likelihood = 0;  // G² of the texts with and without the term in both groups
  double p = 1;               // its p-value
  double adjusted_p = 1;      // p after Benjamini–Hochberg over all terms compared
};

struct LabelCount {
  std::string label;
  int64_t texts = 0;  // of now, with the label and the term
};

// A sentence with the term. Bytes are those of SourceText::text.
struct Example {
  std::string text_id;
  std::string sentence;  // valid UTF-8
  Span sentence_bytes;
  Span term_bytes;  // from its first word to its last, with what stands between
};

struct Theme {
  std::string key;   // words as compared with spaces between ("隔音 差"): the same every time
  std::string term;  // as read: "隔音差", "no hot water"
  TermKind kind = TermKind::kWord;
  int64_t texts = 0;        // of now that have the term
  int64_t occurrences = 0;  // in them
  int64_t own_texts = 0;    // of `texts`, those that have it outside of longer themes
  double score = 0;         // themes are in descending order of it, then of texts, then by key
  std::optional<Comparison> growth;    // when there are texts of before
  std::optional<Comparison> contrast;  // when there are texts of against
  std::vector<LabelCount> labels;      // most texts first, then by label
  std::vector<Example> examples;       // of different texts and wording, in the order of the texts
};

struct ThemeReport {
  int64_t texts = 0, texts_before = 0, texts_against = 0;
  std::vector<Theme> themes;
};

// The themes of the texts of now. What is said in the clauses of a better theme (kSameClauses)
// is left out: it would tell them twice. The same texts in the same order give the same report.
// Growth and contrast are tested over all terms of now, also those not reported. INVALID_ARGUMENT
// names the option, or says which limit the texts exceed. Thread-safe; takes about 0.3 s per MB.
absl::StatusOr<ThemeReport> FindThemes(absl::Span<const SourceText> texts,
                                       const ThemeOptions& options);

}  // namespace mainstay::themes
