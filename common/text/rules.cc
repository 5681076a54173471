#include "common/text/rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace mainstay::text {
namespace {

constexpr std::string_view kIdeographicSpace = "\u3000";

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

bool IsForbidden(char c, Lines lines) {
  if (lines == Lines::kMany && (c == '\n' || c == '\r' || c == '\t')) return false;
  return absl::ascii_iscntrl(static_cast<unsigned char>(c));
}

}  // namespace

size_t Characters(std::string_view utf8) {
  return static_cast<size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return !IsContinuation(c); }));
}

void CheckText(std::string_view field, std::string_view text, size_t min, size_t max, Lines lines,
               std::vector<status::FieldViolation>& violations) {
  size_t length = Characters(text);
  if (length < min || length > max) {
    violations.push_back(
        {std::string(field), min == 0 ? absl::StrCat("must be at most ", max, " characters")
                                      : absl::StrCat("must be ", min, " to ", max, " characters")});
  }
  if (std::any_of(text.begin(), text.end(), [&](char c) { return IsForbidden(c, lines); })) {
    violations.push_back({std::string(field), "must not have control characters"});
  }
}

std::string Trim(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    text = absl::StripAsciiWhitespace(text);
    while (absl::StartsWith(text, kIdeographicSpace)) {
      text.remove_prefix(kIdeographicSpace.size());
      more = true;
    }
    while (absl::EndsWith(text, kIdeographicSpace)) {
      text.remove_suffix(kIdeographicSpace.size());
      more = true;
    }
  }
  return std::string(text);
}

std::string Acceptable(std::string_view text, size_t max) {
  std::string kept;
  size_t characters = 0;
  for (char c : text) {
    if (IsForbidden(c, Lines::kOne)) c = ' ';
    if (!IsContinuation(c) && ++characters > max) break;
    kept += c;
  }
  return Trim(kept);
}

bool IsTimeZone(std::string_view name) {
  if (name == "UTC") return true;
  const size_t slash = name.find('/');
  if (slash == 0 || slash == std::string_view::npos || name.substr(0, slash) == "Fixed")
    return false;
  for (char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '/' && c != '_' && c != '-' &&
        c != '+') {
      return false;
    }
  }
  absl::TimeZone zone;
  return absl::LoadTimeZone(std::string(name), &zone);
}

absl::Status ValidateReason(std::string_view reason) {
  std::vector<status::FieldViolation> violations;
  CheckText("reason", reason, 0, 500, Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::text
