// The facts that loop rules publish. Every firing has one, of its own aggregate; so has every
// version of a rule.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/loop/asked_questions.h"
#include "services/survey/loop/loop_firing.h"
#include "services/survey/loop/loop_rule.h"

namespace mainstay::survey {

// `changes` gives the names of the fields; none of a new rule.
events::OutboxEvent LoopRuleChangedEvent(const LoopRule& rule,
                                         const std::vector<history::Change>& changes,
                                         const history::WriteContext& context);

// What made a rule fire.
struct LoopCause {
  absl::Time answered;
  // It tells of the account, and of neither the response nor who gave it.
  bool confidential = false;
  std::string language;               // the campaign's, "zh" or "en"
  std::vector<AskedQuestion> zh, en;  // the questions that the rule asks, in both
};

// What a firing asks for: of feedback a case with the firing's own id, of engagement a task.
events::OutboxEvent LoopFiredEvent(const LoopRule& rule, const LoopFiring& firing,
                                   const LoopCause& cause, const history::WriteContext& context);

}  // namespace mainstay::survey
