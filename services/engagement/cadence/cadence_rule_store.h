// Cadence rules in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kCadenceRuleChanges =
    MAINSTAY_CHANGE_TABLE("cadence_rule_changes", "rule_id");

// The rules that hold, oldest first. Accounts named in them are given as those that survived
// merges, as in account_directory.survivor_id.
std::vector<CadenceRule> ActiveRules(pg::Tx& tx);

void InsertCadenceRule(pg::Tx& tx, const CadenceRule& rule);
// Writes every field of a rule that was read with LockCadenceRule.
void UpdateCadenceRule(pg::Tx& tx, const CadenceRule& rule);

// A rule, deleted ones too. Of the accounts it names those within the scope.
std::optional<CadenceRule> ReadCadenceRule(pg::Tx& tx, const std::string& rule_id,
                                           const auth::AccountScope& scope);
// The rule whole, locked until the transaction ends.
std::optional<CadenceRule> LockCadenceRule(pg::Tx& tx, const std::string& rule_id);

// What lists can be filtered by and sorted by.
api::ListFields CadenceRuleListFields();
// Of the accounts that rules name those within the scope.
api::Rows<CadenceRule> ListCadenceRules(pg::Tx& tx, const api::ListQuery& query,
                                        const auth::AccountScope& scope, bool show_deleted);

// Those of the accounts that the directory does not know.
std::vector<std::string> UnknownAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids);

}  // namespace mainstay::engagement
