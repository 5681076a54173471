// The clocks of cases through the API, from the receipt to the last level of the ladder.
#include <gmock/gmock.h>
#include <mainstay/events/v1/task.pb.h>

#include <thread>

#include "common/status/status.h"
#include "services/feedback/sla/sla_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A complaint of September that was resolved in November, long overdue.
v1::RecordCaseRequest ResolvedLate(const std::string& account) {
  v1::RecordCaseRequest request;
  request.set_parent(account);
  request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
  request.mutable_case_()->set_severity(v1::CASE_SEVERITY_MAJOR);
  request.mutable_case_()->set_subject("漏油");
  request.mutable_case_()->set_cause("老化");
  *request.mutable_case_()->mutable_receive_time() = api::TimeToProto(At("09-28 09:00"));
  v1::CaseCourse& course = *request.mutable_course();
  course.set_state(v1::CASE_STATE_RESOLVED);
  course.set_resolution("换密封圈");
  *course.mutable_acknowledge_time() = api::TimeToProto(At("09-28 09:10"));
  *course.mutable_first_answer_time() = api::TimeToProto(At("09-28 09:20"));
  *course.mutable_resolve_time() = api::TimeToProto(At("11-11 17:00"));
  return request;
}

class ClockServiceTest : public SlaServiceTest {
 protected:
  ClockServiceTest() { TakeCalendar(OfficeWithHolidays(), 1); }

  // Whom tasks were asked for, and what they are.
  std::vector<std::string> Tasks() {
    return service_.db()
        .Read({},
              [](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
                std::vector<std::string> texts;
                for (const auto& row : tx.Exec("SELECT payload FROM outbox WHERE type = "
                                               "'mainstay.events.v1.TaskRequested' ORDER BY seq")) {
                  events::v1::TaskRequested task;
                  EXPECT_TRUE(task.ParseFromString(pg::ParseBytes(row[0].c_str())));
                  texts.push_back(absl::StrCat(task.assignee(), ": ", task.subject()));
                }
                return texts;
              })
        .value();
  }

  std::vector<std::string> Found(v1::ClockState state, std::string_view user = "ada",
                                 std::string_view role = "admin", const char* assignee = "") {
    v1::SearchCaseClocksRequest request;
    request.set_parent("accounts/-");
    request.set_state(state);
    request.set_assignee(assignee);
    request.set_page_size(1);
    std::vector<std::string> texts;
    do {
      const auto page =
          Call<v1::SearchCaseClocksResponse>("SlaService/SearchCaseClocks", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::CaseClock& clock : page->clocks()) {
        EXPECT_TRUE(state == v1::CLOCK_STATE_UNSPECIFIED || clock.state() == state);
        texts.push_back(absl::StrCat(clock.number(), " ",
                                     v1::ClockKind_Name(clock.kind()).substr(11), " ",
                                     clock.has_due_time() ? Shown(clock.due_time()) : "-"));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }
};

TEST_F(ClockServiceTest, ACaseHasItsClocksFromTheReceiptOn) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  const auto clocks = ClocksOf(name).clocks();
  ASSERT_EQ(clocks.size(), 3);
  EXPECT_EQ(clocks[0].kind(), v1::CLOCK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(Shown(clocks[0].due_time()), "09-28 10:00");
  EXPECT_EQ(Shown(clocks[0].at_risk_time()), "09-28 09:48");
  EXPECT_EQ(Shown(clocks[1].due_time()), "09-28 14:30");
  // Three days of September, then two after the holidays.
  EXPECT_EQ(Shown(clocks[2].due_time()), "10-09 18:00");
  EXPECT_EQ(Minutes(clocks[2].target()), 2250);
  EXPECT_EQ(clocks[2].state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(clocks[2].calendar(), "workingCalendars/cn");
  EXPECT_EQ(clocks[2].assignee(), "li.na");

  service_.clock().Set(At("09-28 13:45"));
  const v1::CaseClock later = Resolution(name);
  EXPECT_EQ(Minutes(later.used()), 195);
  EXPECT_EQ(Minutes(later.remaining()), 2055);
}

TEST_F(ClockServiceTest, VerbsMeetPauseAndUndo) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  service_.clock().Set(At("09-28 10:00"));
  Tell(name);
  EXPECT_EQ(ClockOfKind(name, v1::CLOCK_KIND_ACKNOWLEDGE).state(), v1::CLOCK_STATE_MET_IN_TIME);
  EXPECT_EQ(ClockOfKind(name, v1::CLOCK_KIND_FIRST_ANSWER).state(), v1::CLOCK_STATE_MET_IN_TIME);
  Wait(name);
  service_.clock().Set(At("09-29 09:00"));
  v1::CaseClock clock = Resolution(name);
  EXPECT_EQ(clock.state(), v1::CLOCK_STATE_PAUSED);
  EXPECT_FALSE(clock.has_due_time());
  EXPECT_EQ(Minutes(clock.used()), 60);
  Start(name);
  service_.clock().Set(At("09-29 10:00"));
  Resolve(name);
  clock = Resolution(name);
  EXPECT_EQ(clock.state(), v1::CLOCK_STATE_MET_IN_TIME);
  EXPECT_EQ(Minutes(clock.used()), 120);
  service_.clock().Set(At("09-30 10:00"));
  Reopen(name);
  service_.clock().Set(At("09-30 11:00"));
  clock = Resolution(name);
  EXPECT_EQ(clock.state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_EQ(Minutes(clock.handling()), 180);
  EXPECT_EQ(Minutes(clock.real()), 630);
  Withdraw(name);
  EXPECT_EQ(Resolution(name).state(), v1::CLOCK_STATE_WITHDRAWN);
  service_.clock().Set(At("10-09 11:00"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_UNSPECIFIED), IsEmpty());
  Reopen(name);
  EXPECT_EQ(Minutes(Resolution(name).real()), 630) << "what was withdrawn did not wait";
}

TEST_F(ClockServiceTest, EachLevelIsToldOnceAndLateOnesTogether) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  WatchAt("09-28 09:47");
  EXPECT_THAT(Entries(name), IsEmpty());
  WatchAt("09-28 09:48");
  EXPECT_THAT(Entries(name), ElementsAre("ACKNOWLEDGE AT_RISK 09-28 09:48",
                                         "ACKNOWLEDGE ESCALATED 09-28 09:48 level 1 li.na"));
  Tell(name);
  // Nobody looked from 28 September to 13 October.
  WatchAt("10-13 09:00");
  Watch();
  const std::vector<std::string> entries = Entries(name);
  ASSERT_EQ(entries.size(), 6u);
  EXPECT_THAT((std::vector<std::string>(entries.begin() + 2, entries.end())),
              ElementsAre("RESOLVE BREACHED 10-09 18:00", "RESOLVE ESCALATED 10-08 18:00 level 1",
                          "RESOLVE ESCALATED 10-09 18:00 level 2",
                          "RESOLVE ESCALATED 10-10 18:00 level 3 wang.li"));
  EXPECT_EQ(Resolution(name).level(), 3);
  EXPECT_THAT(Tasks(), ElementsAre("li.na: Case 1: to be acknowledged by 2026-09-28 10:00",
                                   "wang.li: Case 1: to be resolved by 2026-10-09 18:00"));
  EXPECT_EQ(Facts("TaskWithdrawn"), 1) << "nobody needs to acknowledge it any more";
  Resolve(name);
  EXPECT_EQ(Facts("TaskWithdrawn"), 2);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ClockServiceTest, ARecordedCaseCountsAndIsNobodysNews) {
  service_.clock().Set(At("11-12 09:00"));
  const auto recorded = Call<v1::Case>("CaseService/RecordCase", ResolvedLate(account_));
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(ClockOfKind(recorded->name(), v1::CLOCK_KIND_ACKNOWLEDGE).state(),
            v1::CLOCK_STATE_MET_IN_TIME);
  EXPECT_EQ(Resolution(recorded->name()).state(), v1::CLOCK_STATE_MET_LATE);
  Watch();
  EXPECT_THAT(Entries(recorded->name()), IsEmpty());
  EXPECT_THAT(Tasks(), IsEmpty());
}

TEST_F(ClockServiceTest, WhatIsPlannedFirstAfterItsEndIsNobodysNews) {
  service_.clock().Set(At("11-12 09:00"));
  const auto recorded = Call<v1::Case>("CaseService/RecordCase", ResolvedLate(account_));
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  // As cases from before there were plans have them.
  const absl::Status unplanned = service_.db().Write({}, [](pg::Tx& tx) {
    tx.Exec(
        "UPDATE case_clocks SET policy_id = NULL, policy_version = 0, rule = -1, calendar = '', "
        "calendar_version = 0, target = NULL, at_risk_after = NULL, at_risk_time = NULL, "
        "due_time = NULL, next_check_time = NULL, at_risk_told = false, breach_told = NULL");
    return absl::OkStatus();
  });
  ASSERT_TRUE(unplanned.ok()) << unplanned;
  v1::UpdateCaseRequest update;
  update.mutable_case_()->set_name(recorded->name());
  update.mutable_case_()->set_severity(v1::CASE_SEVERITY_CRITICAL);
  const auto updated = Call<v1::Case>("CaseService/UpdateCase", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  Watch();
  EXPECT_EQ(Resolution(recorded->name()).state(), v1::CLOCK_STATE_MET_LATE);
  EXPECT_THAT(Entries(recorded->name()), IsEmpty());
  EXPECT_THAT(Tasks(), IsEmpty());
  EXPECT_EQ(Facts("CaseBreached"), 0);
}

TEST_F(ClockServiceTest, AClockThatFailsHoldsUpNoOther) {
  const std::string damaged = Open(v1::CASE_SEVERITY_MAJOR);
  const std::string sound = Open(v1::CASE_SEVERITY_MAJOR);
  // By a version of its policy that is not there.
  const absl::Status lost = service_.db().Write({}, [&](pg::Tx& tx) {
    tx.Exec(
        "UPDATE case_clocks SET policy_version = 99, met_time = start_time, "
        "next_check_time = start_time WHERE case_id = $1",
        {damaged.substr(damaged.rfind('/') + 1)});
    return absl::OkStatus();
  });
  ASSERT_TRUE(lost.ok()) << lost;
  WatchAt("11-12 09:00");
  EXPECT_THAT(Entries(damaged), IsEmpty());
  EXPECT_EQ(Resolution(sound).state(), v1::CLOCK_STATE_BREACHED);
  EXPECT_EQ(Resolution(sound).level(), 3);
}

TEST_F(ClockServiceTest, AClockThatTheDatabaseRefusesHoldsUpNoOther) {
  const std::string refused = Open(v1::CASE_SEVERITY_MAJOR);
  const std::string sound = Open(v1::CASE_SEVERITY_MAJOR);
  pg::Session owner({.dsn = service_.database().owner_dsn()});
  const absl::Status refuses = owner.Write({}, [&](pg::Tx& tx) {
    tx.Exec(absl::StrCat("ALTER TABLE case_clock_entries ADD CHECK (case_id <> '",
                         refused.substr(refused.rfind('/') + 1), "')"));
    return absl::OkStatus();
  });
  ASSERT_TRUE(refuses.ok()) << refuses;
  WatchAt("11-12 09:00");
  EXPECT_THAT(Entries(refused), IsEmpty());
  EXPECT_EQ(Resolution(sound).state(), v1::CLOCK_STATE_BREACHED);
  EXPECT_EQ(Resolution(sound).level(), 3);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ClockServiceTest, WhatHadPassedWhenTheCaseWasEnteredCallsNobody) {
  service_.clock().Set(At("11-12 09:00"));
  v1::CreateCaseRequest request;
  request.set_parent(account_);
  request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
  request.mutable_case_()->set_severity(v1::CASE_SEVERITY_MAJOR);
  request.mutable_case_()->set_subject("漏油");
  request.mutable_case_()->set_assignee("li.na");
  *request.mutable_case_()->mutable_receive_time() = api::TimeToProto(At("09-28 09:00"));
  const auto made = Call<v1::Case>("CaseService/CreateCase", request);
  ASSERT_TRUE(made.ok()) << made.status();
  Watch();
  EXPECT_EQ(Resolution(made->name()).state(), v1::CLOCK_STATE_BREACHED);
  EXPECT_EQ(Resolution(made->name()).level(), 3);
  EXPECT_THAT(Tasks(), IsEmpty());
}

TEST_F(ClockServiceTest, ManyInstancesTellEachLevelOnce) {
  std::vector<std::string> names;
  for (int i = 0; i < 60; ++i) names.push_back(Open(v1::CASE_SEVERITY_CRITICAL));
  service_.clock().Set(At("11-12 09:00"));
  const ClockWatch shared;
  std::vector<std::thread> instances;
  for (int i = 0; i < 4; ++i) {
    instances.emplace_back([&, i] {
      pg::Session db({.dsn = service_.database().service_dsn()});
      // The same cache for two of them, as in one process; the others are processes of their own.
      Watch(db, i < 2 ? shared : ClockWatch());
    });
  }
  for (std::thread& instance : instances) instance.join();
  Watch();
  for (const std::string& name : names) {
    EXPECT_EQ(Entries(name).size(), 3u * 4u) << "three clocks: a breach and three levels";
  }
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ClockServiceTest, ATierPlansOpenClocksAnew) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  service_.clock().Set(At("09-28 09:20"));
  Tell(name);
  TakeTier(account_, "core", 2);
  Watch();
  EXPECT_EQ(Shown(Resolution(name).due_time()), "09-30 18:00");
  EXPECT_EQ(Minutes(ClockOfKind(name, v1::CLOCK_KIND_ACKNOWLEDGE).target()), 60)
      << "what was met keeps its terms";
  EXPECT_THAT(Entries(name),
              ElementsAre("RESOLVE REPLANNED by tier from 10-09 18:00 to 09-30 18:00"));
}

TEST_F(ClockServiceTest, ACalendarPlansOpenClocksAnewAndTakesABreachBack) {
  const std::string name = Open(v1::CASE_SEVERITY_CRITICAL);
  Tell(name);
  WatchAt("09-30 09:00");
  EXPECT_THAT(Entries(name), Contains("RESOLVE BREACHED 09-29 18:00"));
  calendar::WorkingCalendar hours = OfficeWithHolidays();
  hours.special_days.push_back({.date = absl::CivilDay(2026, 9, 29), .name = "停电"});
  TakeCalendar(hours, 2);
  Watch();
  EXPECT_EQ(Shown(Resolution(name).due_time()), "09-30 18:00");
  EXPECT_EQ(Resolution(name).state(), v1::CLOCK_STATE_RUNNING);
  EXPECT_THAT(Entries(name),
              Contains("RESOLVE REPLANNED by calendar from 09-29 18:00 to 09-30 18:00"));
  EXPECT_THAT(Entries(name), Contains("RESOLVE BREACH_REVOKED 09-29 18:00"));
  // What was met under the old calendar is read by it.
  EXPECT_EQ(ClockOfKind(name, v1::CLOCK_KIND_ACKNOWLEDGE).state(), v1::CLOCK_STATE_MET_IN_TIME);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ClockServiceTest, SmallOnesGoToThePlanOfTheQuarterUntilTheyAreNotSmall) {
  const std::string name = Open(v1::CASE_SEVERITY_MINOR, v1::CASE_SCOPE_SINGLE);
  EXPECT_THAT(ClocksOf(name).clocks(), IsEmpty());
  EXPECT_EQ(ClocksOf(name).plan_quarter().quarter(), 3);
  v1::ListQuarterlyPlanCasesRequest request;
  request.set_parent("accounts/-");
  request.mutable_quarter()->set_year(2026);
  request.mutable_quarter()->set_quarter(3);
  const auto planned = [&] {
    return Call<v1::ListQuarterlyPlanCasesResponse>("SlaService/ListQuarterlyPlanCases", request)
        .value();
  };
  ASSERT_EQ(planned().cases_size(), 1);
  EXPECT_EQ(planned().cases(0).case_(), name);

  v1::UpdateCaseRequest change;
  change.mutable_case_()->set_name(name);
  change.mutable_case_()->set_severity(v1::CASE_SEVERITY_MAJOR);
  ASSERT_TRUE(Call<v1::Case>("CaseService/UpdateCase", change).ok());
  EXPECT_EQ(planned().cases_size(), 0);
  EXPECT_EQ(Shown(Resolution(name).due_time()), "10-09 18:00") << "as if it had always been so";
  EXPECT_THAT(Entries(name), Contains("RESOLVE REPLANNED by case to 10-09 18:00"));
}

TEST_F(ClockServiceTest, AnotherReceiptMovesItsClocksOnRecord) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  service_.clock().Set(At("09-28 09:05"));
  v1::UpdateCaseRequest change;
  change.mutable_case_()->set_name(name);
  *change.mutable_case_()->mutable_receive_time() = api::TimeToProto(At("09-25 15:00"));
  const std::string due = Shown(Resolution(name).due_time());
  ASSERT_TRUE(Call<v1::Case>("CaseService/UpdateCase", change).ok());
  const std::string moved = Shown(Resolution(name).due_time());
  EXPECT_NE(moved, due);
  EXPECT_THAT(Entries(name),
              Contains(absl::StrCat("RESOLVE REPLANNED by case from ", due, " to ", moved)));
  change.mutable_case_()->set_subject("漏油，再次");
  const size_t entries = Entries(name).size();
  ASSERT_TRUE(Call<v1::Case>("CaseService/UpdateCase", change).ok());
  EXPECT_EQ(Entries(name).size(), entries) << "the same receipt moves nothing";
}

TEST_F(ClockServiceTest, ListsSayWhatIsDueFirst) {
  const std::string first = Open(v1::CASE_SEVERITY_CRITICAL);
  const std::string second = Open(v1::CASE_SEVERITY_MAJOR);
  Tell(second);
  Wait(second);
  service_.clock().Set(At("09-28 09:29"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_UNSPECIFIED),
              ElementsAre("1 ACKNOWLEDGE 09-28 09:30", "1 FIRST_ANSWER 09-28 11:00",
                          "1 RESOLVE 09-29 18:00", "2 RESOLVE -"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_AT_RISK), ElementsAre("1 ACKNOWLEDGE 09-28 09:30"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_PAUSED), ElementsAre("2 RESOLVE -"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_BREACHED), IsEmpty());
  service_.clock().Set(At("09-28 09:30"));
  EXPECT_THAT(Found(v1::CLOCK_STATE_BREACHED), ElementsAre("1 ACKNOWLEDGE 09-28 09:30"));
  EXPECT_EQ(Found(v1::CLOCK_STATE_RUNNING).size(), 2u);
  EXPECT_EQ(Found(v1::CLOCK_STATE_UNSPECIFIED, "wang.li", "account_manager").size(), 4u);
  EXPECT_EQ(Found(v1::CLOCK_STATE_UNSPECIFIED, "li.na", "service_agent", "me").size(), 4u)
      << "those of her own cases";
  EXPECT_THAT(Found(v1::CLOCK_STATE_UNSPECIFIED, "zhao", "account_manager"), IsEmpty());
}

class ClockWithoutCalendarTest : public SlaServiceTest {};

TEST_F(ClockWithoutCalendarTest, CountsFromTheReceiptOnceTheCalendarIsKnown) {
  const std::string name = Open(v1::CASE_SEVERITY_MAJOR);
  EXPECT_EQ(Resolution(name).state(), v1::CLOCK_STATE_UNSPECIFIED);
  WatchAt("09-28 09:30");
  TakeCalendar(OfficeWithHolidays(), 1);
  Watch();
  EXPECT_EQ(Shown(Resolution(name).due_time()), "10-09 18:00");
  EXPECT_THAT(Entries(name), IsEmpty());
  WatchAt("09-28 09:48");
  EXPECT_EQ(Entries(name).size(), 2u);
}

}  // namespace
}  // namespace mainstay::feedback
