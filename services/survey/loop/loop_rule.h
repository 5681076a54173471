// A loop rule (闭环规则): what is done about a response, and when. Domain code: no SQL, no proto.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/survey/expression/expression.h"

namespace mainstay::survey {

// Enums are the lower-case tails of the API's value names; "" is not said.
struct LoopRule {
  std::string id;           // bare UUID
  std::string campaign_id;  // bare UUID
  int64_t version = 1;      // counts its writes, from 1
  std::string display_name;
  std::string condition;      // in the expression language
  std::string action;         // "case", "referral", "task", "notice"
  std::string case_kind;      // of a case: "complaint", …, as feedback calls them
  std::string case_severity;  // of a case
  std::string case_category;  // of a case: a code of feedback's, or empty
  int due_days = 0;           // of what is not a case
  std::string assignee;       // of a task: user id; empty: the account's owner
  bool disabled = false;
  int64_t firings = 0;  // as it was read; not part of a version
  absl::Time create_time;
  absl::Time update_time;
};

// Cuts spaces around lines and fills in what may be absent: of a case, what it is and how bad; of
// the others, when it is due.
void Complete(LoopRule& rule);

// What conditions of a campaign's rules may ask.
struct RuleTerms {
  Declarations declarations;  // of the questionnaire
  // Of facts, the account's tier and region alone: what is done tells the account, and a role there
  // is often one person's.
  bool confidential = false;
};

// A rule's condition; INVALID_ARGUMENT says what it may not ask.
absl::StatusOr<Condition> ReadRuleCondition(std::string_view text, const RuleTerms& terms);

// Checks what people write of a completed rule, its condition against what its campaign asks: it
// must be able to hold, and compare with nothing beyond a question's scale. INVALID_ARGUMENT names
// all that cannot be accepted. Without `check_condition` that is left as it is: a rule that does
// not fit any more can still be ended.
absl::Status Validate(const LoopRule& rule, const RuleTerms& terms, bool check_condition = true);

// The one table of the fields that people change by Update, by their names in the API.
absl::Span<const history::Field<LoopRule>> LoopRuleFields();

}  // namespace mainstay::survey
