// Create, update and the verbs of gatherings.
#include <mainstay/engagement/v1/gathering_service.pb.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/money.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/gatherings/gathering_events.h"
#include "services/engagement/gatherings/gathering_handlers.h"
#include "services/engagement/gatherings/gathering_proto.h"
#include "services/engagement/gatherings/gathering_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::Gathering> Create(rpc::CallContext& call,
                                     const v1::CreateGatheringRequest& request) {
  absl::StatusOr<Gathering> parsed = FromProto(request.gathering());
  if (parsed.ok()) {
    Complete(*parsed, call.principal().subject);
    if (absl::Status valid = Validate(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "gathering");
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  return api::WriteOnce<v1::Gathering>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Gathering> {
        Gathering gathering = *parsed;
        gathering.id = api::NewUuid(context.now);
        gathering.create_time = gathering.update_time = context.now;
        InsertGathering(tx, gathering);
        history::RecordChanges(tx, kGatheringChanges, gathering.id, gathering.version, "create",
                               {{}}, context);
        events::Append(tx, GatheringPlannedEvent(gathering, context));
        return ToProto({gathering, {}});
      });
}

// A gathering is changed by whoever is in charge of it, or has the permission for all accounts.
absl::Status CheckInCharge(const rpc::CallContext& call, const Gathering& gathering) {
  if (call.scope().all() || call.principal().subject == gathering.organizer) {
    return absl::OkStatus();
  }
  return status::Error(
      absl::StatusCode::kPermissionDenied, "NOT_THE_ORGANIZER",
      absl::StrCat("a gathering is changed by its organizer, ", gathering.organizer,
                   ", or by somebody who may change all; ask one of them"),
      {{"organizer", gathering.organizer}});
}

// What a write does to the gathering as it is.
using Change = std::function<absl::StatusOr<Gathering>(const CountedGathering& before)>;

// Makes what `change` gives the next version of the gathering that `name` names; nothing when both
// say the same.
template <class Request>
absl::StatusOr<v1::Gathering> Write(rpc::CallContext& call, const Request& request,
                                    const std::string& name, const std::string& gathering_id,
                                    const std::string& etag, const std::string& action,
                                    const history::WriteContext& context, const Change& change) {
  return api::WriteOnce<v1::Gathering>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::Gathering> {
        const auto before = LockGathering(tx, gathering_id);
        if (!before) return status::NotFound(name);
        RETURN_IF_ERROR(CheckInCharge(call, *before));
        RETURN_IF_ERROR(api::CheckEtag(etag, before->version));
        const InvitationCounts counts = CountInvitations(tx, gathering_id);
        ASSIGN_OR_RETURN(Gathering after, change({*before, counts}));
        const auto changes = history::Diff(RecordedGatheringFields(), *before, after);
        if (changes.empty()) return ToProto({*before, counts});
        const history::WriteContext at = history::NextVersion(*before, context, after);
        UpdateGathering(tx, after);
        history::RecordChanges(tx, kGatheringChanges, after.id, after.version, action, changes, at);
        events::Append(tx, GatheringChangedEvent(*before, after, changes, at));
        return ToProto({after, counts});
      });
}

absl::StatusOr<v1::Gathering> Update(rpc::CallContext& call,
                                     const v1::UpdateGatheringRequest& request) {
  const v1::Gathering& wanted = request.gathering();
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(wanted.name(), kGatheringPattern, "gathering.name"));
  const absl::StatusOr<Gathering> parsed = FromProto(wanted);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "gathering");
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), wanted));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto change = [&](const CountedGathering& before) -> absl::StatusOr<Gathering> {
    constexpr std::string_view kFrom[] = {"planned", "open", "held"};
    RETURN_IF_ERROR(CheckGatheringState(before.gathering.state, "changing it", kFrom));
    // What its invitations count may have moved since the card was read.
    v1::Gathering stored = ToProto(before);
    stored.set_invited_count(wanted.invited_count());
    stored.set_accepted_count(wanted.accepted_count());
    stored.set_declined_count(wanted.declined_count());
    stored.set_attended_count(wanted.attended_count());
    absl::Status valid = api::CheckOutputOnly(request.update_mask(), wanted, stored);
    Gathering after = before.gathering;
    history::CopyFields(GatheringFields(), fields, *parsed, after);
    Complete(after, call.principal().subject);
    if (valid.ok()) valid = Validate(after);
    if (valid.ok() && after.capacity > 0 && after.capacity < before.counts.accepted &&
        after.capacity != before.gathering.capacity) {
      valid = status::BadField("capacity", absl::StrCat("must not be below the ",
                                                        before.counts.accepted, " who accepted"));
    }
    if (valid.ok() && after.state == "held" && after.start_time > context.now) {
      valid = status::BadField("start_time", "must not be in the future: the gathering was held");
    }
    if (!valid.ok()) return status::PrefixFields(valid, "gathering");
    return after;
  };
  return Write(call, request, wanted.name(), ids[0], wanted.etag(), "update", context, change);
}

// What a verb does to the gathering; `now` is when the call came.
using Apply = std::function<absl::Status(Gathering&, absl::Time now)>;

template <class Request>
absl::StatusOr<v1::Gathering> Move(rpc::CallContext& call, const Request& request,
                                   const std::string& verb, const std::string& reason,
                                   const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kGatheringPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  return Write(call, request, request.name(), ids[0], request.etag(), verb, context,
               [&](const CountedGathering& before) -> absl::StatusOr<Gathering> {
                 Gathering after = before.gathering;
                 RETURN_IF_ERROR(apply(after, context.now));
                 return after;
               });
}

absl::StatusOr<v1::Gathering> OpenOne(rpc::CallContext& call,
                                      const v1::OpenGatheringRequest& request) {
  return Move(call, request, "open", request.reason(),
              [](Gathering& g, absl::Time) { return Open(g); });
}

absl::StatusOr<v1::Gathering> HoldOne(rpc::CallContext& call,
                                      const v1::HoldGatheringRequest& request) {
  ASSIGN_OR_RETURN(const text::Amount cost,
                   api::AmountFromProto(request.has_cost(), request.cost(), "cost"));
  return Move(call, request, "hold", "",
              [&](Gathering& g, absl::Time now) { return Hold(g, request.outcome(), cost, now); });
}

absl::StatusOr<v1::Gathering> CancelOne(rpc::CallContext& call,
                                        const v1::CancelGatheringRequest& request) {
  return Move(call, request, "cancel", request.reason(),
              [&](Gathering& g, absl::Time) { return Cancel(g, request.reason()); });
}

}  // namespace

void RegisterGatheringWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kGatheringService, "CreateGathering"), Create);
  router.Unary(absl::StrCat(kGatheringService, "UpdateGathering"), Update);
  router.Unary(absl::StrCat(kGatheringService, "OpenGathering"), OpenOne);
  router.Unary(absl::StrCat(kGatheringService, "HoldGathering"), HoldOne);
  router.Unary(absl::StrCat(kGatheringService, "CancelGathering"), CancelOne);
}

}  // namespace mainstay::engagement
