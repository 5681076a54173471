#include "services/survey/paper/paper_file.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxName = 1000;  // of a header: questions are long
constexpr size_t kMaxAnswers = 500;
constexpr size_t kMaxWords = 500;
constexpr size_t kMaxNotApplicable = 20;
constexpr size_t kMaxSeparator = 5;

void CheckCount(std::string_view field, size_t count, size_t most, Violations& violations) {
  if (count > most)
    violations.push_back({std::string(field), absl::StrCat("must be at most ", most)});
}

void CheckNamed(const PaperFile& file, Violations& violations) {
  for (size_t i = 0; i < kPaperColumns; ++i) {
    text::CheckText(absl::StrCat("columns.", kPaperColumnNames[i].api), file.columns[i], 0,
                    kMaxName, text::Lines::kMany, violations);
  }
  CheckCount("answers", file.answers.size(), kMaxAnswers, violations);
  for (size_t i = 0; i < file.answers.size(); ++i) {
    if (ReadNamedColumn(file.answers[i])) continue;
    violations.push_back({absl::StrCat("answers[", i, "]"),
                          "must look like \"overall=Satisfaction\": a question, and the column "
                          "that holds what was answered to it"});
  }
  CheckCount("words", file.words.size(), kMaxWords, violations);
  for (size_t i = 0; i < file.words.size(); ++i) {
    if (ReadPaperWord(file.words[i])) continue;
    violations.push_back({absl::StrCat("words[", i, "]"),
                          "must look like \"overall:satisfied=5\": a question, what the file "
                          "writes, and what it means"});
  }
}

}  // namespace

void Complete(PaperFile& file) {
  if (file.choice_separator.empty()) file.choice_separator = ";";
  if (file.language.empty()) file.language = "zh";
  if (file.time_zone.empty()) file.time_zone = text::kDefaultTimeZone;
  if (file.format.delimiter.empty()) file.format.delimiter = csv::Format().delimiter;
  if (file.format.encoding.empty()) file.format.encoding = csv::Format().encoding;
}

absl::Status Validate(const PaperFile& file) {
  Violations violations;
  CheckNamed(file, violations);
  CheckCount("not_applicable", file.not_applicable.size(), kMaxNotApplicable, violations);
  for (size_t i = 0; i < file.not_applicable.size(); ++i) {
    text::CheckText(absl::StrCat("not_applicable[", i, "]"), file.not_applicable[i], 1, 100,
                    text::Lines::kOne, violations);
  }
  text::CheckText("choice_separator", file.choice_separator, 1, kMaxSeparator, text::Lines::kMany,
                  violations);
  if (LanguageOf(file.language).empty()) {
    violations.push_back({"language", "must be \"zh\" or \"en\""});
  }
  if (file.wave < 0) violations.push_back({"wave", "must be the number of a wave, or 0 for none"});
  if (!text::IsTimeZone(file.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  csv::CheckFormat(file.format, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::optional<NamedColumn> ReadNamedColumn(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  NamedColumn named{text::Trim(text.substr(0, equals)), text::Trim(text.substr(equals + 1))};
  if (named.answer.empty() || named.header.empty()) return std::nullopt;
  return named;
}

std::optional<PaperWord> ReadPaperWord(std::string_view text) {
  const size_t colon = text.find(':'), equals = text.rfind('=');
  if (colon == std::string_view::npos || equals == std::string_view::npos || equals < colon) {
    return std::nullopt;
  }
  PaperWord word{text::Trim(text.substr(0, colon)),
                 text::Trim(text.substr(colon + 1, equals - colon - 1)),
                 text::Trim(text.substr(equals + 1))};
  if (word.question.empty() || word.written.empty() || word.meaning.empty()) return std::nullopt;
  return word;
}

std::string LanguageOf(std::string_view text) {
  const std::string written = absl::AsciiStrToLower(text::Trim(text));
  for (const std::string_view language : {"zh", "en"}) {
    if (written == language || absl::StartsWith(written, absl::StrCat(language, "-"))) {
      return std::string(language);
    }
  }
  if (written == "中文" || written == "chinese") return "zh";
  if (written == "英文" || written == "english") return "en";
  return "";
}

}  // namespace mainstay::survey
