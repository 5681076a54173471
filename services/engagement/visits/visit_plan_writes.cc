// What a visit is to be, or was: create, record, update, reschedule.
#include <mainstay/engagement/v1/visit_service.pb.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/directory/account_access.h"
#include "common/status/status.h"
#include "services/engagement/visits/visit_events.h"
#include "services/engagement/visits/visit_form_store.h"
#include "services/engagement/visits/visit_handlers.h"
#include "services/engagement/visits/visit_proto.h"
#include "services/engagement/visits/visit_state.h"
#include "services/engagement/visits/visit_store.h"

namespace mainstay::engagement {
namespace {

// A visit is planned without a record: that comes with :complete.
absl::Status CheckNoRecord(const Visit& visit) {
  const Visit none;
  for (const history::Change& change : history::Diff(VisitFields(), none, visit)) {
    if (KindOf(change.field) == FieldKind::kRecord) {
      return status::BadField(change.field, "is recorded when the visit is made: use :complete");
    }
  }
  return absl::OkStatus();
}

// The visit of a request that makes one. Its fields are under "visit".
template <class Request>
absl::StatusOr<Visit> Parse(rpc::CallContext& call, const Request& request,
                            const std::string& account_id, const std::string& survivor_id) {
  const auto parsed = [&]() -> absl::StatusOr<Visit> {
    if (!request.visit().has_planned_start_time()) {
      return status::BadField("planned_start_time", "say when the visit begins");
    }
    ASSIGN_OR_RETURN(Visit visit,
                     FromProto(request.visit(), account_id, survivor_id, call.principal().subject));
    RETURN_IF_ERROR(Validate(visit));
    return visit;
  }();
  return parsed.ok() ? parsed : status::PrefixFields(parsed.status(), "visit");
}

// Makes the visit that `prepare` gets ready; `event_of` its first version's event.
template <class Request, class F, class E>
absl::StatusOr<v1::Visit> Make(rpc::CallContext& call, const Deps& deps, const Request& request,
                               const std::string& action, const F& prepare, const E& event_of) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.parent(), "accounts/*", "parent"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, ""));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids[0], request.parent()));
  ASSIGN_OR_RETURN(const Visit parsed, Parse(call, request, ids[0], account.id));
  return api::WriteOnce<v1::Visit>(call, request, directory::ReplayWhereSeen(call.scope()),
                                   [&](pg::Tx& tx) -> absl::StatusOr<v1::Visit> {
                                     Visit visit = parsed;
                                     if (absl::Status ready = prepare(tx, visit); !ready.ok()) {
                                       return status::PrefixFields(ready, "visit");
                                     }
                                     visit.id = api::NewUuid(context.now);
                                     visit.create_time = visit.update_time = context.now;
                                     InsertVisit(tx, visit);
                                     history::RecordChanges(tx, kVisitChanges, visit.id,
                                                            visit.version, action, {{}}, context);
                                     events::Append(tx, event_of(visit, context));
                                     return ToProto(visit);
                                   });
}

absl::StatusOr<v1::Visit> Create(rpc::CallContext& call, const Deps& deps,
                                 const v1::CreateVisitRequest& request) {
  return Make(
      call, deps, request, "create", [](pg::Tx&, Visit& visit) { return CheckNoRecord(visit); },
      VisitPlannedEvent);
}

absl::StatusOr<v1::Visit> Record(rpc::CallContext& call, const Deps& deps,
                                 const v1::RecordVisitRequest& request) {
  return Make(
      call, deps, request, "record",
      [&](pg::Tx& tx, Visit& visit) -> absl::Status {
        if (visit.planned_end > call.now()) {
          return status::BadField("planned_end_time",
                                  "lies in the future; plan the visit instead of recording it");
        }
        visit.state = "completed";
        visit.complete_time = visit.planned_end;
        RETURN_IF_ERROR(Validate(visit));
        const VisitForm form = ReadForm(tx, visit.kind);
        visit.form_version = form.version;
        return CheckAnswers(form, visit.form_answers);
      },
      VisitRecordedEvent);
}

// Which of the fields that an update names may change in the visit's present state.
absl::Status CheckFields(const Visit& before, const Visit& parsed,
                         const std::vector<std::string>& fields) {
  if (before.state == "cancelled") {
    return status::Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
                         "the visit is cancelled; what it was to be does not change any more");
  }
  for (const history::Change& change : history::Diff(VisitFields(), before, parsed)) {
    if (std::find(fields.begin(), fields.end(), change.field) == fields.end()) continue;
    const FieldKind kind = KindOf(change.field);
    if (absl::StartsWith(change.field, "planned_")) {
      return status::BadField(change.field, "changes by :reschedule");
    }
    if (kind == FieldKind::kRecord && before.state != "checked_in" && before.state != "completed") {
      return status::BadField(change.field,
                              "is recorded when the visit is made: use :checkIn and "
                              ":complete");
    }
    if (change.field == "kind" && before.state == "completed") {
      return status::BadField(change.field,
                              "cannot change once the visit is recorded: its form "
                              "was that of its kind");
    }
  }
  return absl::OkStatus();
}

// `before` with the fields that the request names; everything checked.
absl::StatusOr<Visit> Updated(pg::Tx& tx, const Visit& before, const Visit& parsed,
                              const std::vector<std::string>& fields, const std::string& caller) {
  RETURN_IF_ERROR(CheckFields(before, parsed, fields));
  Visit after = before;
  history::CopyFields(VisitFields(), fields, parsed, after);
  FillIn(after, caller);
  RETURN_IF_ERROR(Validate(after));
  if (after.state == "completed" && after.form_answers != before.form_answers) {
    RETURN_IF_ERROR(CheckAnswers(ReadForm(tx, after.kind, after.form_version), after.form_answers));
  }
  return after;
}

absl::StatusOr<v1::Visit> Update(rpc::CallContext& call, const Deps& deps,
                                 const v1::UpdateVisitRequest& request) {
  const std::string& name = request.visit().name();
  ASSIGN_OR_RETURN(const VisitIds ids, ParseVisitName(name, "visit.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), request.visit()));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, name));
  const std::string& caller = call.principal().subject;
  auto parsed = FromProto(request.visit(), ids.account_id, account.id, caller);
  if (parsed.ok()) {
    if (absl::Status valid = ValidateLists(*parsed); !valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), "visit");
  return api::WriteOnce<v1::Visit>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Visit> {
        ASSIGN_OR_RETURN(const Visit before,
                         LockForWrite(tx, account.id, ids.visit_id, name, request.visit().etag()));
        absl::Status same =
            api::CheckOutputOnly(request.update_mask(), request.visit(), ToProto(before));
        if (!same.ok()) return status::PrefixFields(same, "visit");
        auto updated = Updated(tx, before, *parsed, fields, caller);
        if (!updated.ok()) return status::PrefixFields(updated.status(), "visit");
        const auto changes = history::Diff(VisitFields(), before, *updated);
        if (changes.empty()) return ToProto(before);
        const history::WriteContext at = history::NextVersion(before, context, *updated);
        SaveVersion(tx, before, *updated, "update", VisitChangedEvent(*updated, changes, at), at);
        return ToProto(*updated);
      });
}

absl::StatusOr<v1::Visit> Reschedule(rpc::CallContext& call, const Deps& deps,
                                     const v1::RescheduleVisitRequest& request) {
  ASSIGN_OR_RETURN(const VisitIds ids, ParseVisitName(request.name(), "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  if (!request.has_planned_start_time()) {
    return status::BadField("planned_start_time", "say when the visit is to begin");
  }
  ASSIGN_OR_RETURN(const absl::Time start,
                   api::TimeFromProto(request.planned_start_time(), "planned_start_time"));
  absl::Time end = absl::InfinitePast();
  if (request.has_planned_end_time()) {
    ASSIGN_OR_RETURN(end, api::TimeFromProto(request.planned_end_time(), "planned_end_time"));
  }
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, request.name()));
  return api::WriteOnce<v1::Visit>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Visit> {
        ASSIGN_OR_RETURN(const Visit before, LockForWrite(tx, account.id, ids.visit_id,
                                                          request.name(), request.etag()));
        RETURN_IF_ERROR(CheckVerb(VisitVerb::kReschedule, before.state));
        Visit after = before;
        after.state = std::string(StateAfter(VisitVerb::kReschedule));
        after.planned_start = start;
        after.planned_end = request.has_planned_end_time()
                                ? end
                                : start + (before.planned_end - before.planned_start);
        RETURN_IF_ERROR(ValidateWindow(after.planned_start, after.planned_end));
        const history::WriteContext at = history::NextVersion(before, context, after);
        SaveVersion(tx, before, after, NameOf(VisitVerb::kReschedule),
                    VisitStateChangedEvent(before, after, at), at);
        return ToProto(after);
      });
}

}  // namespace

void RegisterVisitPlanWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kVisitService, "CreateVisit"), deps, Create);
  router.Unary(absl::StrCat(kVisitService, "RecordVisit"), deps, Record);
  router.Unary(absl::StrCat(kVisitService, "UpdateVisit"), deps, Update);
  router.Unary(absl::StrCat(kVisitService, "RescheduleVisit"), deps, Reschedule);
}

}  // namespace mainstay::engagement
