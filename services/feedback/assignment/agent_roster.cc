#include "services/feedback/assignment/agent_roster.h"

#include <utility>

namespace mainstay::feedback {

AgentRoster::AgentRoster(std::vector<Agent> agents,
                         const absl::flat_hash_map<std::string, int64_t>& loads) {
  for (Agent& agent : agents) {
    const auto load = loads.find(agent.user);
    candidates_.push_back(
        {.agent = std::move(agent), .load = load == loads.end() ? 0 : load->second});
  }
}

Assignment AgentRoster::Choose(const AssignmentRequest& request,
                               const absl::flat_hash_set<std::string>& team) {
  for (Candidate& one : candidates_) one.in_team = team.contains(one.agent.user);
  return Assign(request, candidates_);
}

void AgentRoster::Give(std::string_view user, std::string_view severity) {
  Add(user, WeightOf(severity));
}

void AgentRoster::Take(std::string_view user, std::string_view severity) {
  Add(user, -WeightOf(severity));
}

void AgentRoster::Add(std::string_view user, int64_t load) {
  for (Candidate& one : candidates_) {
    if (one.agent.user == user) one.load += load;
  }
}

}  // namespace mainstay::feedback
