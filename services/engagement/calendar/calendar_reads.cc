// Get, list, the special days and the change history.
#include <mainstay/engagement/v1/calendar_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/listing.h"
#include "common/calendar_replica/calendar_proto.h"
#include "common/status/status.h"
#include "services/engagement/calendar/calendar_handlers.h"
#include "services/engagement/calendar/calendar_proto.h"
#include "services/engagement/calendar/calendar_store.h"

namespace mainstay::engagement {
namespace {

absl::StatusOr<v1::WorkingCalendar> Get(rpc::CallContext& call, const Deps&,
                                        const v1::GetWorkingCalendarRequest& request) {
  ASSIGN_OR_RETURN(const std::string name, ParseCalendarName(request.name(), "name"));
  return call.db().ReadOne(call.tx_options(),
                           [&](pg::Tx& tx) -> absl::StatusOr<v1::WorkingCalendar> {
                             const std::optional<NamedCalendar> named = ReadCalendar(tx, name);
                             if (!named) return status::NotFound(request.name());
                             return ToProto(*named);
                           });
}

absl::StatusOr<v1::ListWorkingCalendarsResponse> List(
    rpc::CallContext& call, const Deps& deps, const v1::ListWorkingCalendarsRequest& request) {
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, CalendarListFields(), ""));
  return call.db().ReadOne(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListWorkingCalendarsResponse> {
        const api::Rows<NamedCalendar> rows = ListCalendars(tx, listing.query());
        v1::ListWorkingCalendarsResponse response;
        for (const NamedCalendar& named : rows.items) {
          *response.add_working_calendars() = ToProto(named);
        }
        response.set_next_page_token(listing.Token(rows.next));
        return response;
      });
}

absl::StatusOr<v1::ListSpecialDaysResponse> ListDays(rpc::CallContext& call, const Deps& deps,
                                                     const v1::ListSpecialDaysRequest& request) {
  ASSIGN_OR_RETURN(const std::string name, ParseCalendarName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const api::Listing listing,
                   api::Listing::Read(call, *deps.page_tokens, request, SpecialDayListFields(),
                                      request.parent()));
  return call.db().Read(call.tx_options(),
                        [&](pg::Tx& tx) -> absl::StatusOr<v1::ListSpecialDaysResponse> {
                          const std::optional<NamedCalendar> named = ReadCalendar(tx, name);
                          if (!named) return status::NotFound(request.parent());
                          const auto rows = ListSpecialDays(tx, listing.query(), named->id);
                          v1::ListSpecialDaysResponse response;
                          for (const calendar::SpecialDay& day : rows.items) {
                            *response.add_special_days() = calendar_replica::DayToProto(day);
                          }
                          response.set_next_page_token(listing.Token(rows.next));
                          return response;
                        });
}

absl::StatusOr<v1::ListWorkingCalendarChangesResponse> ListChanges(
    rpc::CallContext& call, const Deps& deps,
    const v1::ListWorkingCalendarChangesRequest& request) {
  ASSIGN_OR_RETURN(const std::string name, ParseCalendarName(request.parent(), "parent"));
  ASSIGN_OR_RETURN(const api::ChangeListing listing,
                   api::ChangeListing::Read(call, *deps.page_tokens, request));
  return call.db().Read(
      call.tx_options(), [&](pg::Tx& tx) -> absl::StatusOr<v1::ListWorkingCalendarChangesResponse> {
        const std::optional<NamedCalendar> named = ReadCalendar(tx, name);
        if (!named) return status::NotFound(request.parent());
        const api::Rows<history::RecordedChange> rows =
            listing.ReadFrom(tx, kCalendarChanges, named->id);
        v1::ListWorkingCalendarChangesResponse response;
        for (const history::RecordedChange& change : rows.items) {
          *response.add_changes() = api::ChangeToProto<v1::WorkingCalendarChange>(change);
        }
        response.set_next_page_token(listing.Token(rows.next));
        return response;
      });
}

}  // namespace

void RegisterCalendarReads(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kCalendarService, "GetWorkingCalendar"), deps, Get);
  router.Unary(absl::StrCat(kCalendarService, "ListWorkingCalendars"), deps, List);
  router.Unary(absl::StrCat(kCalendarService, "ListSpecialDays"), deps, ListDays);
  router.Unary(absl::StrCat(kCalendarService, "ListWorkingCalendarChanges"), deps, ListChanges);
}

}  // namespace mainstay::engagement
