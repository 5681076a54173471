// The template of steps over departments (处理步骤模板). Domain code: no SQL, no proto.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::feedback {

inline constexpr size_t kMaxTemplateSteps = 50;
inline constexpr char kDefaultStepCalendar[] = "cn";

struct TemplateStep {
  std::string title;  // each once in a template
  std::string department;
  std::string owner_role;  // "assignee", "account_manager"; or empty
  std::string owner;       // user id, or empty
  int due_minutes = 0;     // of working time
  bool optional = false;
  int order = 0;  // lower ones come first
  bool operator==(const TemplateStep&) const = default;
};

struct StepTemplate {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string display_name;
  std::string category;  // code; empty: all cases
  std::string calendar;
  std::vector<TemplateStep> steps;
  bool disabled = false;
  absl::Time create_time;
  absl::Time update_time;
};

// Fills in the calendar, and cuts the spaces around single-line fields.
void Complete(StepTemplate& step_template);

// Checks every field of a completed template; INVALID_ARGUMENT names all that cannot be accepted:
// steps[2].title.
absl::Status Validate(const StepTemplate& step_template);

// Whether cases of `category` take the steps.
bool AppliesTo(const StepTemplate& step_template, const std::string& category);

// The one table of a template's fields, by their names in the API: history, and what updates copy
// (but the steps, whose text is for people).
absl::Span<const history::Field<StepTemplate>> StepTemplateFields();

}  // namespace mainstay::feedback
