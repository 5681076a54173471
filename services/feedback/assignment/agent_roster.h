// The agents and what they carry, while cases are given to them one after the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/feedback/assignment/assignment.h"

namespace mainstay::feedback {

class AgentRoster {
 public:
  // `loads`: in units of load, by user id; who carries nothing need not be in it.
  AgentRoster(std::vector<Agent> agents, const absl::flat_hash_map<std::string, int64_t>& loads);

  // Assign() among the agents, of whom those in `team` are on the account's.
  Assignment Choose(const AssignmentRequest& request, const absl::flat_hash_set<std::string>& team);

  // From now on `user`, if an agent, carries a case of that severity more, or less.
  void Give(std::string_view user, std::string_view severity);
  void Take(std::string_view user, std::string_view severity);

 private:
  void Add(std::string_view user, int64_t load);

  std::vector<Candidate> candidates_;
};

}  // namespace mainstay::feedback
