#include "services/feedback/steps/case_step.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kUnfinished[] = {"waiting", "open", "in_progress"};
constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kReady[] = {"open", "in_progress"};
constexpr size_t kMaxEvidence = 20;

absl::Status CheckFrom(const CaseStep& step, std::string_view verb,
                       absl::Span<const std::string_view> from) {
  return status::CheckState("the step", step.state, verb, from);
}

void Finish(CaseStep& step, std::string_view state, const std::string& actor, absl::Time now) {
  step.state = std::string(state);
  step.close_time = now;
  step.closer = actor;
}

// The state in which a step goes on that was cancelled; Settle opens what can begin.
void Revive(CaseStep& step) {
  step.state = step.start_time ? "in_progress" : step.ready_time ? "open" : "waiting";
}

CaseStep NewStep(const CaseOfSteps& c, const StepTemplate& from, const TemplateStep& wanted) {
  CaseStep step;
  step.case_id = c.id;
  step.account_id = c.account_id;
  step.template_id = from.id;
  step.title = wanted.title;
  step.department = wanted.department;
  step.owner_role = wanted.owner_role;
  step.owner = wanted.owner_role == "account_manager" ? c.account_manager : wanted.owner;
  step.due_minutes = wanted.due_minutes;
  step.calendar = from.calendar;
  step.required = !wanted.optional;
  step.order = wanted.order;
  return step;
}

void Apply(const CaseOfSteps& c, const std::vector<StepTemplate>& templates,
           std::vector<CaseStep>& steps) {
  std::vector<bool> asked(steps.size(), false);
  for (const StepTemplate& from : templates) {
    for (const TemplateStep& wanted : from.steps) {
      const auto found = std::find_if(steps.begin(), steps.end(), [&](const CaseStep& step) {
        return step.template_id == from.id && step.title == wanted.title;
      });
      if (found == steps.end()) {
        steps.push_back(NewStep(c, from, wanted));
        asked.push_back(true);
      } else {
        asked[static_cast<size_t>(found - steps.begin())] = true;
        if (found->state == "cancelled") Revive(*found);
      }
    }
  }
  for (size_t i = 0; i < steps.size(); ++i) {
    if (!asked[i] && IsUnfinished(steps[i]) && !steps[i].start_time) steps[i].state = "cancelled";
  }
}

bool CanBegin(const CaseStep& step, const std::vector<CaseStep>& steps) {
  return std::none_of(steps.begin(), steps.end(), [&](const CaseStep& other) {
    return other.template_id == step.template_id && other.order < step.order && IsUnfinished(other);
  });
}

template <std::string CaseStep::*member>
constexpr history::Field<CaseStep> Text(std::string_view name) {
  return {name, [](const CaseStep& s) { return s.*member; },
          [](CaseStep& s, std::string_view value) { s.*member = std::string(value); }};
}
template <std::optional<absl::Time> CaseStep::*member>
constexpr history::Field<CaseStep> Time(std::string_view name) {
  return {name, [](const CaseStep& s) { return s.*member ? history::VerbTime(*(s.*member)) : ""; },
          [](CaseStep& s, std::string_view value) { s.*member = history::ParseVerbTime(value); }};
}

constexpr history::Field<CaseStep> kFields[] = {
    Text<&CaseStep::state>("state"),
    Text<&CaseStep::owner>("owner"),
    Text<&CaseStep::owner_role>("owner_role"),
    Time<&CaseStep::ready_time>("ready_time"),
    Time<&CaseStep::due_time>("due_time"),
    Time<&CaseStep::start_time>("start_time"),
    Time<&CaseStep::close_time>("close_time"),
    Text<&CaseStep::closer>("closer"),
    Text<&CaseStep::note>("note"),
    {"evidence_uris", [](const CaseStep& s) { return absl::StrJoin(s.evidence_uris, "\n"); },
     [](CaseStep& s, std::string_view value) {
       s.evidence_uris = absl::StrSplit(std::string(value), '\n', absl::SkipEmpty());
     }},
};

}  // namespace

bool IsUnfinished(const CaseStep& step) {
  return std::find(std::begin(kUnfinished), std::end(kUnfinished), step.state) !=
         std::end(kUnfinished);
}

bool IsLate(const CaseStep& step, absl::Time now) {
  if (!step.due_time || step.state == "cancelled") return false;
  return step.close_time.value_or(now) > *step.due_time;
}

absl::Status AssignStep(CaseStep& step, const std::string& owner) {
  if (!text::IsUserId(owner)) return status::BadField("owner", text::kUserIdRule);
  RETURN_IF_ERROR(CheckFrom(step, ":assign", kUnfinished));
  step.owner = owner;
  step.owner_role.clear();
  return absl::OkStatus();
}

absl::Status StartStep(CaseStep& step, absl::Time now) {
  RETURN_IF_ERROR(CheckFrom(step, ":start", kOpen));
  step.state = "in_progress";
  step.start_time = now;
  return absl::OkStatus();
}

absl::Status CompleteStep(CaseStep& step, const std::string& note,
                          const std::vector<std::string>& evidence_uris, const std::string& actor,
                          absl::Time now) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("note", text::Trim(note), 0, 2000, text::Lines::kMany, violations);
  if (evidence_uris.size() > kMaxEvidence) {
    violations.push_back({"evidence_uris", absl::StrCat("must be at most ", kMaxEvidence)});
  }
  for (size_t i = 0; i < evidence_uris.size() && i < kMaxEvidence; ++i) {
    text::CheckText(absl::StrCat("evidence_uris[", i, "]"), evidence_uris[i], 1, 500,
                    text::Lines::kOne, violations);
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(CheckFrom(step, ":complete", kReady));
  Finish(step, "done", actor, now);
  step.note = text::Trim(note);
  step.evidence_uris = evidence_uris;
  return absl::OkStatus();
}

absl::Status SkipStep(CaseStep& step, const std::string& reason, const std::string& actor,
                      absl::Time now) {
  if (text::Trim(reason).empty()) {
    return status::BadField("reason", "say why it is not needed, in 1 to 500 characters");
  }
  RETURN_IF_ERROR(CheckFrom(step, ":skip", kUnfinished));
  Finish(step, "skipped", actor, now);
  step.note = text::Trim(reason);
  return absl::OkStatus();
}

void Settle(const CaseOfSteps& c, const std::vector<StepTemplate>* applying, absl::Time now,
            const AddWorkingTime& add, std::vector<CaseStep>& steps) {
  if (applying != nullptr) Apply(c, *applying, steps);
  for (CaseStep& step : steps) {
    if (c.ended && IsUnfinished(step)) step.state = "cancelled";
    if (IsUnfinished(step) && step.owner_role == "assignee") step.owner = c.assignee;
  }
  for (CaseStep& step : steps) {
    if (step.state != "waiting" || !CanBegin(step, steps)) continue;
    step.state = "open";
    step.ready_time = now;
    step.due_time = add(step.calendar, now, step.due_minutes);
  }
}

absl::Span<const history::Field<CaseStep>> CaseStepFields() { return kFields; }

}  // namespace mainstay::feedback
