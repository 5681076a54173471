// Inviting, and the verbs of invitations. All under the gathering's lock, so that its state and its
// places hold.
#include <mainstay/engagement/v1/gathering_service.pb.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/idempotency.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/gatherings/gathering_events.h"
#include "services/engagement/gatherings/gathering_handlers.h"
#include "services/engagement/gatherings/gathering_proto.h"
#include "services/engagement/gatherings/gathering_store.h"
#include "services/engagement/gatherings/invitation_store.h"

namespace mainstay::engagement {
namespace {

// A stored answer is for those who still see the account invited.
auto ReplayWhereInvitationSeen(const rpc::CallContext& call) {
  return [&call](pg::Tx& tx, const v1::Invitation& stored) -> absl::Status {
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(stored.name(), kInvitationPattern, "name"));
    if (ReadInvitation(tx, ids[0], ids[1], call.scope())) return absl::OkStatus();
    return status::NotFound(stored.name());
  };
}

absl::StatusOr<v1::Invitation> Create(rpc::CallContext& call, const Deps& deps,
                                      const v1::CreateInvitationRequest& request) {
  ASSIGN_OR_RETURN(const auto parent,
                   api::ParseName(request.parent(), kGatheringPattern, "parent"));
  const v1::Invitation& wanted = request.invitation();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.account(), "accounts/*", "invitation.account"));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], wanted.account()));
  absl::StatusOr<Invitation> parsed = FromProto(wanted, ids[0], account.id);
  if (parsed.ok()) {
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "invitation");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Invitation>(
      call, request, ReplayWhereInvitationSeen(call),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
        const auto gathering = LockGathering(tx, parent[0]);
        if (!gathering) return status::NotFound(request.parent());
        Invitation invitation = *parsed;
        invitation.id = api::NewUuid(context.now);
        invitation.account_id = account.id;
        RETURN_IF_ERROR(Invite(invitation, *gathering));
        invitation.create_time = invitation.update_time = context.now;
        InsertInvitation(tx, invitation);
        history::RecordChanges(tx, kInvitationChanges, invitation.id, invitation.version, "create",
                               {{}}, context);
        events::Append(tx, InvitationMadeEvent(invitation, context));
        return ToProto(invitation);
      });
}

// What a verb does to the invitation.
using Apply =
    std::function<absl::Status(Invitation&, const Gathering&, const InvitationCounts& counts)>;

template <class Request>
absl::StatusOr<v1::Invitation> Move(rpc::CallContext& call, const Request& request,
                                    const std::string& verb, const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kInvitationPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Invitation>(
      call, request, ReplayWhereInvitationSeen(call),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Invitation> {
        const auto gathering = LockGathering(tx, ids[0]);
        if (!gathering) return status::NotFound(request.name());
        const auto before = ReadInvitation(tx, ids[0], ids[1], call.scope());
        if (!before) return status::NotFound(request.name());
        RETURN_IF_ERROR(api::CheckEtag(request.etag(), before->version));
        Invitation after = *before;
        RETURN_IF_ERROR(apply(after, *gathering, CountInvitations(tx, ids[0])));
        const auto changes = history::Diff(InvitationFields(), *before, after);
        if (changes.empty()) return ToProto(*before);
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateInvitation(tx, after);
        history::RecordChanges(tx, kInvitationChanges, after.id, after.version, verb, changes, at);
        events::Append(tx, InvitationChangedEvent(after, changes, at));
        return ToProto(after);
      });
}

absl::StatusOr<v1::Invitation> Reply(rpc::CallContext& call,
                                     const v1::ReplyInvitationRequest& request) {
  ASSIGN_OR_RETURN(const std::string reply, api::EnumToText(request.reply(), "REPLY_", "reply"));
  return Move(call, request, "reply",
              [&](Invitation& i, const Gathering& gathering, const InvitationCounts& counts) {
                return ReplyTo(i, gathering, counts.accepted, reply, request.note());
              });
}

absl::StatusOr<v1::Invitation> AttendOne(rpc::CallContext& call,
                                         const v1::AttendInvitationRequest& request) {
  ASSIGN_OR_RETURN(const std::string attendance,
                   api::EnumToText(request.attendance(), "ATTENDANCE_", "attendance"));
  return Move(call, request, "attend",
              [&](Invitation& i, const Gathering& gathering, const InvitationCounts&) {
                return Attend(i, gathering, attendance, request.note());
              });
}

}  // namespace

void RegisterInvitationWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kGatheringService, "CreateInvitation"), deps, Create);
  router.Unary(absl::StrCat(kGatheringService, "ReplyInvitation"), Reply);
  router.Unary(absl::StrCat(kGatheringService, "AttendInvitation"), AttendOne);
}

}  // namespace mainstay::engagement
