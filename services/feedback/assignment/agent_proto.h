// Agents and assignments between the API's messages and the domain.
#pragma once

#include <string>

#include <mainstay/feedback/v1/agent_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/assignment/agent.h"
#include "services/feedback/assignment/assignment.h"

namespace mainstay::feedback {

// "agents/{user}".
std::string AgentName(const std::string& user);

// The fields that people may set. Times that do not exist are violations of their fields.
absl::StatusOr<Agent> FromProto(const v1::Agent& message);
v1::Agent ToProto(const Agent& agent);

v1::AgentConsideration ToProto(const Consideration& consideration);

}  // namespace mainstay::feedback
