#include "common/web/language.h"

#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace mainstay::web {
namespace {

// The weight of ";q=0.8", from 0 to 1.
double WeightOf(std::string_view parameters) {
  double weight = 1;
  for (std::string_view parameter : absl::StrSplit(parameters, ';')) {
    parameter = absl::StripAsciiWhitespace(parameter);
    if (!absl::StartsWithIgnoreCase(parameter, "q=")) continue;
    if (!absl::SimpleAtod(parameter.substr(2), &weight) || !(weight >= 0 && weight <= 1))
      weight = 0;
  }
  return weight;
}

}  // namespace

Language LanguageOf(std::string_view accept_language) {
  double chinese = 0, english = 0;
  bool asked = false;
  for (const std::string_view range : absl::StrSplit(accept_language, ',')) {
    const std::pair<std::string_view, std::string_view> parts =
        absl::StrSplit(range, absl::MaxSplits(';', 1));
    const std::string tag = absl::AsciiStrToLower(absl::StripAsciiWhitespace(parts.first));
    if (tag.empty()) continue;
    asked = true;
    const double weight = WeightOf(parts.second);
    const std::string_view language = std::string_view(tag).substr(0, tag.find('-'));
    // A hair for whoever comes first.
    double* const sum = language == "zh" || tag == "*" ? &chinese
                        : language == "en"             ? &english
                                                       : nullptr;
    if (sum == nullptr || weight <= *sum) continue;
    const double other = sum == &chinese ? english : chinese;
    *sum = weight == other ? weight - 1e-6 : weight;
  }
  if (!asked) return Language::kChinese;
  return chinese > english ? Language::kChinese : Language::kEnglish;
}

}  // namespace mainstay::web
