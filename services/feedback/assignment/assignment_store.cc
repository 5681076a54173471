#include "services/feedback/assignment/assignment_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"
#include "services/feedback/assignment/agent.h"

namespace mainstay::feedback {
namespace {

constexpr pg::Statement kLoads{"agent_loads", R"sql(
SELECT c.assignee, c.severity, count(*) FROM cases c JOIN agents a ON a.user_id = c.assignee
WHERE c.state NOT IN ('closed', 'withdrawn') GROUP BY c.assignee, c.severity
)sql"};

constexpr pg::Statement kTeams{"agent_teams", R"sql(
SELECT m.account_id, m.user_id FROM directory_members m JOIN agents a USING (user_id)
WHERE m.account_id = ANY ($1::uuid[])
)sql"};

}  // namespace

absl::flat_hash_map<std::string, int64_t> AgentLoads(pg::Tx& tx) {
  absl::flat_hash_map<std::string, int64_t> loads;
  for (const auto& row : tx.Run(kLoads)) {
    loads[row[0].c_str()] += WeightOf(row[1].c_str()) * row[2].as<int64_t>();
  }
  return loads;
}

AgentTeams TeamsOf(pg::Tx& tx, const std::vector<std::string>& account_ids) {
  AgentTeams teams;
  for (const auto& row : tx.Run(kTeams, account_ids)) {
    teams[row[0].c_str()].insert(row[1].c_str());
  }
  return teams;
}

}  // namespace mainstay::feedback
