// Loop rules in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/survey/loop/loop_rule.h"

namespace mainstay::survey {

inline constexpr history::ChangeTable kLoopRuleChanges =
    MAINSTAY_CHANGE_TABLE("loop_rule_changes", "rule_id");

void InsertLoopRule(pg::Tx& tx, const LoopRule& rule);
// Writes every field of a rule that was read with LockLoopRule.
void UpdateLoopRule(pg::Tx& tx, const LoopRule& rule);

std::optional<LoopRule> ReadLoopRule(pg::Tx& tx, const std::string& campaign_id,
                                     const std::string& rule_id);
// The same, locked until the transaction ends.
std::optional<LoopRule> LockLoopRule(pg::Tx& tx, const std::string& campaign_id,
                                     const std::string& rule_id);

// Those of a campaign that may fire, in the order in which they were made; without their counts.
std::vector<LoopRule> ReadRulesInForce(pg::Tx& tx, const std::string& campaign_id);

// What lists are sorted by: those made first first.
absl::Span<const api::Sort> LoopRuleSorts();
api::Rows<LoopRule> ListLoopRules(pg::Tx& tx, const api::ListQuery& query,
                                  const std::string& campaign_id);

}  // namespace mainstay::survey
