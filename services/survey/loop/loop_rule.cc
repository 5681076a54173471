#include "services/survey/loop/loop_rule.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/survey/expression/satisfiability.h"
#include "services/survey/expression/scale_check.h"
#include "services/survey/questionnaires/facts.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

constexpr size_t kMaxName = 150;  // tasks put a word before it
constexpr size_t kMaxCategory = 100;
constexpr int kMaxDueDays = 90;

int DefaultDueDays(std::string_view action) {
  if (action == "notice") return 2;
  return action == "referral" ? 14 : 7;
}

// What only one kind of action has.
void CheckAction(const LoopRule& rule, Violations& violations) {
  if (rule.action.empty()) {
    violations.push_back({"action",
                          "say what is done: LOOP_ACTION_CASE, LOOP_ACTION_REFERRAL, "
                          "LOOP_ACTION_TASK or LOOP_ACTION_NOTICE"});
    return;
  }
  const bool is_case = rule.action == "case";
  const auto only = [&](std::string_view field, bool said, std::string_view action) {
    if (!said || rule.action == action) return;
    violations.push_back(
        {std::string(field), absl::StrCat("is only for rules whose action is a ", action)});
  };
  only("case_kind", !rule.case_kind.empty(), "case");
  only("case_severity", !rule.case_severity.empty(), "case");
  only("case_category", !rule.case_category.empty(), "case");
  only("assignee", !rule.assignee.empty(), "task");
  if (is_case && rule.due_days != 0) {
    violations.push_back({"due_days", "is not for cases: feedback's service policies say that"});
  }
  if (!is_case && (rule.due_days < 1 || rule.due_days > kMaxDueDays)) {
    violations.push_back({"due_days", absl::StrCat("must be 1 to ", kMaxDueDays)});
  }
}

void CheckConditionText(const LoopRule& rule, const RuleTerms& terms, Violations& violations) {
  if (rule.condition.empty()) {
    violations.push_back({"condition", "say when it fires, such as \"nps <= 6\""});
    return;
  }
  const auto condition = ReadRuleCondition(rule.condition, terms);
  absl::Status checked = condition.status();
  if (checked.ok()) checked = CheckScales(*condition, rule.condition, terms.declarations);
  if (!checked.ok()) {
    violations.push_back({"condition", std::string(checked.message())});
  } else if (!CanHold({*condition}, terms.declarations)) {
    violations.push_back({"condition", "can never be true, so it would never fire"});
  }
}

template <std::string LoopRule::*member>
constexpr history::Field<LoopRule> Text(std::string_view name) {
  return {name, [](const LoopRule& rule) { return rule.*member; },
          [](LoopRule& rule, std::string_view value) { rule.*member = std::string(value); }};
}

constexpr history::Field<LoopRule> kFields[] = {
    Text<&LoopRule::display_name>("display_name"),
    Text<&LoopRule::condition>("condition"),
    Text<&LoopRule::action>("action"),
    Text<&LoopRule::case_kind>("case_kind"),
    Text<&LoopRule::case_severity>("case_severity"),
    Text<&LoopRule::case_category>("case_category"),
    {"due_days", [](const LoopRule& rule) { return absl::StrCat(rule.due_days); },
     [](LoopRule& rule, std::string_view value) {
       if (!absl::SimpleAtoi(value, &rule.due_days)) rule.due_days = 0;
     }},
    Text<&LoopRule::assignee>("assignee"),
    {"disabled", [](const LoopRule& rule) -> std::string { return rule.disabled ? "true" : ""; },
     [](LoopRule& rule, std::string_view value) { rule.disabled = value == "true"; }},
};

}  // namespace

void Complete(LoopRule& rule) {
  for (std::string* text :
       {&rule.display_name, &rule.condition, &rule.case_category, &rule.assignee}) {
    *text = text::Trim(*text);
  }
  if (rule.action == "case") {
    if (rule.case_kind.empty()) rule.case_kind = "complaint";
    if (rule.case_severity.empty()) rule.case_severity = "moderate";
  } else if (rule.due_days == 0) {
    rule.due_days = DefaultDueDays(rule.action);
  }
}

absl::StatusOr<Condition> ReadRuleCondition(std::string_view text, const RuleTerms& terms) {
  ASSIGN_OR_RETURN(Condition condition, ReadCondition(text, terms.declarations));
  if (!terms.confidential) return condition;
  for (const std::string& name : NamesIn(condition)) {
    if (!FactDeclarations().contains(name) || name == "account.tier" || name == "account.region") {
      continue;
    }
    return absl::InvalidArgumentError(absl::StrCat(
        name, " must not be asked here: the campaign is confidential and what a rule does tells ",
        "the account, so this could point at one of its people; ask answers, account.tier and ",
        "account.region"));
  }
  return condition;
}

absl::Status Validate(const LoopRule& rule, const RuleTerms& terms, bool check_condition) {
  Violations violations;
  text::CheckText("display_name", rule.display_name, 1, kMaxName, text::Lines::kOne, violations);
  if (check_condition) CheckConditionText(rule, terms, violations);
  CheckAction(rule, violations);
  text::CheckText("case_category", rule.case_category, 0, kMaxCategory, text::Lines::kOne,
                  violations);
  if (!rule.assignee.empty() && !text::IsUserId(rule.assignee)) {
    violations.push_back({"assignee", std::string(text::kUserIdRule)});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Span<const history::Field<LoopRule>> LoopRuleFields() { return kFields; }

}  // namespace mainstay::survey
