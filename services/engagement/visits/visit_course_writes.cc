// The course of a visit: confirm, prepare, check in, complete, cancel.
#include <mainstay/engagement/v1/visit_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/idempotency.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
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

constexpr absl::Duration kOffline = absl::Hours(24 * 7);  // a phone may have been
constexpr absl::Duration kClockSkew = absl::Minutes(5);   // of the caller's clock

// One verb: everything but what it changes besides the state, which `change` does.
template <class Request, class F>
absl::StatusOr<v1::Visit> Go(rpc::CallContext& call, const Deps& deps, const Request& request,
                             VisitVerb verb, const std::string& reason, const F& change) {
  ASSIGN_OR_RETURN(const VisitIds ids, ParseVisitName(request.name(), "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  ASSIGN_OR_RETURN(const directory::Account account,
                   FindAccountForWrite(call, *deps.directory, ids.account_id, request.name()));
  return api::WriteOnce<v1::Visit>(
      call, request, directory::ReplayWhereSeen(call.scope()),
      [&](pg::Tx& tx) -> absl::StatusOr<v1::Visit> {
        ASSIGN_OR_RETURN(const Visit before, LockForWrite(tx, account.id, ids.visit_id,
                                                          request.name(), request.etag()));
        RETURN_IF_ERROR(CheckVerb(verb, before.state));
        Visit after = before;
        after.state = std::string(StateAfter(verb));
        RETURN_IF_ERROR(change(tx, after));
        RETURN_IF_ERROR(Validate(after));
        const history::WriteContext at = history::NextVersion(before, context, after);
        SaveVersion(tx, before, after, NameOf(verb), VisitStateChangedEvent(before, after, at), at);
        return ToProto(after);
      });
}

// When something happened that the caller may tell late: `now` when they do not say.
absl::StatusOr<absl::Time> ToldTime(bool told, const google::protobuf::Timestamp& time,
                                    absl::Time now, std::string_view field) {
  if (!told) return now;
  ASSIGN_OR_RETURN(const absl::Time at, api::TimeFromProto(time, field));
  if (at > now + kClockSkew || at < now - kOffline) {
    return status::BadField(field, "must lie in the last 7 days");
  }
  return std::min(at, now);
}

absl::StatusOr<v1::Visit> Confirm(rpc::CallContext& call, const Deps& deps,
                                  const v1::ConfirmVisitRequest& request) {
  return Go(call, deps, request, VisitVerb::kConfirm, request.reason(),
            [](pg::Tx&, Visit&) { return absl::OkStatus(); });
}

absl::StatusOr<v1::Visit> Prepare(rpc::CallContext& call, const Deps& deps,
                                  const v1::PrepareVisitRequest& request) {
  return Go(call, deps, request, VisitVerb::kPrepare, "", [&](pg::Tx&, Visit& visit) {
    if (!request.preparation().empty()) visit.preparation = request.preparation();
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Visit> CheckIn(rpc::CallContext& call, const Deps& deps,
                                  const v1::CheckInVisitRequest& request) {
  return Go(call, deps, request, VisitVerb::kCheckIn, "",
            [&](pg::Tx&, Visit& visit) -> absl::Status {
              ASSIGN_OR_RETURN(visit.check_in_time,
                               ToldTime(request.has_check_in_time(), request.check_in_time(),
                                        call.now(), "check_in_time"));
              visit.on_time = IsOnTime(visit, *visit.check_in_time, deps.visit_on_time_tolerance);
              if (request.has_position()) {
                ASSIGN_OR_RETURN(visit.check_in_position,
                                 PositionFromProto(request.position(), "position"));
              }
              return absl::OkStatus();
            });
}

absl::Status Record(pg::Tx& tx, const rpc::CallContext& call,
                    const v1::CompleteVisitRequest& request, Visit& visit) {
  // What was noted on the way stays unless something is said now.
  if (!request.content().empty()) visit.content = request.content();
  if (!request.progress().empty()) visit.progress = request.progress();
  if (request.outcome() != v1::VISIT_OUTCOME_UNSPECIFIED) {
    ASSIGN_OR_RETURN(visit.outcome,
                     api::EnumToText(request.outcome(), "VISIT_OUTCOME_", "outcome"));
  }
  if (request.customer_needs_size() > 0) {
    visit.customer_needs.assign(request.customer_needs().begin(), request.customer_needs().end());
  }
  ASSIGN_OR_RETURN(
      visit.complete_time,
      ToldTime(request.has_complete_time(), request.complete_time(), call.now(), "complete_time"));
  if (request.has_next_visit_date()) {
    ASSIGN_OR_RETURN(visit.next_visit_date,
                     api::DayFromProto(request.next_visit_date(), "next_visit_date"));
    absl::TimeZone zone;
    absl::LoadTimeZone(visit.time_zone, &zone);
    if (*visit.next_visit_date < absl::ToCivilDay(*visit.complete_time, zone)) {
      return status::BadField("next_visit_date", "must not come before the visit");
    }
  }
  for (const auto& [key, answer] : request.form_answers()) visit.form_answers[key] = answer;
  if (*visit.complete_time < *visit.check_in_time) {
    return status::BadField("complete_time", "must not come before the check-in");
  }
  const VisitForm form = ReadForm(tx, visit.kind);
  visit.form_version = form.version;
  return CheckAnswers(form, visit.form_answers);
}

absl::StatusOr<v1::Visit> Complete(rpc::CallContext& call, const Deps& deps,
                                   const v1::CompleteVisitRequest& request) {
  return Go(call, deps, request, VisitVerb::kComplete, "",
            [&](pg::Tx& tx, Visit& visit) { return Record(tx, call, request, visit); });
}

absl::StatusOr<v1::Visit> Cancel(rpc::CallContext& call, const Deps& deps,
                                 const v1::CancelVisitRequest& request) {
  if (request.reason().empty()) return status::BadField("reason", "say why it is called off");
  return Go(call, deps, request, VisitVerb::kCancel, request.reason(), [&](pg::Tx&, Visit& visit) {
    visit.cancel_reason = request.reason();
    return absl::OkStatus();
  });
}

}  // namespace

void RegisterVisitCourseWrites(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kVisitService, "ConfirmVisit"), deps, Confirm);
  router.Unary(absl::StrCat(kVisitService, "PrepareVisit"), deps, Prepare);
  router.Unary(absl::StrCat(kVisitService, "CheckInVisit"), deps, CheckIn);
  router.Unary(absl::StrCat(kVisitService, "CompleteVisit"), deps, Complete);
  router.Unary(absl::StrCat(kVisitService, "CancelVisit"), deps, Cancel);
}

}  // namespace mainstay::engagement
