// What changed on a policy, for its history.
#pragma once

#include <string>
#include <vector>

#include "common/history/change.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

// A rule in a line, for people.
std::string RuleText(const SlaRule& rule);

// The name and each rule by its place ("rules[2]"); nothing of being in force.
std::vector<history::Change> DiffPolicies(const SlaPolicy& before, const SlaPolicy& after);

}  // namespace mainstay::feedback
