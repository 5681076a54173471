#include "services/engagement/cadence/cadence_rule.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/calendar/festival.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxAccounts = 1000;
constexpr int kUsualMinutes = 60;
constexpr int kMostMinutes = 480;
constexpr int kMostContacts = 1000;

// The bounds of `days` of a kind of rule.
struct DayLimits {
  int least, most;
};
DayLimits LimitsOf(std::string_view kind) {
  if (kind == "periodic") return {1, 730};
  return {0, kind == "after_order" ? 365 : 90};
}

void CheckOnce(std::string_view field, const std::vector<std::string>& values,
               Violations& violations) {
  std::set<std::string_view> seen;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!seen.insert(values[i]).second) {
      violations.push_back({absl::StrCat(field, "[", i, "]"), "is there already"});
    }
  }
}

void CheckAccounts(const CadenceRule& rule, Violations& violations) {
  if (rule.tiers.empty() && rule.account_ids.empty()) {
    violations.push_back({"tiers", "say whom the rule is about: tiers, accounts or both"});
  }
  CheckOnce("tiers", rule.tiers, violations);
  CheckOnce("accounts", rule.account_ids, violations);
  if (rule.account_ids.size() > kMaxAccounts) {
    violations.push_back({"accounts", absl::StrCat("must be at most ", kMaxAccounts)});
  }
}

void CheckWhen(const CadenceRule& rule, Violations& violations) {
  if (rule.kind.empty()) {
    violations.push_back({"kind",
                          "say what makes a contact due: CADENCE_KIND_PERIODIC, "
                          "CADENCE_KIND_AFTER_ORDER or CADENCE_KIND_BEFORE_FESTIVAL"});
    return;
  }
  const DayLimits limits = LimitsOf(rule.kind);
  if (rule.days < limits.least || rule.days > limits.most) {
    violations.push_back(
        {"days", absl::StrCat("must be ", limits.least, " to ", limits.most, " for this kind")});
  }
  if ((rule.kind == "before_festival") == rule.festivals.empty()) {
    violations.push_back({"festivals", rule.festivals.empty()
                                           ? "say before which festivals"
                                           : "are for CADENCE_KIND_BEFORE_FESTIVAL only"});
  }
  CheckOnce("festivals", rule.festivals, violations);
  for (size_t i = 0; i < rule.festivals.size(); ++i) {
    if (!calendar::FindFestival(rule.festivals[i])) {
      violations.push_back({absl::StrCat("festivals[", i, "]"), "there is no such festival"});
    }
  }
}

}  // namespace

void FillIn(CadenceRule& rule) {
  rule.display_name = text::Trim(rule.display_name);
  rule.user = text::Trim(rule.user);
  if (rule.visit_kind.empty()) rule.visit_kind = "return_visit";
  if (rule.visit_mode.empty()) rule.visit_mode = "on_site";
  if (rule.priority.empty()) rule.priority = "normal";
  if (rule.duration_minutes == 0) rule.duration_minutes = kUsualMinutes;
}

absl::Status Validate(const CadenceRule& rule) {
  Violations violations;
  text::CheckText("display_name", rule.display_name, 1, 100, text::Lines::kOne, violations);
  CheckAccounts(rule, violations);
  CheckWhen(rule, violations);
  text::CheckText("purpose", rule.purpose, 0, 2000, text::Lines::kMany, violations);
  if (rule.duration_minutes < 15 || rule.duration_minutes > kMostMinutes) {
    violations.push_back({"duration_minutes", "must be 15 to 480"});
  }
  if (!rule.user.empty() && !text::IsUserId(rule.user)) {
    violations.push_back({"user", std::string(text::kUserIdRule)});
  }
  if (rule.max_contacts < 0 || rule.max_contacts > kMostContacts) {
    violations.push_back(
        {"max_contacts", absl::StrCat("must be 1 to ", kMostContacts, ", or 0 for no limit")});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::engagement
