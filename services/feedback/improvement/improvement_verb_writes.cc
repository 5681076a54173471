// Start, check, repeat, standardize and cancel.
#include <mainstay/feedback/v1/improvement_service.pb.h>

#include <cmath>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/idempotency.h"
#include "common/api/proto_date.h"
#include "common/api/resource_name.h"
#include "common/api/write_context.h"
#include "common/status/status.h"
#include "services/feedback/improvement/improvement_handlers.h"
#include "services/feedback/improvement/improvement_write.h"
#include "services/feedback/reports/report_store.h"

namespace mainstay::feedback {
namespace {

// What is asked to be measured.
struct Asked {
  std::string_view field;  // of the request: "before"
  absl::CivilDay first_day, last_day;
  std::optional<double> value;
};

absl::StatusOr<Asked> AskedOf(const v1::Measurement& message, std::string_view field) {
  const auto at = [&](std::string_view part) { return absl::StrCat(field, ".", part); };
  Asked asked{.field = field};
  ASSIGN_OR_RETURN(asked.first_day, api::DayFromProto(message.first_day(), at("first_day")));
  ASSIGN_OR_RETURN(asked.last_day, api::DayFromProto(message.last_day(), at("last_day")));
  if (asked.last_day < asked.first_day) {
    return status::BadField(at("last_day"), "must not be before first_day");
  }
  if (message.has_value()) asked.value = message.value();
  if (asked.value && !std::isfinite(*asked.value)) {
    return status::BadField(at("value"), "must be a number");
  }
  return asked;
}

// The day it is in the time zone that periods are measured in.
absl::CivilDay TodayOf(absl::Time now) {
  absl::TimeZone zone;
  absl::LoadTimeZone(CaseSelection().time_zone, &zone);
  return absl::ToCivilDay(now, zone);
}

// The figure of all accounts in the period, whoever measures it, or what was measured by hand.
absl::StatusOr<MeasuredValue> Measure(pg::Tx& tx, const ImprovementMeasure& measure,
                                      const Asked& asked, const auth::AccountScope& scope,
                                      absl::Time now) {
  MeasuredValue measured{
      .first_day = asked.first_day, .last_day = asked.last_day, .measure_time = now};
  if (asked.last_day > TodayOf(now)) {
    return status::BadField(absl::StrCat(asked.field, ".last_day"), "must not lie in the future");
  }
  const std::string value_field = absl::StrCat(asked.field, ".value");
  if (measure.figure.empty() || measure.figure == kByHand) {
    if (!asked.value) return status::BadField(value_field, "say it: it is measured by hand");
    measured.value = *asked.value;
    return measured;
  }
  if (asked.value) {
    return status::BadField(value_field, "is measured from the cases; leave it out");
  }
  if (!scope.all()) {
    RETURN_IF_ERROR(CheckTellsNoCase(measure, asked.first_day, asked.last_day,
                                     absl::StrCat(asked.field, ".first_day")));
  }
  ReportQuery query;
  query.selection.kind = measure.kind;
  query.selection.category = measure.category;
  query.now = now;
  RETURN_IF_ERROR(SelectDays(asked.first_day, asked.last_day, query.selection));
  const auto value =
      ValueOf(measure.figure, CountCases(tx, query, auth::AccountScope::All()).total);
  if (!value) {
    return status::Error(absl::StatusCode::kFailedPrecondition, "NOTHING_TO_MEASURE",
                         "no case of that period says anything of the figure; measure a longer "
                         "period");
  }
  measured.value = *value;
  return measured;
}

using Apply = std::function<absl::Status(pg::Tx&, ImprovementAction&, absl::Time now)>;

// Applies a verb to the action that the request names; `reason` is on record.
template <class Request>
absl::StatusOr<v1::ImprovementAction> Move(rpc::CallContext& call, const Request& request,
                                           const std::string& verb, const std::string& reason,
                                           const Apply& apply) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(request.name(), kImprovementPattern, "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context, api::WriteContextOf(call, reason));
  return api::WriteOnce<v1::ImprovementAction>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ImprovementAction> {
        ASSIGN_OR_RETURN(const ImprovementAction before,
                         LockActionForWrite(tx, call, ids[0], request.name(), request.etag()));
        ImprovementAction after = before;
        RETURN_IF_ERROR(apply(tx, after, context.now));
        return WriteAction(tx, before, std::move(after), verb, call.scope(), context);
      },
      {.plan_once = false});
}

absl::StatusOr<v1::ImprovementAction> StartOne(rpc::CallContext& call,
                                               const v1::StartImprovementActionRequest& request) {
  ASSIGN_OR_RETURN(const Asked asked, AskedOf(request.before(), "before"));
  return Move(call, request, "start", request.reason(),
              [&](pg::Tx& tx, ImprovementAction& action, absl::Time now) -> absl::Status {
                // Whether it can start at all comes first.
                ImprovementAction trial = action;
                RETURN_IF_ERROR(Start(trial, {}));
                ASSIGN_OR_RETURN(const MeasuredValue before,
                                 Measure(tx, action.measure, asked, call.scope(), now));
                return Start(action, before);
              });
}

absl::StatusOr<v1::ImprovementAction> CheckOne(rpc::CallContext& call,
                                               const v1::CheckImprovementActionRequest& request) {
  ASSIGN_OR_RETURN(const Asked asked, AskedOf(request.after(), "after"));
  return Move(
      call, request, "check", request.reason(),
      [&](pg::Tx& tx, ImprovementAction& action, absl::Time now) -> absl::Status {
        ImprovementAction trial = action;
        RETURN_IF_ERROR(Check(trial, {.first_day = asked.first_day, .last_day = asked.last_day}));
        ASSIGN_OR_RETURN(const MeasuredValue after,
                         Measure(tx, action.measure, asked, call.scope(), now));
        return Check(action, after);
      });
}

absl::StatusOr<v1::ImprovementAction> RepeatOne(rpc::CallContext& call,
                                                const v1::RepeatImprovementActionRequest& request) {
  std::optional<absl::CivilDay> due_date;
  if (request.has_due_date()) {
    ASSIGN_OR_RETURN(due_date, api::DayFromProto(request.due_date(), "due_date"));
  }
  return Move(call, request, "repeat", request.reason(),
              [&](pg::Tx&, ImprovementAction& action, absl::Time) {
                return Repeat(action, due_date, request.reason());
              });
}

absl::StatusOr<v1::ImprovementAction> StandardizeOne(
    rpc::CallContext& call, const v1::StandardizeImprovementActionRequest& request) {
  return Move(call, request, "standardize", "",
              [&](pg::Tx&, ImprovementAction& action, absl::Time) {
                return Standardize(action, request.outcome());
              });
}

absl::StatusOr<v1::ImprovementAction> CancelOne(rpc::CallContext& call,
                                                const v1::CancelImprovementActionRequest& request) {
  return Move(call, request, "cancel", request.reason(),
              [&](pg::Tx&, ImprovementAction& action, absl::Time) {
                return Cancel(action, request.reason());
              });
}

}  // namespace

void RegisterImprovementVerbs(rpc::Router& router, const Deps&) {
  router.Unary(absl::StrCat(kImprovementService, "StartImprovementAction"), StartOne);
  router.Unary(absl::StrCat(kImprovementService, "CheckImprovementAction"), CheckOne);
  router.Unary(absl::StrCat(kImprovementService, "RepeatImprovementAction"), RepeatOne);
  router.Unary(absl::StrCat(kImprovementService, "StandardizeImprovementAction"), StandardizeOne);
  router.Unary(absl::StrCat(kImprovementService, "CancelImprovementAction"), CancelOne);
}

}  // namespace mainstay::feedback
