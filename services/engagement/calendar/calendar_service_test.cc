// WorkingCalendarService on a real database.
#include "services/engagement/calendar/calendar_service.h"

#include <gmock/gmock.h>
#include <google/type/dayofweek.pb.h>
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/calendar_events.pb.h>
#include <mainstay/engagement/v1/calendar_service.pb.h>

#include <fstream>
#include <iterator>
#include <pqxx/pqxx>

#include "common/api/proto_time.h"
#include "common/calendar_replica/calendar_replica.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/calendar/official_calendar_writes.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

absl::Time At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, std::string(text), &time, &error)) << error;
  return time;
}

std::string InShanghai(const google::protobuf::Timestamp& time) {
  absl::TimeZone zone;
  absl::LoadTimeZone("Asia/Shanghai", &zone);
  return absl::FormatTime("%Y-%m-%d %H:%M", api::TimeOf(time), zone);
}

class CalendarServiceTest : public EngagementServiceTest {
 protected:
  CalendarServiceTest()
      : EngagementServiceTest({"WorkingCalendarService"}, {RegisterWorkingCalendarService}) {}
  ~CalendarServiceTest() override { ExpectAnEventForEveryVersion(service_.db()); }

  template <class Res>
  absl::StatusOr<Res> Do(std::string_view method, const google::protobuf::Message& request,
                         std::string_view role = "admin") {
    return Call<Res>(absl::StrCat("WorkingCalendarService/", method), request, "ada", role);
  }

  static v1::CreateWorkingCalendarRequest Shop(const std::string& id) {
    v1::CreateWorkingCalendarRequest request;
    request.set_working_calendar_id(id);
    v1::WorkingCalendar& calendar = *request.mutable_working_calendar();
    calendar.set_display_name("Shop");
    calendar.set_time_zone("Europe/Berlin");
    v1::DayHours& saturday = *calendar.add_weekly();
    saturday.set_day_of_week(google::type::SATURDAY);
    v1::Shift& shift = *saturday.add_shifts();
    shift.mutable_start()->set_hours(20);
    shift.mutable_end()->set_hours(24);
    return request;
  }
  absl::StatusOr<v1::WorkingCalendar> Create(const v1::CreateWorkingCalendarRequest& request,
                                             std::string_view role = "admin") {
    return Do<v1::WorkingCalendar>("CreateWorkingCalendar", request, role);
  }
  absl::StatusOr<v1::WorkingCalendar> Get(const std::string& name) {
    v1::GetWorkingCalendarRequest request;
    request.set_name(name);
    return Do<v1::WorkingCalendar>("GetWorkingCalendar", request, "analyst");
  }
  absl::StatusOr<v1::ImportDaysResponse> Import(const std::string& csv,
                                                const std::string& name = "workingCalendars/cn") {
    v1::ImportDaysRequest request;
    request.set_name(name);
    request.set_format(v1::DAY_FORMAT_CSV);
    request.set_text(csv);
    return Do<v1::ImportDaysResponse>("ImportDays", request);
  }
  void KeepOfficial() {
    const auto more = service_.db().Write(
        {}, [&](pg::Tx& tx) { return KeepOfficialCalendar(tx, service_.clock().Now()); });
    EXPECT_EQ(more.status(), absl::OkStatus());
  }
  std::vector<std::string> Fields(const absl::Status& status) {
    std::vector<std::string> fields;
    for (const auto& violation : status::GetFieldViolations(status)) {
      fields.push_back(violation.field);
    }
    return fields;
  }
  absl::StatusOr<v1::AddWorkingTimeResponse> Add(std::string_view from, absl::Duration working,
                                                 std::string_view role = "integration") {
    v1::AddWorkingTimeRequest request;
    request.set_name("workingCalendars/cn");
    *request.mutable_start_time() = api::TimeToProto(At(from));
    request.mutable_working_time()->set_seconds(absl::ToInt64Seconds(working));
    return Do<v1::AddWorkingTimeResponse>("AddWorkingTime", request, role);
  }
};

TEST_F(CalendarServiceTest, ChinasCalendarComesWithMainstay) {
  EXPECT_EQ(Get("workingCalendars/cn").status().code(), absl::StatusCode::kNotFound);
  KeepOfficial();
  const auto china = Get("workingCalendars/cn");
  ASSERT_EQ(china.status(), absl::OkStatus());
  EXPECT_EQ(china->time_zone(), "Asia/Shanghai");
  EXPECT_EQ(china->weekly_size(), 5);
  EXPECT_GT(china->special_day_count(), 60);
  KeepOfficial();  // again changes nothing
  EXPECT_EQ(Get("workingCalendars/cn")->etag(), china->etag());

  // What a company changes stays, also when the task runs again.
  ASSERT_EQ(Import("date,kind,name,name_en\n2026-02-23,workday,我们上班,\n").status(),
            absl::OkStatus());
  KeepOfficial();
  v1::ListSpecialDaysRequest list;
  list.set_parent("workingCalendars/cn");
  list.set_filter("year = 2026 AND kind = SPECIAL_DAY_KIND_WORKDAY AND display_name : 我们");
  const auto days = Do<v1::ListSpecialDaysResponse>("ListSpecialDays", list, "service_agent");
  ASSERT_EQ(days.status(), absl::OkStatus());
  ASSERT_EQ(days->special_days_size(), 1);
  EXPECT_EQ(days->special_days(0).date().day(), 23);
}

TEST_F(CalendarServiceTest, CountsWithHolidaysAndMakeUpDays) {
  KeepOfficial();
  // Friday 13 February 2026, 17:00; Saturday 14 makes up; the festival lasts until Monday 23.
  EXPECT_EQ(InShanghai(Add("2026-02-13T17:00:00+08:00", absl::Hours(2))->end_time()),
            "2026-02-14 10:00");
  EXPECT_EQ(InShanghai(Add("2026-02-14T17:00:00+08:00", absl::Hours(2))->end_time()),
            "2026-02-24 10:00");
  EXPECT_EQ(InShanghai(Add("2026-02-24T10:00:00+08:00", -absl::Hours(2))->end_time()),
            "2026-02-14 17:00");

  v1::WorkingTimeBetweenRequest between;
  between.set_name("workingCalendars/cn");
  *between.mutable_start_time() = api::TimeToProto(At("2026-02-14T17:00:00+08:00"));
  *between.mutable_end_time() = api::TimeToProto(At("2026-02-24T09:30:00.5+08:00"));
  auto worked = Do<v1::WorkingTimeBetweenResponse>("WorkingTimeBetween", between, "analyst");
  ASSERT_EQ(worked.status(), absl::OkStatus());
  EXPECT_EQ(worked->working_time().seconds(), 5400);
  EXPECT_EQ(worked->working_time().nanos(), 500000000);
  between.mutable_start_time()->Swap(between.mutable_end_time());
  worked = Do<v1::WorkingTimeBetweenResponse>("WorkingTimeBetween", between, "analyst");
  EXPECT_EQ(worked->working_time().seconds(), -5400);
  EXPECT_EQ(worked->working_time().nanos(), -500000000);

  v1::NextWorkingTimeRequest next;
  next.set_name("workingCalendars/cn");
  *next.mutable_time() = api::TimeToProto(At("2026-02-15T10:00:00+08:00"));
  auto at = Do<v1::NextWorkingTimeResponse>("NextWorkingTime", next, "survey_manager");
  EXPECT_EQ(InShanghai(at->time()), "2026-02-24 09:00");
  EXPECT_FALSE(at->working());
  *next.mutable_time() = at->time();
  EXPECT_TRUE(
      Do<v1::NextWorkingTimeResponse>("NextWorkingTime", next, "survey_manager")->working());

  // A change counts from the next call on.
  ASSERT_TRUE(Import("date,kind,name,name_en\n2026-02-16,workday,值班,\n").ok());
  EXPECT_EQ(InShanghai(Add("2026-02-14T17:00:00+08:00", absl::Hours(2))->end_time()),
            "2026-02-16 10:00");
}

TEST_F(CalendarServiceTest, SaysWhatCannotBeCounted) {
  KeepOfficial();
  EXPECT_EQ(Add("2100-12-30T17:00:00+08:00", absl::Hours(100)).status().code(),
            absl::StatusCode::kOutOfRange);
  v1::AddWorkingTimeRequest request;
  request.set_name("workingCalendars/cn");
  EXPECT_THAT(Fields(Do<v1::AddWorkingTimeResponse>("AddWorkingTime", request).status()),
              ElementsAre("start_time"));
  *request.mutable_start_time() = api::TimeToProto(service_.clock().Now());
  EXPECT_THAT(Fields(Do<v1::AddWorkingTimeResponse>("AddWorkingTime", request).status()),
              ElementsAre("working_time"));
  request.mutable_working_time()->set_seconds(1);
  request.set_name("workingCalendars/none");
  EXPECT_EQ(Do<v1::AddWorkingTimeResponse>("AddWorkingTime", request).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(CalendarServiceTest, IsMadeOnceUnderItsName) {
  v1::CreateWorkingCalendarRequest request = Shop("late-shop");
  request.set_request_id("01890000-0000-7000-8000-0000000000aa");
  const auto made = Create(request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->name(), "workingCalendars/late-shop");
  EXPECT_EQ(made->weekly(0).shifts(0).end().hours(), 24);
  EXPECT_EQ(Create(request)->etag(), made->etag());  // repeated
  request.clear_request_id();
  EXPECT_EQ(Create(request).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Create(Shop("x"), "account_manager").status().code(),
            absl::StatusCode::kPermissionDenied);

  request = Shop("Bad Name");
  EXPECT_THAT(Fields(Create(request).status()), ElementsAre("working_calendar_id"));
  request = Shop("bad");
  request.mutable_working_calendar()
      ->mutable_weekly(0)
      ->mutable_shifts(0)
      ->mutable_end()
      ->set_hours(19);
  EXPECT_THAT(Fields(Create(request).status()),
              ElementsAre("working_calendar.weekly[0].shifts[0].end"));
  request = Shop("bad");
  *request.mutable_working_calendar()->add_weekly() = request.working_calendar().weekly(0);
  EXPECT_THAT(Fields(Create(request).status()),
              ElementsAre("working_calendar.weekly[1].day_of_week"));
}

TEST_F(CalendarServiceTest, UpdatesAreHeldToTheEtagAndRecorded) {
  ASSERT_TRUE(Create(Shop("shop")).ok());
  v1::UpdateWorkingCalendarRequest request;
  request.mutable_working_calendar()->set_name("workingCalendars/shop");
  request.mutable_working_calendar()->set_time_zone("Asia/Tokyo");
  request.mutable_working_calendar()->set_etag("\"1\"");
  request.set_reason("moved");
  const auto moved = Do<v1::WorkingCalendar>("UpdateWorkingCalendar", request);
  ASSERT_EQ(moved.status(), absl::OkStatus());
  EXPECT_EQ(moved->time_zone(), "Asia/Tokyo");
  EXPECT_EQ(moved->weekly_size(), 1);
  EXPECT_EQ(Do<v1::WorkingCalendar>("UpdateWorkingCalendar", request).status().code(),
            absl::StatusCode::kAborted);
  request.mutable_working_calendar()->clear_etag();
  EXPECT_EQ(Do<v1::WorkingCalendar>("UpdateWorkingCalendar", request)->etag(), moved->etag());

  v1::ListWorkingCalendarChangesRequest list;
  list.set_parent("workingCalendars/shop");
  const auto changes =
      Do<v1::ListWorkingCalendarChangesResponse>("ListWorkingCalendarChanges", list);
  ASSERT_EQ(changes.status(), absl::OkStatus());
  ASSERT_EQ(changes->changes_size(), 2);
  EXPECT_EQ(changes->changes(0).field(), "time_zone");
  EXPECT_EQ(changes->changes(0).old_value(), "Europe/Berlin");
  EXPECT_EQ(changes->changes(0).reason(), "moved");
  EXPECT_EQ(changes->changes(0).actor(), "ada");
  EXPECT_EQ(changes->changes(1).action(), "create");

  v1::ListWorkingCalendarsRequest all;
  ASSERT_TRUE(Create(Shop("another")).ok());
  all.set_page_size(1);
  const auto first = Do<v1::ListWorkingCalendarsResponse>("ListWorkingCalendars", all);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(first->working_calendars(0).name(), "workingCalendars/another");
  all.set_page_token(first->next_page_token());
  const auto second = Do<v1::ListWorkingCalendarsResponse>("ListWorkingCalendars", all);
  EXPECT_EQ(second->working_calendars(0).name(), "workingCalendars/shop");
  EXPECT_EQ(second->next_page_token(), "");
}

TEST_F(CalendarServiceTest, AnImportIsWholeOrNothing) {
  KeepOfficial();
  const std::string etag = Get("workingCalendars/cn")->etag();
  const auto refused =
      Import("date,kind,name,name_en\n2027-01-01,holiday,元旦,\n\n2027-02-30,holiday,春节,\n");
  EXPECT_THAT(Fields(refused.status()), ElementsAre("line 4, date"));
  EXPECT_EQ(Get("workingCalendars/cn")->etag(), etag);
  const auto taken =
      Import("date,kind,name,name_en\n2027-01-01,holiday,元旦,\n2026-01-01,holiday,新年,\n");
  ASSERT_EQ(taken.status(), absl::OkStatus());
  EXPECT_EQ(taken->added_size(), 1);
  EXPECT_EQ(taken->changed_size(), 1);
  EXPECT_EQ(taken->unchanged_count(), 0);
  const auto again =
      Import("date,kind,name,name_en\n2027-01-01,holiday,元旦,\n2026-01-01,holiday,新年,\n");
  EXPECT_EQ(again->unchanged_count(), 2);
  EXPECT_EQ(again->working_calendar().etag(), taken->working_calendar().etag());

  // In a calendar whose Mondays are off a make-up day has no hours.
  ASSERT_TRUE(Create(Shop("shop")).ok());
  EXPECT_THAT(
      Fields(Import("date,kind,name,name_en\n\n2027-01-03,workday,补班,\n", "workingCalendars/shop")
                 .status()),
      ElementsAre("line 3.shifts"));
}

TEST_F(CalendarServiceTest, DaysComeAsICalendarAndAsMessagesToo) {
  KeepOfficial();
  v1::ImportDaysRequest request;
  request.set_name("workingCalendars/cn");
  request.set_format(v1::DAY_FORMAT_ICALENDAR);
  request.set_text(
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\n"
      "DTSTART;VALUE=DATE:20270205\r\nDTEND;VALUE=DATE:20270208\r\nSUMMARY:春节\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n");
  auto taken = Do<v1::ImportDaysResponse>("ImportDays", request);
  ASSERT_EQ(taken.status(), absl::OkStatus());
  EXPECT_EQ(taken->added_size(), 3);

  request.set_format(v1::DAY_FORMAT_MESSAGES);
  EXPECT_THAT(Fields(Do<v1::ImportDaysResponse>("ImportDays", request).status()),
              ElementsAre("text"));
  request.clear_text();
  v1::SpecialDay& half = *request.add_days();
  half.mutable_date()->set_year(2027);
  half.mutable_date()->set_month(12);
  half.mutable_date()->set_day(31);
  half.set_kind(v1::SPECIAL_DAY_KIND_WORKDAY);
  half.set_display_name("半天");
  half.add_shifts()->mutable_start()->set_hours(9);
  half.mutable_shifts(0)->mutable_end()->set_hours(12);
  request.set_replace_years(true);
  taken = Do<v1::ImportDaysResponse>("ImportDays", request);
  ASSERT_EQ(taken.status(), absl::OkStatus());
  EXPECT_EQ(taken->added_size(), 1);
  EXPECT_EQ(taken->removed_size(), 3);
  EXPECT_EQ(InShanghai(Add("2027-12-31T09:00:00+08:00", absl::Hours(3))->end_time()),
            "2027-12-31 12:00");
  EXPECT_THAT(
      Fields(Do<v1::ImportDaysResponse>("ImportDays", v1::ImportDaysRequest(request)).status()),
      ElementsAre());
}

TEST_F(CalendarServiceTest, OtherServicesCountTheSame) {
  KeepOfficial();
  ASSERT_TRUE(Import("date,kind,name,name_en\n2027-01-01,holiday,元旦,\n").ok());
  // Another service's database, and its handler for what engagement published.
  const auto database = testing::NewDatabase("");
  pg::Session other({.dsn = database->owner_dsn()});
  std::ifstream file("common/calendar_replica/calendar_replica.sql");
  const std::string sql{std::istreambuf_iterator<char>(file), {}};
  events::Subscription subscription{.area = "engagement"};
  calendar_replica::KeepCalendars(subscription);
  const auto published =
      service_.db().ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<events::v1::Event>> {
        std::vector<events::v1::Event> events;
        for (const auto& row : tx.Exec("SELECT type, aggregate_version, payload, account_id "
                                       "FROM outbox WHERE aggregate_type = 'working_calendar' "
                                       "ORDER BY seq")) {
          EXPECT_STREQ(row[3].c_str(), "00000000-0000-0000-0000-000000000000");
          events::v1::Event event;
          event.set_type(row[0].c_str());
          event.set_aggregate_version(row[1].as<int64_t>());
          event.set_payload(pg::ParseBytes(row[2].c_str()));
          events.push_back(std::move(event));
        }
        return events;
      });
  ASSERT_TRUE(published.ok());
  ASSERT_EQ(published->size(), 3U);
  ASSERT_EQ(other.Write({},
                        [&](pg::Tx& tx) -> absl::Status {
                          tx.Exec(sql);
                          for (const auto& event : *published) {
                            RETURN_IF_ERROR(subscription.handlers.at(event.type())(tx, event));
                          }
                          return absl::OkStatus();
                        }),
            absl::OkStatus());
  const auto replica =
      other.Read({}, [&](pg::Tx& tx) { return calendar_replica::ReadReplica(tx, "cn"); });
  ASSERT_TRUE(replica.ok() && replica->has_value()) << replica.status();
  EXPECT_EQ((*replica)->version, 3);
  EXPECT_EQ((*replica)->hours.special_days.size(),
            static_cast<size_t>(Get("workingCalendars/cn")->special_day_count()));
}

}  // namespace
}  // namespace mainstay::engagement
