#include "services/feedback/improvement/improvement_action.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxCases = 200;
constexpr size_t kMaxRequirements = 50;

constexpr std::string_view kPlan[] = {"plan"};
constexpr std::string_view kCheckable[] = {"do", "check"};
constexpr std::string_view kChecked[] = {"check"};
constexpr std::string_view kUnderWay[] = {"plan", "do", "check"};

bool IsOfCases(const ImprovementMeasure& measure) {
  return !measure.figure.empty() && measure.figure != kByHand;
}

// What figures of cases are counted in.
std::string_view UnitOf(std::string_view figure) {
  if (absl::EndsWith(figure, "_count")) return "cases";
  return absl::EndsWith(figure, "_hours") ? "hours" : "share";
}

void CheckMeasure(const ImprovementMeasure& measure, Violations& violations) {
  const bool by_hand = measure.figure == kByHand;
  text::CheckText("measure.unit", measure.unit, by_hand ? 1 : 0, 50, Lines::kOne, violations);
  text::CheckText("measure.source", measure.source, by_hand ? 1 : 0, 200, Lines::kOne, violations);
  if (IsOfCases(measure) && !measure.source.empty()) {
    violations.push_back({"measure.source", "is for what is measured by hand"});
  }
  if (!IsOfCases(measure) && (!measure.category.empty() || !measure.kind.empty())) {
    violations.push_back({"measure.figure", "category and kind are for figures of cases"});
  }
  if (!measure.category.empty() && !IsCategoryCode(measure.category)) {
    violations.push_back({"measure.category", std::string(kCategoryCodeRule)});
  }
  if (measure.goal && !std::isfinite(*measure.goal)) {
    violations.push_back({"measure.goal", "must be a number"});
  }
}

absl::Status CheckFrom(const ImprovementAction& action, std::string_view verb,
                       absl::Span<const std::string_view> from) {
  return status::CheckState("the action", action.state, verb, from);
}

// How many whole months a period is; 0 for one that is not made of whole months.
int MonthsOf(absl::CivilDay first_day, absl::CivilDay last_day) {
  const absl::CivilDay end = last_day + 1;
  if (first_day.day() != 1 || end.day() != 1) return 0;
  return static_cast<int>(absl::CivilMonth(end) - absl::CivilMonth(first_day));
}

bool AreAsLong(const MeasuredValue& one, const MeasuredValue& other) {
  const int months = MonthsOf(one.first_day, one.last_day);
  return one.last_day - one.first_day == other.last_day - other.first_day ||
         (months > 0 && months == MonthsOf(other.first_day, other.last_day));
}

absl::Status CheckSaid(std::string_view field, const std::string& text, size_t max) {
  Violations violations;
  text::CheckText(field, text::Trim(text), 1, max, Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace

void FillIn(ImprovementAction& action) {
  for (std::string* text : {&action.title, &action.owner, &action.measure.category,
                            &action.measure.unit, &action.measure.source}) {
    *text = text::Trim(*text);
  }
  if (IsOfCases(action.measure)) action.measure.unit = UnitOf(action.measure.figure);
}

absl::Status Validate(const ImprovementAction& action) {
  Violations violations;
  text::CheckText("title", action.title, 1, 200, Lines::kOne, violations);
  text::CheckText("problem", action.problem, 0, 8000, Lines::kMany, violations);
  text::CheckText("plan", action.plan, 0, 8000, Lines::kMany, violations);
  if (!text::IsUserId(action.owner)) {
    violations.push_back({"owner", std::string(text::kUserIdRule)});
  }
  if (action.year != 0 || action.quarter != 0) {
    if (action.year < 2000 || action.year > 2100) {
      violations.push_back({"quarter.year", "must be 2000 to 2100"});
    }
    if (action.quarter < 1 || action.quarter > 4) {
      violations.push_back({"quarter.quarter", "must be 1 to 4"});
    }
  }
  if (action.case_ids.size() > kMaxCases) {
    violations.push_back({"cases", absl::StrCat("must be at most ", kMaxCases)});
  }
  if (action.requirement_ids.size() > kMaxRequirements) {
    violations.push_back({"requirements", absl::StrCat("must be at most ", kMaxRequirements)});
  }
  CheckMeasure(action.measure, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::optional<double> ValueOf(std::string_view figure, const CaseFigures& figures) {
  const auto attainment = [&](std::string_view clock) -> std::optional<double> {
    for (const ClockFigures& one : figures.clocks) {
      if (one.clock == clock) return RateOf(one.in_time, one.in_time + one.late);
    }
    return std::nullopt;
  };
  if (figure == "received_count") return static_cast<double>(figures.received);
  if (figure == "reopened_count") return static_cast<double>(figures.reopened);
  if (figure == "came_back_count") return static_cast<double>(figures.came_back);
  if (figure == "first_time_right_rate") return RateOf(figures.first_time_right, figures.judged);
  if (figure == "first_answer_attainment_rate") return attainment("first_answer");
  if (figure == "resolve_attainment_rate") return attainment("resolve");
  if (figure == "median_settling_hours" && figures.median_settling_time) {
    return absl::ToDoubleHours(*figures.median_settling_time);
  }
  return std::nullopt;
}

absl::Status CheckTellsNoCase(const ImprovementMeasure& measure, absl::CivilDay first_day,
                              absl::CivilDay last_day, std::string_view field) {
  if (!IsOfCases(measure)) return absl::OkStatus();
  if (MonthsOf(first_day, last_day) == 0) {
    return status::BadField(field,
                            "must begin a period of whole months for who sees their teams' "
                            "accounts only: the figure is of all accounts");
  }
  if (std::count(measure.category.begin(), measure.category.end(), '.') > 1) {
    return status::Error(
        absl::StatusCode::kFailedPrecondition, "TOO_NARROW",
        absl::StrCat("cases of ", measure.category,
                     " of all accounts are measured by who sees every account; ask a director, or "
                     "measure the category above"));
  }
  return absl::OkStatus();
}

absl::Status Start(ImprovementAction& action, const MeasuredValue& before) {
  RETURN_IF_ERROR(CheckFrom(action, ":start", kPlan));
  std::vector<std::string> missing;
  if (!action.due_date) missing.emplace_back("due_date");
  if (action.measure.figure.empty()) missing.emplace_back("measure.figure");
  if (!missing.empty()) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOT_READY",
                         absl::StrCat("say first: ", absl::StrJoin(missing, ", ")),
                         {{"missing", absl::StrJoin(missing, ",")}});
  }
  action.before = before;
  action.state = "do";
  return absl::OkStatus();
}

absl::Status Check(ImprovementAction& action, const MeasuredValue& after) {
  RETURN_IF_ERROR(CheckFrom(action, ":check", kCheckable));
  if (action.before && after.first_day <= action.before->last_day) {
    return status::BadField(
        "after.first_day",
        absl::StrCat("must be after ", absl::FormatCivilTime(action.before->last_day),
                     ", the last day of what was measured before"));
  }
  if (action.before && absl::EndsWith(action.measure.figure, "_count") &&
      !AreAsLong(*action.before, after)) {
    return status::BadField("after.last_day",
                            absl::StrCat("the figure is a count, and before it was counted from ",
                                         absl::FormatCivilTime(action.before->first_day), " to ",
                                         absl::FormatCivilTime(action.before->last_day),
                                         "; measure as many days, or as many whole months"));
  }
  action.after = after;
  action.state = "check";
  return absl::OkStatus();
}

absl::Status Repeat(ImprovementAction& action, std::optional<absl::CivilDay> due_date,
                    const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid("reason", reason, 500));
  RETURN_IF_ERROR(CheckFrom(action, ":repeat", kChecked));
  if (due_date) action.due_date = due_date;
  ++action.turn;
  action.after.reset();  // that was the turn before; it is on record
  action.state = "do";
  return absl::OkStatus();
}

absl::Status Standardize(ImprovementAction& action, const std::string& outcome) {
  RETURN_IF_ERROR(CheckSaid("outcome", outcome, 8000));
  RETURN_IF_ERROR(CheckFrom(action, ":standardize", kChecked));
  action.outcome = text::Trim(outcome);
  action.state = "act";
  return absl::OkStatus();
}

absl::Status Cancel(ImprovementAction& action, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid("reason", reason, 500));
  RETURN_IF_ERROR(CheckFrom(action, ":cancel", kUnderWay));
  action.outcome = text::Trim(reason);
  action.state = "cancelled";
  return absl::OkStatus();
}

}  // namespace mainstay::feedback
