// Counting with calendars, for those who do not keep them themselves.
#include <mainstay/engagement/v1/calendar_service.pb.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_handlers.h"
#include "services/engagement/calendar/working_time_store.h"

namespace mainstay::engagement {
namespace {

using WorkingTime = WorkingTimes::WorkingTime;

absl::StatusOr<WorkingTime> Find(rpc::CallContext& call, const Deps& deps,
                                 const std::string& name) {
  ASSIGN_OR_RETURN(const std::string id, ParseCalendarName(name, "name"));
  return deps.working_times->Get(call.db(), call.tx_options(), id);
}

absl::StatusOr<absl::Time> Required(bool has, const google::protobuf::Timestamp& time,
                                    std::string_view field) {
  if (!has) return status::BadField(field, "is required: a time such as 2026-11-23T09:00:00+08:00");
  return api::TimeFromProto(time, field);
}

absl::Status NoWork() {
  return status::Error(
      absl::StatusCode::kOutOfRange, "NO_WORKING_TIME",
      absl::StrCat("the calendar has not so much working time there: it knows the years ",
                   calendar::kFirstYear, " to ", calendar::kLastYear));
}

absl::StatusOr<v1::AddWorkingTimeResponse> Add(rpc::CallContext& call, const Deps& deps,
                                               const v1::AddWorkingTimeRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time start,
                   Required(request.has_start_time(), request.start_time(), "start_time"));
  if (!request.has_working_time()) {
    return status::BadField("working_time", "is required: seconds such as 28800s");
  }
  ASSIGN_OR_RETURN(const WorkingTime working, Find(call, deps, request.name()));
  const std::optional<absl::Time> end =
      working->Add(start, absl::Seconds(request.working_time().seconds()) +
                              absl::Nanoseconds(request.working_time().nanos()));
  if (!end) return NoWork();
  v1::AddWorkingTimeResponse response;
  *response.mutable_end_time() = api::TimeToProto(*end);
  return response;
}

absl::StatusOr<v1::WorkingTimeBetweenResponse> Between(
    rpc::CallContext& call, const Deps& deps, const v1::WorkingTimeBetweenRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time start,
                   Required(request.has_start_time(), request.start_time(), "start_time"));
  ASSIGN_OR_RETURN(const absl::Time end,
                   Required(request.has_end_time(), request.end_time(), "end_time"));
  ASSIGN_OR_RETURN(const WorkingTime working, Find(call, deps, request.name()));
  absl::Duration rest = working->Between(start, end);
  v1::WorkingTimeBetweenResponse response;
  response.mutable_working_time()->set_seconds(absl::IDivDuration(rest, absl::Seconds(1), &rest));
  response.mutable_working_time()->set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(rest)));
  return response;
}

absl::StatusOr<v1::NextWorkingTimeResponse> Next(rpc::CallContext& call, const Deps& deps,
                                                 const v1::NextWorkingTimeRequest& request) {
  absl::Time at = call.now();
  if (request.has_time()) {
    ASSIGN_OR_RETURN(at, api::TimeFromProto(request.time(), "time"));
  }
  ASSIGN_OR_RETURN(const WorkingTime working, Find(call, deps, request.name()));
  const std::optional<absl::Time> next = working->Next(at);
  if (!next) return NoWork();
  v1::NextWorkingTimeResponse response;
  *response.mutable_time() = api::TimeToProto(*next);
  response.set_working(*next == at);
  return response;
}

}  // namespace

void RegisterWorkingTime(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCalendarService, "AddWorkingTime"), deps, Add);
  router.Unary(absl::StrCat(kCalendarService, "WorkingTimeBetween"), deps, Between);
  router.Unary(absl::StrCat(kCalendarService, "NextWorkingTime"), deps, Next);
}

}  // namespace mainstay::engagement
