#include "services/engagement/visits/visit_form.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxFields = 100;
constexpr std::array<std::string_view, 4> kKinds = {"visit", "return_visit", "review",
                                                    "executive_exchange"};

// Digits with at most one point among them, perhaps after a minus; at most 40 characters.
bool IsNumber(std::string_view text) {
  if (text.size() > 40) return false;
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && absl::ascii_isdigit(text.front()) && absl::ascii_isdigit(text.back()) &&
         std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(c) || c == '.'; });
}

bool IsDate(const std::string& text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day) &&
         absl::FormatCivilTime(day) == text;
}

void CheckChoices(const FormField& field, const std::string& at, Violations& violations) {
  const bool choice = field.type == "choice";
  if (!choice && !field.choices.empty()) {
    violations.push_back({at, "only a choice has them"});
  } else if (choice && (field.choices.size() < 2 || field.choices.size() > 50)) {
    violations.push_back({at, "must be 2 to 50"});
  }
  std::set<std::string_view> seen;
  for (size_t i = 0; i < field.choices.size(); ++i) {
    const std::string one = absl::StrCat(at, "[", i, "]");
    text::CheckText(one, field.choices[i], 1, 100, text::Lines::kOne, violations);
    if (!seen.insert(field.choices[i]).second) violations.push_back({one, "is there already"});
  }
}

void CheckAnswer(const FormField& field, const std::string& answer, Violations& violations) {
  const std::string at = absl::StrCat("form_answers.", field.key);
  if (field.type == "text") {
    text::CheckText(at, answer, field.required ? 1 : 0, 4000, text::Lines::kMany, violations);
  } else if (field.type == "number" && !IsNumber(answer)) {
    violations.push_back({at, "must be a decimal number, such as \"12.5\""});
  } else if (field.type == "boolean" && answer != "true" && answer != "false") {
    violations.push_back({at, "must be \"true\" or \"false\""});
  } else if (field.type == "date" && !IsDate(answer)) {
    violations.push_back({at, "must be a day, such as \"2026-11-22\""});
  } else if (field.type == "choice" &&
             std::find(field.choices.begin(), field.choices.end(), answer) == field.choices.end()) {
    violations.push_back(
        {at, absl::StrCat("must be one of: ", absl::StrJoin(field.choices, ", "))});
  }
}

}  // namespace

bool IsFormKey(std::string_view key) {
  return !key.empty() && key.size() <= 40 && absl::ascii_islower(key[0]) &&
         std::all_of(key.begin(), key.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

absl::Span<const std::string_view> VisitKinds() { return kKinds; }

absl::Status Validate(const VisitForm& form) {
  Violations violations;
  if (form.fields.size() > kMaxFields) {
    violations.push_back({"fields", absl::StrCat("must be at most ", kMaxFields)});
  }
  std::set<std::string_view> keys;
  for (size_t i = 0; i < form.fields.size(); ++i) {
    const FormField& field = form.fields[i];
    const std::string at = absl::StrCat("fields[", i, "].");
    if (!IsFormKey(field.key)) {
      violations.push_back(
          {absl::StrCat(at, "key"), "must be 1 to 40 of a-z, 0-9 and \"_\", a letter first"});
    } else if (!keys.insert(field.key).second) {
      violations.push_back({absl::StrCat(at, "key"), "is there already"});
    }
    text::CheckText(absl::StrCat(at, "label"), field.label, 1, 100, text::Lines::kOne, violations);
    text::CheckText(absl::StrCat(at, "label_zh"), field.label_zh, 0, 100, text::Lines::kOne,
                    violations);
    if (field.type.empty()) violations.push_back({absl::StrCat(at, "type"), "say what it holds"});
    CheckChoices(field, absl::StrCat(at, "choices"), violations);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckAnswers(const VisitForm& form,
                          const std::map<std::string, std::string>& answers) {
  Violations violations;
  for (const FormField& field : form.fields) {
    const auto answer = answers.find(field.key);
    if (answer != answers.end()) {
      CheckAnswer(field, answer->second, violations);
    } else if (field.required) {
      violations.push_back(
          {absl::StrCat("form_answers.", field.key), absl::StrCat("is needed: ", field.label)});
    }
  }
  for (const auto& [key, answer] : answers) {
    const bool asked = std::any_of(form.fields.begin(), form.fields.end(),
                                   [&](const FormField& field) { return field.key == key; });
    if (!asked) {
      violations.push_back({absl::StrCat("form_answers.", key), "is not asked by the form"});
    }
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::engagement
