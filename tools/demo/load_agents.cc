// Who takes cases: our service people what is about deliveries, prices and people, the technical
// ones what is about products.
#include <initializer_list>
#include <string_view>

#include <mainstay/feedback/v1/agent_service.pb.h>

#include "tools/demo/loads.h"
#include "tools/demo/vocabulary.h"

namespace mainstay::demo {
namespace {

using namespace feedback::v1;  // NOLINT: the messages of the API

constexpr char kCreate[] = "feedback/AgentService/CreateAgent";
constexpr int kCapacity = 60;  // units of load

// Somebody who is an agent already stays what they are.
absl::Status MakeAgent(LoaderSession& session, std::string_view user,
                       std::initializer_list<const char*> skills) {
  CreateAgentRequest request;
  request.set_user(std::string(user));
  for (const char* skill : skills) request.mutable_agent()->add_skills(skill);
  request.mutable_agent()->set_capacity(kCapacity);
  request.set_request_id(RequestId(kCreate, request));
  const absl::Status made = session.Call<Agent>(kCreate, request).status();
  return absl::IsAlreadyExists(made) ? absl::OkStatus() : made;
}

}  // namespace

absl::Status LoadAgents(LoaderSession& session) {
  for (const std::string_view user : ServicePeople()) {
    RETURN_IF_ERROR(MakeAgent(session, user, {"delivery", "price", "service", "staff"}));
  }
  for (const std::string_view user : TechnicalPeople()) {
    RETURN_IF_ERROR(MakeAgent(session, user, {"product"}));
  }
  return absl::OkStatus();
}

}  // namespace mainstay::demo
