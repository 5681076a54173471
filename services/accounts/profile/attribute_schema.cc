#include "services/accounts/profile/attribute_schema.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::accounts {
namespace {

constexpr size_t kMaxDeclarations = 100;
constexpr size_t kMaxKey = 40;
constexpr size_t kMaxChoices = 100;
constexpr size_t kMaxValue = 1000;

bool IsKey(std::string_view key) {
  return !key.empty() && key.size() <= kMaxKey && absl::ascii_islower(key[0]) &&
         std::all_of(key.begin(), key.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

// An optional minus, digits, and optionally a point and digits; at most 30 characters.
bool IsNumber(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  size_t point = std::min(text.find('.'), text.size());
  std::string_view whole = text.substr(0, point);
  auto digits = [](std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), absl::ascii_isdigit);
  };
  return text.size() <= 30 && digits(whole) &&
         (point == text.size() || digits(text.substr(point + 1)));
}

bool IsDate(std::string_view text) {
  absl::CivilDay day;
  return text.size() == 10 && absl::ParseCivilTime(text, &day) &&
         absl::FormatCivilTime(day) == text;
}

// What is wrong with a value, or empty.
std::string Complaint(const AttributeDeclaration& declared, const std::string& value) {
  if (declared.type == "number" && !IsNumber(value)) return "must be a number such as \"-12.5\"";
  if (declared.type == "date" && !IsDate(value)) return "must be a date such as \"2026-01-31\"";
  if (declared.type == "bool" && value != "true" && value != "false") {
    return "must be \"true\" or \"false\"";
  }
  if (declared.type == "choice" && std::find(declared.choices.begin(), declared.choices.end(),
                                             value) == declared.choices.end()) {
    return absl::StrCat("must be one of: ", absl::StrJoin(declared.choices, ", "));
  }
  return "";
}

void CheckDeclaration(const std::string& path, const AttributeDeclaration& declared,
                      std::vector<status::FieldViolation>& violations) {
  if (!IsKey(declared.key)) {
    violations.push_back({path + ".key",
                          "must be a lower-case letter, then at most 39 lower-case letters, digits "
                          "and \"_\""});
  }
  text::CheckText(path + ".label", declared.label, 0, 80, text::Lines::kOne, violations);
  if (declared.type.empty()) {
    violations.push_back({path + ".type", "must say what values look like, such as TYPE_TEXT"});
  }
  bool choice = declared.type == "choice";
  if (choice != !declared.choices.empty() || declared.choices.size() > kMaxChoices) {
    violations.push_back(
        {path + ".choices", choice ? "must be 1 to 100" : "are for TYPE_CHOICE only"});
  }
  for (size_t i = 0; i < std::min(declared.choices.size(), kMaxChoices); ++i) {
    text::CheckText(absl::StrCat(path, ".choices[", i, "]"), declared.choices[i], 1, 80,
                    text::Lines::kOne, violations);
  }
}

}  // namespace

absl::Status ValidateSchema(const AttributeSchema& schema) {
  if (schema.attributes.size() > kMaxDeclarations) {
    return status::BadField("attributes", absl::StrCat("must be at most ", kMaxDeclarations));
  }
  std::vector<status::FieldViolation> violations;
  std::set<std::string> keys;
  for (size_t i = 0; i < schema.attributes.size(); ++i) {
    std::string path = absl::StrCat("attributes[", i, "]");
    CheckDeclaration(path, schema.attributes[i], violations);
    if (!keys.insert(schema.attributes[i].key).second) {
      violations.push_back({path + ".key", "must be declared once only"});
    }
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckAttributes(const AttributeSchema& schema,
                             std::map<std::string, std::string>& attributes) {
  std::erase_if(attributes, [](const auto& entry) { return entry.second.empty(); });
  std::vector<status::FieldViolation> violations;
  for (const auto& [key, value] : attributes) {
    std::string path = absl::StrCat("attributes.", key);
    auto declared = std::find_if(schema.attributes.begin(), schema.attributes.end(),
                                 [&key = key](const auto& d) { return d.key == key; });
    if (declared == schema.attributes.end()) {
      violations.push_back({path, "is not declared in the attribute schema"});
      continue;
    }
    text::CheckText(path, value, 1, kMaxValue, text::Lines::kMany, violations);
    std::string complaint = Complaint(*declared, value);
    if (!complaint.empty()) violations.push_back({path, complaint});
  }
  for (const AttributeDeclaration& declared : schema.attributes) {
    if (!declared.required || attributes.contains(declared.key)) continue;
    violations.push_back({absl::StrCat("attributes.", declared.key), "is required"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::accounts
