// Agents in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/feedback/assignment/agent.h"

namespace mainstay::feedback {

inline constexpr history::ChangeTable kAgentChanges =
    MAINSTAY_CHANGE_TABLE("agent_changes", "agent_id");

// ALREADY_EXISTS when the user is an agent.
void InsertAgent(pg::Tx& tx, const Agent& agent);
// Writes every field of an agent that was read with LockAgent.
void UpdateAgent(pg::Tx& tx, const Agent& agent);

std::optional<Agent> ReadAgent(pg::Tx& tx, const std::string& user);
// The same, locked until the transaction ends.
std::optional<Agent> LockAgent(pg::Tx& tx, const std::string& user);
// Every agent, by user id.
std::vector<Agent> AllAgents(pg::Tx& tx);

// What lists can be filtered and sorted by.
api::ListFields AgentListFields();
api::Rows<Agent> ListAgents(pg::Tx& tx, const api::ListQuery& query);

}  // namespace mainstay::feedback
