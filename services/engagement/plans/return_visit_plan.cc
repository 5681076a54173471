#include "services/engagement/plans/return_visit_plan.h"

#include <algorithm>
#include <cstdlib>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr char kUsualCalendar[] = "cn";
constexpr int kMostADay = 50;
constexpr absl::Duration kLongestItem = absl::Hours(24);

constexpr std::string_view kNothing = "-";  // in a reason's text

// Whether what was late for a periodic rule when the period began, or never done, would not have
// been with a contact on the day `spoken`.
bool IsLateNoMore(const PlanReason& reason, absl::CivilDay spoken) {
  if (!reason.cause) return true;
  return reason.overdue > 0 && spoken - *reason.cause > reason.overdue;
}

}  // namespace

PlanCounts CountItems(const std::vector<PlanItem>& items) {
  PlanCounts counts{.items = static_cast<int>(items.size())};
  std::set<std::string_view> accounts;
  for (const PlanItem& item : items) {
    if (item.state == "skipped") {
      ++counts.skipped;
      continue;
    }
    accounts.insert(item.visit.account_id);
    const std::vector<std::string>& warnings = item.visit.warnings;
    const auto has = [&](const char* warning) {
      return std::find(warnings.begin(), warnings.end(), warning) != warnings.end() ? 1 : 0;
    };
    counts.over_budget += has(kOverBudget);
    counts.day_full += has(kDayFull);
    counts.no_person += item.visit.user.empty() ? 1 : 0;
  }
  counts.accounts = static_cast<int>(accounts.size());
  return counts;
}

void FillIn(ReturnVisitPlan& plan) {
  plan.display_name = text::Trim(plan.display_name);
  plan.user = text::Trim(plan.user);
  if (plan.calendar.empty()) plan.calendar = kUsualCalendar;
  if (plan.daily_limit == 0) plan.daily_limit = kUsualDailyLimit;
  if (plan.display_name.empty()) {
    plan.display_name = absl::StrCat(absl::FormatCivilTime(plan.first_day), " – ",
                                     absl::FormatCivilTime(plan.last_day));
  }
}

absl::Status Validate(const ReturnVisitPlan& plan, absl::CivilDay earliest) {
  Violations violations;
  text::CheckText("display_name", plan.display_name, 1, 100, text::Lines::kOne, violations);
  if (plan.last_day < plan.first_day) {
    violations.push_back({"end_date", "must not come before start_date"});
  } else if (plan.last_day - plan.first_day >= kLongestPlan) {
    violations.push_back(
        {"end_date", absl::StrCat("must be less than ", kLongestPlan, " days after start_date")});
  } else if (plan.last_day < earliest) {
    violations.push_back({"end_date", "lies in the past; plans are made from tomorrow on"});
  } else if (plan.last_day.year() > 2100) {
    violations.push_back({"end_date", "must be in the year 2100 at the latest"});
  }
  if (!plan.user.empty() && !text::IsUserId(plan.user)) {
    violations.push_back({"user", std::string(text::kUserIdRule)});
  }
  if (plan.daily_limit < 1 || plan.daily_limit > kMostADay) {
    violations.push_back({"daily_limit", absl::StrCat("must be 1 to ", kMostADay)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status Validate(const PlanItem& item) {
  Violations violations;
  const ProposedVisit& visit = item.visit;
  if (!visit.user.empty() && !text::IsUserId(visit.user)) {
    violations.push_back({"user", std::string(text::kUserIdRule)});
  }
  const absl::CivilDay day = absl::ToCivilDay(visit.start, absl::UTCTimeZone());
  if (day.year() < 2000 || day.year() > 2100) {
    violations.push_back({"start_time", "must be between the years 2000 and 2100"});
  }
  if (visit.end <= visit.start || visit.end - visit.start > kLongestItem) {
    violations.push_back({"end_time", "must come after the beginning, at most 24 hours later"});
  }
  text::CheckText("purpose", visit.purpose, 0, 2000, text::Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool IsServedBySpeaking(const PlanItem& item, absl::CivilDay spoken, absl::TimeZone zone) {
  const ProposedVisit& visit = item.visit;
  const auto in_week_of = [&](absl::CivilDay day) { return std::abs(spoken - day) < kSameWeek; };
  const bool same_week =
      in_week_of(absl::ToCivilDay(visit.start, zone)) || (!item.edited && in_week_of(visit.due));
  const auto serves = [&](const PlanReason& reason) {
    if (reason.kind == "periodic")
      return same_week || (!item.edited && IsLateNoMore(reason, spoken));
    return reason.kind == "after_order" && reason.overdue > 0 && spoken > reason.cause;
  };
  return !visit.reasons.empty() && std::all_of(visit.reasons.begin(), visit.reasons.end(), serves);
}

bool SetWarning(const char* warning, bool on, std::vector<std::string>& warnings) {
  const auto found = std::find(warnings.begin(), warnings.end(), warning);
  if ((found != warnings.end()) == on) return false;
  if (on) {
    warnings.push_back(warning);
  } else {
    warnings.erase(found);
  }
  return true;
}

std::string ToText(const PlanReason& reason) {
  return absl::StrCat(reason.rule_id, " ", reason.kind, " ", reason.overdue, " ",
                      reason.cause ? absl::FormatCivilTime(*reason.cause) : kNothing, " ",
                      reason.festival.empty() ? kNothing : reason.festival);
}

std::optional<PlanReason> ParsePlanReason(std::string_view line) {
  const std::vector<std::string> parts = absl::StrSplit(std::string(line), ' ');
  PlanReason reason;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[2], &reason.overdue)) return std::nullopt;
  reason.rule_id = parts[0];
  reason.kind = parts[1];
  if (parts[3] != kNothing) {
    absl::CivilDay cause;
    if (!absl::ParseCivilTime(parts[3], &cause)) return std::nullopt;
    reason.cause = cause;
  }
  if (parts[4] != kNothing) reason.festival = parts[4];
  return reason;
}

std::string Describe(const PlanItem& item, absl::TimeZone zone) {
  return absl::StrCat(absl::FormatTime("%Y-%m-%d %H:%M", item.visit.start, zone), " ",
                      item.visit.user.empty() ? "nobody" : item.visit.user, " ",
                      item.visit.visit_mode,
                      item.state == "skipped" ? absl::StrCat(" skipped: ", item.skip_reason) : "");
}

}  // namespace mainstay::engagement
