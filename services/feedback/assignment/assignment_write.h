// Assignment in the transactions that write cases.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/feedback/assignment/agent_roster.h"
#include "services/feedback/assignment/assignment.h"
#include "services/feedback/assignment/assignment_store.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_sequel.h"

namespace mainstay::feedback {

// Gives new cases with a category and without an assignee to agents by the rules, and says why on
// their timelines. A case that fits nobody stays without.
CaseSequel AssignmentSequel();

// To whom open cases go by the rules, one after the other, each given with those before it in mind.
class CaseAssigner {
 public:
  // For cases of these accounts. Three statements, however many.
  CaseAssigner(pg::Tx& tx, std::vector<std::string> account_ids);

  // To whom `c` goes; what it weighs with its present assignee is taken from there first.
  Assignment Next(const Case& c, const std::vector<std::string>& excluded_users, absl::Time now);

 private:
  AgentRoster roster_;
  AgentTeams teams_;
};

}  // namespace mainstay::feedback
