#include "services/feedback/steps/step_template.h"

#include <set>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr int kMaxDueMinutes = 60'000;
constexpr int kMaxOrder = 99;

void CheckStep(const TemplateStep& step, const std::string& at, Violations& violations) {
  text::CheckText(at + "title", step.title, 1, 100, Lines::kOne, violations);
  text::CheckText(at + "department", step.department, 0, 50, Lines::kOne, violations);
  if (!step.owner.empty() && !step.owner_role.empty()) {
    violations.push_back({at + "owner", "is by role or a user: say one of both"});
  } else if (!step.owner.empty() && !text::IsUserId(step.owner)) {
    violations.push_back({at + "owner", std::string(text::kUserIdRule)});
  }
  if (step.due_minutes < 1 || step.due_minutes > kMaxDueMinutes) {
    violations.push_back({at + "due_minutes", absl::StrCat("must be 1 to ", kMaxDueMinutes)});
  }
  if (step.order < 0 || step.order > kMaxOrder) {
    violations.push_back({at + "order", absl::StrCat("must be 0 to ", kMaxOrder)});
  }
}

// One a line, for people who read the history.
std::string StepsText(const StepTemplate& step_template) {
  std::string text;
  for (const TemplateStep& step : step_template.steps) {
    const std::string& owner = step.owner.empty() ? step.owner_role : step.owner;
    absl::StrAppend(&text, text.empty() ? "" : "\n", step.order, " ", step.title, " [",
                    step.department, "] ", owner, " ", step.due_minutes, " min",
                    step.optional ? " optional" : "");
  }
  return text;
}

template <std::string StepTemplate::*member>
constexpr history::Field<StepTemplate> Text(std::string_view name) {
  return {name, [](const StepTemplate& t) { return t.*member; },
          [](StepTemplate& t, std::string_view value) { t.*member = std::string(value); }};
}

constexpr history::Field<StepTemplate> kFields[] = {
    Text<&StepTemplate::display_name>("display_name"),
    Text<&StepTemplate::category>("category"),
    Text<&StepTemplate::calendar>("calendar"),
    {"disabled", [](const StepTemplate& t) { return std::string(t.disabled ? "true" : "false"); },
     [](StepTemplate& t, std::string_view value) { t.disabled = value == "true"; }},
    {"steps", StepsText, [](StepTemplate&, std::string_view) {}},
};

}  // namespace

void Complete(StepTemplate& step_template) {
  for (std::string* text :
       {&step_template.display_name, &step_template.category, &step_template.calendar}) {
    *text = text::Trim(*text);
  }
  if (step_template.calendar.empty()) step_template.calendar = kDefaultStepCalendar;
  for (TemplateStep& step : step_template.steps) {
    for (std::string* text : {&step.title, &step.department, &step.owner}) {
      *text = text::Trim(*text);
    }
  }
}

absl::Status Validate(const StepTemplate& step_template) {
  Violations violations;
  text::CheckText("display_name", step_template.display_name, 1, 100, Lines::kOne, violations);
  if (!step_template.category.empty() && !IsCategoryCode(step_template.category)) {
    violations.push_back({"category", std::string(kCategoryCodeRule)});
  }
  text::CheckText("calendar", step_template.calendar, 1, 40, Lines::kOne, violations);
  const size_t count = step_template.steps.size();
  if (count == 0 || count > kMaxTemplateSteps) {
    violations.push_back({"steps", absl::StrCat("must be 1 to ", kMaxTemplateSteps)});
  }
  std::set<std::string_view> titles;
  for (size_t i = 0; i < count && i < kMaxTemplateSteps; ++i) {
    const std::string at = absl::StrCat("steps[", i, "].");
    CheckStep(step_template.steps[i], at, violations);
    if (!titles.insert(step_template.steps[i].title).second) {
      violations.push_back({at + "title", "is there already: each title once"});
    }
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool AppliesTo(const StepTemplate& step_template, const std::string& category) {
  return !step_template.disabled &&
         (step_template.category.empty() || IsWithinCategory(category, step_template.category));
}

absl::Span<const history::Field<StepTemplate>> StepTemplateFields() { return kFields; }

}  // namespace mainstay::feedback
