// Create, update and the import of special days.
#include <mainstay/engagement/v1/calendar_service.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/etag.h"
#include "common/api/field_mask.h"
#include "common/api/idempotency.h"
#include "common/api/uuid.h"
#include "common/api/write_context.h"
#include "common/calendar_replica/calendar_proto.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_handlers.h"
#include "services/engagement/calendar/calendar_proto.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kField = "working_calendar";

absl::StatusOr<v1::WorkingCalendar> Create(rpc::CallContext& call,
                                           const v1::CreateWorkingCalendarRequest& request) {
  if (!IsCalendarName(request.working_calendar_id())) {
    return status::BadField("working_calendar_id",
                            "must be 1 to 40 lower-case letters, digits and \"-\"");
  }
  auto parsed = FromProto(request.working_calendar());
  if (parsed.ok()) {
    const absl::Status valid = CheckAsSent(*parsed, request.working_calendar());
    if (!valid.ok()) parsed = valid;
  }
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  return api::WriteOnce<v1::WorkingCalendar>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::WorkingCalendar> {
        NamedCalendar named = *parsed;
        named.id = api::NewUuid(context.now);
        named.name = request.working_calendar_id();
        named.create_time = named.update_time = context.now;
        if (!AddCalendar(tx, named, "create", context)) {
          return status::Error(absl::StatusCode::kAlreadyExists, "WORKING_CALENDAR_EXISTS",
                               absl::StrCat(CalendarName(named), " exists; update it instead"));
        }
        return ToProto(named);
      });
}

// The calendar that `name` names, whole, locked and with a current etag.
absl::StatusOr<NamedCalendar> LockForWrite(pg::Tx& tx, const std::string& id,
                                           const std::string& name, std::string_view etag) {
  std::optional<NamedCalendar> named = LockCalendar(tx, id);
  if (!named) return status::NotFound(name);
  RETURN_IF_ERROR(api::CheckEtag(etag, named->version));
  return *std::move(named);
}

absl::StatusOr<v1::WorkingCalendar> Update(rpc::CallContext& call,
                                           const v1::UpdateWorkingCalendarRequest& request) {
  const v1::WorkingCalendar& sent = request.working_calendar();
  ASSIGN_OR_RETURN(const std::string id, ParseCalendarName(sent.name(), "working_calendar.name"));
  ASSIGN_OR_RETURN(const auto fields, api::FieldsToUpdate(request.update_mask(), sent));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  const auto parsed = FromProto(sent);
  if (!parsed.ok()) return status::PrefixFields(parsed.status(), kField);
  return api::WriteOnce<v1::WorkingCalendar>(
      call, request, api::kReplayToCaller, [&](pg::Tx& tx) -> absl::StatusOr<v1::WorkingCalendar> {
        ASSIGN_OR_RETURN(const NamedCalendar before,
                         LockForWrite(tx, id, sent.name(), sent.etag()));
        const absl::Status same =
            api::CheckOutputOnly(request.update_mask(), sent, ToProto(before));
        if (!same.ok()) return status::PrefixFields(same, kField);
        NamedCalendar after = before;
        for (const std::string& field : fields) {
          if (field == "display_name") after.display_name = parsed->display_name;
          if (field == "time_zone") after.hours.time_zone = parsed->hours.time_zone;
          if (field == "weekly") after.hours.weekly = parsed->hours.weekly;
        }
        const absl::Status valid = CheckAsSent(after, sent);
        if (!valid.ok()) return status::PrefixFields(valid, kField);
        const std::vector<history::Change> changes = DiffFields(before, after);
        if (changes.empty()) return ToProto(before);
        const history::WriteContext at = history::NextVersion(before, context, after);
        SaveCalendar(tx, after, {}, "update", changes, at);
        return ToProto(after);
      });
}

v1::ImportDaysResponse ResponseOf(const NamedCalendar& named, const DayChanges& changes) {
  v1::ImportDaysResponse response;
  *response.mutable_working_calendar() = ToProto(named);
  using calendar_replica::DayToProto;
  for (const auto& day : changes.added) *response.add_added() = DayToProto(day);
  for (const auto& day : changes.changed) *response.add_changed() = DayToProto(day);
  for (const auto& day : changes.removed) *response.add_removed() = DayToProto(day);
  response.set_unchanged_count(changes.unchanged);
  return response;
}

absl::StatusOr<v1::ImportDaysResponse> ImportDays(rpc::CallContext& call,
                                                  const v1::ImportDaysRequest& request) {
  ASSIGN_OR_RETURN(const std::string id, ParseCalendarName(request.name(), "name"));
  ASSIGN_OR_RETURN(const history::WriteContext context,
                   api::WriteContextOf(call, request.reason()));
  ASSIGN_OR_RETURN(const IncomingDays incoming, DaysOf(request));
  return api::WriteOnce<v1::ImportDaysResponse>(
      call, request, api::kReplayToCaller,
      [&](pg::Tx& tx) -> absl::StatusOr<v1::ImportDaysResponse> {
        ASSIGN_OR_RETURN(const NamedCalendar before,
                         LockForWrite(tx, id, request.name(), request.etag()));
        NamedCalendar after = before;
        ASSIGN_OR_RETURN(const DayChanges changes,
                         TakeDays(incoming, request.replace_years(), after));
        if (changes.empty()) return ResponseOf(before, changes);
        const history::WriteContext at = history::NextVersion(before, context, after);
        SaveCalendar(tx, after, changes, "import_days",
                     DiffDays(changes, before.hours.special_days), at);
        return ResponseOf(after, changes);
      });
}

}  // namespace

void RegisterCalendarWrites(rpc::Router& router) {
  router.Unary(absl::StrCat(kCalendarService, "CreateWorkingCalendar"), Create);
  router.Unary(absl::StrCat(kCalendarService, "UpdateWorkingCalendar"), Update);
  router.Unary(absl::StrCat(kCalendarService, "ImportDays"), ImportDays);
}

}  // namespace mainstay::engagement
