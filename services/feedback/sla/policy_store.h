// Service policies in PostgreSQL: the present version, and the rules of every version there was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kSlaPolicyChanges =
    MAINSTAY_CHANGE_TABLE("sla_policy_changes", "policy_id");

// What every write that puts a policy into force takes with its BEGIN (pg::TxOptions::locks).
inline constexpr char kSlaPoliciesLock[] = "sla_policies";

// Writes a new policy; false, and nothing is written, when there is one with its id, or it is in
// force and another one is.
absl::StatusOr<bool> InsertPolicy(pg::Tx& tx, const SlaPolicy& policy);
// Writes every field of a policy that was read with LockPolicy, as a version of its own.
absl::Status UpdatePolicy(pg::Tx& tx, const SlaPolicy& policy);

std::optional<SlaPolicy> ReadPolicy(pg::Tx& tx, const std::string& policy_id);
std::optional<SlaPolicy> LockPolicy(pg::Tx& tx, const std::string& policy_id);
// The policy in force, locked.
std::optional<SlaPolicy> LockPolicyInForce(pg::Tx& tx);

// Id and version of the policy in force.
std::optional<std::pair<std::string, int64_t>> PolicyInForce(pg::Tx& tx);
// The rules of a version; none when there was no such version.
std::vector<SlaRule> ReadRules(pg::Tx& tx, const std::string& policy_id, int64_t version);

// What lists can be filtered by and sorted by.
api::ListFields PolicyListFields();
api::Rows<SlaPolicy> ListPolicies(pg::Tx& tx, const api::ListQuery& query);

// Those of `calendars` that are not known.
std::vector<std::string> UnknownCalendars(pg::Tx& tx, const std::vector<std::string>& calendars);

}  // namespace mainstay::feedback
