#include "services/feedback/cases/case_record.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr std::string_view kStates[] = {"acknowledged", "in_progress", "waiting_for_customer",
                                        "resolved", "closed"};

struct Moment {
  std::string_view field;
  const std::optional<absl::Time>& time;
  bool required;  // of its state
  bool allowed;   // in its state
};

void CheckMoments(const Case& c, const CaseCourse& course, absl::Time now, Violations& violations) {
  const bool closed = course.state == "closed";
  const bool done = closed || course.state == "resolved";
  const Moment moments[] = {
      {"acknowledge_time", course.acknowledge_time, true, true},
      {"first_answer_time", course.first_answer_time, done, true},
      {"resolve_time", course.resolve_time, done, done},
      {"close_time", course.close_time, closed, closed},
  };
  absl::Time before = c.receive_time;
  std::string_view before_name = "receive_time";
  for (const Moment& moment : moments) {
    const std::string field(moment.field);
    if (!moment.time) {
      if (moment.required) violations.push_back({field, "must be said of a case in this state"});
      continue;
    }
    if (!moment.allowed) {
      violations.push_back({field, "must not be said of a case in this state"});
    } else if (*moment.time < before) {
      violations.push_back({field, absl::StrCat("must not be before ", before_name)});
    } else if (*moment.time > now) {
      violations.push_back({field, "must not be in the future"});
    }
    before = std::max(before, *moment.time);
    before_name = moment.field;
  }
}

void CheckEnd(const CaseCourse& course, Violations& violations) {
  const bool closed = course.state == "closed";
  if (closed || course.state == "resolved") {
    text::CheckText("resolution", text::Trim(course.resolution), 1, 8000, text::Lines::kMany,
                    violations);
  } else if (!course.resolution.empty()) {
    violations.push_back({"resolution", "must not be said of a case in this state"});
  }
  if (!closed) {
    if (!course.closure.empty()) {
      violations.push_back({"closure", "must not be said of a case in this state"});
    }
    if (!course.confirmed_by.empty()) {
      violations.push_back({"confirmed_by", "must not be said of a case in this state"});
    }
    return;
  }
  if (course.closure == "time_out") {
    if (!course.confirmed_by.empty()) {
      violations.push_back({"confirmed_by", "nobody confirmed a case that timed out"});
    }
  } else if (course.closure != "customer") {
    violations.push_back({"closure",
                          "say how it was closed: CASE_CLOSURE_CUSTOMER or CASE_CLOSURE_TIME_OUT; "
                          "only the link itself closes by link"});
  } else if (!text::IsContactName(course.confirmed_by)) {
    violations.push_back(
        {"confirmed_by",
         "say who of the customer: must look like accounts/{uuid}/contacts/{uuid}"});
  }
}

}  // namespace

absl::Status Record(Case& c, const CaseCourse& course, absl::Time now) {
  Violations violations;
  if (std::find(std::begin(kStates), std::end(kStates), course.state) == std::end(kStates)) {
    return status::BadField("state",
                            "say how far it has come: CASE_STATE_ACKNOWLEDGED, "
                            "CASE_STATE_IN_PROGRESS, CASE_STATE_WAITING_FOR_CUSTOMER, "
                            "CASE_STATE_RESOLVED or CASE_STATE_CLOSED");
  }
  CheckMoments(c, course, now, violations);
  CheckEnd(course, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  c.state = course.state;
  c.acknowledge_time = course.acknowledge_time;
  c.first_answer_time = course.first_answer_time;
  c.resolution = text::Trim(course.resolution);
  c.resolve_time = course.resolve_time;
  c.close_time = course.close_time;
  c.closure = course.closure;
  c.confirmed_by = course.confirmed_by;
  return absl::OkStatus();
}

}  // namespace mainstay::feedback
