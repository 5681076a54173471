#include "services/feedback/sla/policy_changes.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mainstay::feedback {
namespace {

void AddList(std::string_view name, const std::vector<std::string>& values,
             std::vector<std::string>& parts) {
  if (!values.empty()) parts.push_back(absl::StrCat(name, " ", absl::StrJoin(values, ", ")));
}

std::string LevelText(const EscalationLevel& level) {
  std::vector<std::string> whom = level.roles;
  whom.insert(whom.end(), level.users.begin(), level.users.end());
  std::string text = level.when;
  if (level.when == "after_due") text = absl::StrCat(level.minutes_after_due, " min after due");
  return absl::StrCat(text, " tells ", absl::StrJoin(whom, ", "));
}

}  // namespace

std::string RuleText(const SlaRule& rule) {
  std::vector<std::string> parts;
  AddList("tiers", rule.tiers, parts);
  AddList("kinds", rule.kinds, parts);
  AddList("severities", rule.severities, parts);
  AddList("scopes", rule.scopes, parts);
  parts.push_back(absl::StrCat("route ", rule.route));
  parts.push_back(absl::StrCat("calendar ", rule.calendar));
  for (const std::string_view kind : kClockKinds) {
    if (const auto minutes = TargetMinutes(rule, kind)) {
      parts.push_back(absl::StrCat(kind, " ", *minutes, " min"));
    }
  }
  if (rule.at_risk_percent > 0) {
    parts.push_back(absl::StrCat("at risk from ", rule.at_risk_percent, "%"));
  }
  if (rule.at_risk_minutes > 0) {
    parts.push_back(absl::StrCat("at risk in the last ", rule.at_risk_minutes, " min"));
  }
  if (!rule.count_reopened) parts.push_back("without the time resolved in error");
  for (const EscalationLevel& level : rule.ladder) parts.push_back(LevelText(level));
  return absl::StrJoin(parts, "; ");
}

std::vector<history::Change> DiffPolicies(const SlaPolicy& before, const SlaPolicy& after) {
  std::vector<history::Change> changes;
  if (before.display_name != after.display_name) {
    changes.push_back({"display_name", before.display_name, after.display_name});
  }
  for (size_t i = 0; i < std::max(before.rules.size(), after.rules.size()); ++i) {
    const std::string was = i < before.rules.size() ? RuleText(before.rules[i]) : "";
    const std::string is = i < after.rules.size() ? RuleText(after.rules[i]) : "";
    if (was != is) changes.push_back({absl::StrCat("rules[", i, "]"), was, is});
  }
  return changes;
}

}  // namespace mainstay::feedback
