// What assignment asks the database about the agents' load and the accounts' teams.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/pg/session.h"

namespace mainstay::feedback {

// What each agent carries who has open cases: the sum of WeightOf() of them, by user id. Only what
// was committed counts: two cases that come at the same instant do not know of each other.
absl::flat_hash_map<std::string, int64_t> AgentLoads(pg::Tx& tx);

// The agents on the team of each account, by account id. The accounts are those that survived
// merges; one without agents is not in it.
using AgentTeams = absl::flat_hash_map<std::string, absl::flat_hash_set<std::string>>;
AgentTeams TeamsOf(pg::Tx& tx, const std::vector<std::string>& account_ids);

}  // namespace mainstay::feedback
