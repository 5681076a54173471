#include "services/feedback/closure/confirmation_form.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// A name or a value; what is no escape stays as it is, as browsers read it.
std::string Decode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && HexValue(text[i + 1]) >= 0 &&
        HexValue(text[i + 2]) >= 0) {
      decoded += static_cast<char>(HexValue(text[i + 1]) * 16 + HexValue(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// The length of the UTF-8 character at the beginning of `text`; 0 when there is none (RFC 3629).
size_t CharacterLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const size_t length = first < 0x80   ? 1
                        : first < 0xc2 ? 0
                        : first < 0xe0 ? 2
                        : first < 0xf0 ? 3
                        : first < 0xf5 ? 4
                                       : 0;
  if (length == 0 || length > text.size()) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (byte(i) < 0x80 || byte(i) > 0xbf) return 0;
  }
  if (first == 0xe0 && byte(1) < 0xa0) return 0;  // a longer spelling
  if (first == 0xed && byte(1) > 0x9f) return 0;  // a surrogate
  if (first == 0xf0 && byte(1) < 0x90) return 0;
  if (first == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

std::string Acceptable(std::string_view text) {
  std::string kept;
  size_t characters = 0;
  while (!text.empty() && characters < kMostCommentCharacters) {
    const size_t length = CharacterLength(text);
    const std::string_view character = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(character.size());
    const bool control =
        length <= 1 &&
        (length == 0 || absl::ascii_iscntrl(static_cast<unsigned char>(character[0])));
    if (control && character != "\n" && character != "\t") continue;
    // The C1 controls.
    if (length == 2 && character[0] == '\xc2' && static_cast<unsigned char>(character[1]) < 0xa0) {
      continue;
    }
    kept += character;
    ++characters;
  }
  return text::Trim(kept);
}

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

std::optional<ConfirmationForm> ParseConfirmationForm(std::string_view content_type,
                                                      std::string_view data) {
  const std::string_view type =
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';')));
  if (!absl::EqualsIgnoreCase(type, kFormType) || data.size() > kMostFormBytes) return std::nullopt;
  std::string solved, comment;
  for (const std::string_view field : absl::StrSplit(data, '&')) {
    const std::pair<std::string_view, std::string_view> parts =
        absl::StrSplit(field, absl::MaxSplits('=', 1));
    const std::string name = Decode(parts.first);
    if (name == "solved") solved = Decode(parts.second);
    if (name == "comment") comment = Decode(parts.second);
  }
  if (solved != "yes" && solved != "no") return std::nullopt;
  return ConfirmationForm{solved == "yes", Acceptable(comment)};
}

PageLanguage PageLanguageOf(std::string_view accept_language) {
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
  if (!asked) return PageLanguage::kChinese;
  return chinese > english ? PageLanguage::kChinese : PageLanguage::kEnglish;
}

}  // namespace mainstay::feedback
