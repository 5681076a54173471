// What an analysis may be asked for.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"
#include "common/themes/themes.h"

namespace mainstay::themes {

absl::Status CheckOptions(const ThemeOptions& options, std::string_view min_texts_field) {
  std::vector<status::FieldViolation> violations;
  const auto check = [&](bool ok, std::string_view field, std::string description) {
    if (!ok) violations.push_back({std::string(field), std::move(description)});
  };
  check(options.max_themes >= 1 && options.max_themes <= kMaxThemes, "max_themes",
        absl::StrCat("must be 1 to ", kMaxThemes));
  check(options.max_examples <= kMaxExamples, "max_examples",
        absl::StrCat("must be 0 to ", kMaxExamples));
  check(options.min_texts >= 0, min_texts_field, "must not be negative");
  check(options.stop_words.size() <= kMaxStopWords, "stop_words",
        absl::StrCat("must be at most ", kMaxStopWords));
  for (size_t i = 0; i < options.stop_words.size(); ++i) {
    text::CheckText(absl::StrCat("stop_words[", i, "]"), options.stop_words[i], 1,
                    kMaxStopWordCharacters, text::Lines::kOne, violations);
  }
  check(options.false_discovery_rate > 0 && options.false_discovery_rate <= 1,
        "false_discovery_rate", "must be above 0 and at most 1");
  check(options.terms.common_share > 0 && options.terms.common_share <= 1, "common_share",
        "must be above 0 and at most 1");
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckTexts(absl::Span<const SourceText> texts) {
  size_t bytes = 0, labels = 0;
  for (const SourceText& text : texts) {
    bytes += text.text.size();
    labels = std::max(labels, text.labels.size());
  }
  if (texts.size() > kMaxTexts) {
    return status::BadField("texts", absl::StrCat("must be at most ", kMaxTexts, " texts"));
  }
  if (bytes > kMaxTextBytes) {
    return status::BadField("texts", absl::StrCat("must be at most ", kMaxTextBytes >> 20,
                                                  " MiB together; take fewer"));
  }
  if (labels > kMaxLabels) {
    return status::BadField("labels", absl::StrCat("must be at most ", kMaxLabels, " a text"));
  }
  return absl::OkStatus();
}

int64_t LeastTexts(const ThemeOptions& options, int64_t texts) {
  return options.min_texts > 0 ? options.min_texts : std::max<int64_t>(2, texts / 500);
}

}  // namespace mainstay::themes
