// Get, list and the change history.
#include <mainstay/feedback/v1/agent_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/feedback/assignment/agent_handlers.h"
#include "services/feedback/assignment/agent_proto.h"
#include "services/feedback/assignment/agent_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Agent> Get(rpc::CallContext& call, const v1::GetAgentRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kAgentPattern, "name"));
  return call.db().ReadOne(call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::Agent> {
    const auto agent = ReadAgent(tx, ids[0]);
    if (!agent) return status::NotFound(request.name());
    return ToProto(*agent);
  });
}

absl::StatusOr<v1::ListAgentsResponse> List(rpc::CallContext& call, const Deps& deps,
                                            const v1::ListAgentsRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, AgentListFields(), ""));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAgentsResponse> {
                             const auto page = ListAgents(tx, listing.query());
                             v1::ListAgentsResponse response;
                             for (const Agent& agent : page.items) {
                               *response.add_agents() = ToProto(agent);
                             }
                             response.set_next_page_token(listing.Token(page.next));
                             return response;
                           });
}

absl::StatusOr<v1::ListAgentChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps, const v1::ListAgentChangesRequest& request) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), kAgentPattern, "parent"));
  ASSIGN_OR_RETURN(const auto listing, api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListAgentChangesResponse> {
                          const auto agent = ReadAgent(tx, ids[0]);
                          if (!agent) return status::NotFound(request.parent());
                          const auto page = listing.ReadFrom(tx, kAgentChanges, agent->id);
                          v1::ListAgentChangesResponse response;
                          for (const history::RecordedChange& change : page.items) {
                            *response.add_changes() = api::ChangeToProto<v1::AgentChange>(change);
                          }
                          response.set_next_page_token(listing.Token(page.next));
                          return response;
                        });
}

}  // namespace

void RegisterAgentReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kAgentService, "GetAgent"), Get);
  router.Unary(absl::StrCat(kAgentService, "ListAgents"), deps, List);
  router.Unary(absl::StrCat(kAgentService, "ListAgentChanges"), deps, ListChanges);
}

}  // namespace mainstay::feedback
