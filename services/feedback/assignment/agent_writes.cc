// Create and update.
#include <mainstay/feedback/v1/agent_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "services/feedback/assignment/agent_events.h"
#include "services/feedback/assignment/agent_handlers.h"
#include "services/feedback/assignment/agent_proto.h"
#include "services/feedback/assignment/agent_store.h"

namespace mainstay::feedback {
namespace {

absl::StatusOr<v1::Agent> Create(rpc::CallContext& call, const v1::CreateAgentRequest& request) {
  if (!text::IsUserId(request.user())) return status::BadField("user", text::kUserIdRule);
  absl::StatusOr<Agent> parsed = FromProto(request.agent());
  if (parsed.ok()) {
    parsed->user = request.user();
    FillIn(*parsed);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "agent");
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::Agent>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Agent> {
        Agent agent = *parsed;
        agent.id = api::NewUuid(context.now);
        agent.create_time = agent.update_time = context.now;
        InsertAgent(tx, agent);
        history::RecordChanges(tx, kAgentChanges, agent.id, agent.version, "create", {{}}, context);
        events::Append(tx, AgentCreatedEvent(agent, context));
        return ToProto(agent);
      });
}

absl::StatusOr<v1::Agent> Update(rpc::CallContext& call, const v1::UpdateAgentRequest& request) {
  const v1::Agent& wanted = request.agent();
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(wanted.name(), kAgentPattern, "agent.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "agent");
  return api::WriteOnce<v1::Agent>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Agent> {
        const auto before = LockAgent(tx, ids[0]);
        if (!before) return status::NotFound(wanted.name());
        RETURN_IF_ERROR(api::CheckEtag(wanted.etag(), before->version));
        absl::Status same = api::CheckOutputOnly(request.update_mask(), wanted, ToProto(*before));
        Agent after = *before;
        history::CopyFields(AgentFields(), fields, *parsed, after);
        // What Validate refuses in lists, such as a line break, would not come through as text.
        for (const std::string& field : fields) {
          if (field == "skills") after.skills = parsed->skills;
          if (field == "absences") after.absences = parsed->absences;
        }
        FillIn(after);
        if (same.ok()) same = Validate(after);
        if (!same.ok()) return status::PrefixFields(same, "agent");
        const auto changes = history::Diff(AgentFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateAgent(tx, after);
        history::RecordChanges(tx, kAgentChanges, after.id, after.version, "update", changes, at);
        events::Append(tx, AgentChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

}  // namespace

void RegisterAgentWrites(rpc::Router& router, const Deps&) {
  router.Unary(absl::StrCat(kAgentService, "CreateAgent"), Create);
  router.Unary(absl::StrCat(kAgentService, "UpdateAgent"), Update);
}

}  // namespace mainstay::feedback
