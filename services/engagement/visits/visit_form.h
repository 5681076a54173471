// The record form of a kind of visit: which answers completing one needs, and what they hold.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace mainstay::engagement {

// The kinds of visit that have a form.
absl::Span<const std::string_view> VisitKinds();

// Whether a text can be the key of a field: 1 to 40 of a-z, 0-9 and "_", a letter first.
bool IsFormKey(std::string_view key);

struct FormField {
  std::string key;
  std::string label;
  std::string label_zh;
  std::string type;  // "text", "number", "boolean", "date", "choice"
  std::vector<std::string> choices;
  bool required = false;
};

struct VisitForm {
  std::string kind;
  int64_t version = 0;  // 0: none was declared
  std::vector<FormField> fields;
  absl::Time update_time;
};

// Checks a declaration; INVALID_ARGUMENT names all that cannot be accepted ("fields[0].key").
absl::Status Validate(const VisitForm& form);

// Checks answers against the form: none to what it does not ask, none missing that it needs, each
// of its type. Violations are of "form_answers.<key>".
absl::Status CheckAnswers(const VisitForm& form, const std::map<std::string, std::string>& answers);

}  // namespace mainstay::engagement
