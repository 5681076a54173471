#include "services/engagement/tasks/task.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using text::Lines;

constexpr size_t kMaxKind = 40;
constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kClosed[] = {"done", "cancelled"};

absl::Status Close(Task& task, std::string_view verb, std::string_view state, absl::Time now) {
  RETURN_IF_ERROR(status::CheckState("the task", task.state, verb, kOpen));
  task.state = state;
  task.close_time = now;
  return absl::OkStatus();
}

bool IsKind(std::string_view text) {
  return text.size() <= kMaxKind && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_' || c == '-';
         });
}

template <std::string Task::*member>
constexpr history::Field<Task> Text(std::string_view name) {
  return {name, [](const Task& t) { return t.*member; },
          [](Task& t, std::string_view value) { t.*member = std::string(value); }};
}

std::string GetDueTime(const Task& task) { return history::VerbTime(task.due_time); }
void SetDueTime(Task& task, std::string_view value) {
  task.due_time = history::ParseVerbTime(value).value_or(absl::InfinitePast());
}

// The first kWritten of them are what people change by Update.
constexpr history::Field<Task> kFields[] = {
    Text<&Task::subject>("subject"),   Text<&Task::subject_zh>("subject_zh"),
    Text<&Task::text>("text"),         {"due_time", GetDueTime, SetDueTime},
    Text<&Task::priority>("priority"), Text<&Task::source_kind>("source_kind"),
    Text<&Task::source>("source"),     Text<&Task::assignee>("assignee"),
    Text<&Task::state>("state"),
};
constexpr size_t kWritten = 7;

}  // namespace

void Complete(Task& task) {
  for (std::string* text : {&task.subject, &task.subject_zh, &task.assignee, &task.source}) {
    *text = text::Trim(*text);
  }
  if (task.priority.empty()) task.priority = "normal";
}

absl::Status Validate(const Task& task) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("subject", task.subject, 1, 200, Lines::kOne, violations);
  text::CheckText("subject_zh", task.subject_zh, 0, 200, Lines::kOne, violations);
  text::CheckText("text", task.text, 0, 8000, Lines::kMany, violations);
  if (!task.assignee.empty() && !text::IsUserId(task.assignee)) {
    violations.push_back({"assignee", std::string(text::kUserIdRule)});
  }
  const auto year = absl::ToCivilYear(task.due_time, absl::UTCTimeZone()).year();
  if (task.due_time == absl::InfinitePast()) {
    violations.push_back({"due_time", "say until when"});
  } else if (year < 2000 || year > 2100) {
    violations.push_back({"due_time", "must be between the years 2000 and 2100"});
  }
  if (!IsKind(task.source_kind)) {
    violations.push_back(
        {"source_kind", "must be at most 40 lower-case letters, digits, \"_\" and \"-\""});
  }
  text::CheckText("source", task.source, 0, 200, Lines::kOne, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool IsOverdue(const Task& task, absl::Time now) {
  return task.state == "open" && task.due_time < now;
}

absl::Status CompleteTask(Task& task, absl::Time now) {
  return Close(task, ":complete", "done", now);
}

absl::Status CancelTask(Task& task, absl::Time now) {
  return Close(task, ":cancel", "cancelled", now);
}

absl::Status ReopenTask(Task& task) {
  RETURN_IF_ERROR(status::CheckState("the task", task.state, ":reopen", kClosed));
  task.state = "open";
  task.close_time.reset();
  return absl::OkStatus();
}

absl::Status ReassignTask(Task& task, const std::string& assignee) {
  const std::string user = text::Trim(assignee);
  if (!text::IsUserId(user)) return status::BadField("assignee", text::kUserIdRule);
  RETURN_IF_ERROR(status::CheckState("the task", task.state, ":reassign", kOpen));
  if (user == task.assignee) {
    return status::BadField("assignee", "must be another one than it is assigned to now");
  }
  task.assignee = user;
  return absl::OkStatus();
}

absl::Span<const history::Field<Task>> TaskFields() {
  return absl::MakeConstSpan(kFields).subspan(0, kWritten);
}

absl::Span<const history::Field<Task>> RecordedTaskFields() { return kFields; }

}  // namespace mainstay::engagement
