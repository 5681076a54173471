// Reminders and the time-out: each step once, whoever takes it.
#include <gtest/gtest.h>
#include <mainstay/engagement/v1/calendar_events.pb.h>
#include <mainstay/events/v1/task.pb.h>
#include <algorithm>
#include <pqxx/result>

#include <thread>

#include "common/calendar_replica/calendar_proto.h"
#include "common/calendar_replica/replica_store.h"
#include "services/feedback/closure/closure_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ConfirmationCourseTest : public ClosureTest {
 protected:
  // What people were asked to do and need not do any more, in order.
  std::vector<std::string> Tasks() {
    const auto tasks =
        service_.db().Read({}, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
          std::vector<std::string> found, keys;
          for (const auto& row : tx.Exec("SELECT type, payload FROM outbox "
                                         "WHERE aggregate_type = 'confirmation_task' "
                                         "ORDER BY seq")) {
            events::v1::TaskRequested asked;
            events::v1::TaskWithdrawn withdrawn;
            const std::string bytes = pg::ParseBytes(row[1].c_str());
            const bool is_asked = row[0].c_str() == asked.GetDescriptor()->full_name();
            EXPECT_TRUE(is_asked ? asked.ParseFromString(bytes) : withdrawn.ParseFromString(bytes));
            const std::string& key = is_asked ? asked.key() : withdrawn.key();
            const auto known = std::find(keys.begin(), keys.end(), key);
            const auto place = known - keys.begin() + 1;
            if (known == keys.end()) keys.push_back(key);
            found.push_back(absl::StrCat(is_asked ? "+" : "-", place));
          }
          return found;
        });
    EXPECT_TRUE(tasks.ok()) << tasks.status();
    return tasks.value_or(std::vector<std::string>());
  }

  ConfirmationCourseTest() {
    deps_.closure.first_reminder_days = 3;
    deps_.closure.second_reminder_days = 5;
    deps_.closure.time_out_days = 5;
    // Monday noon.
    service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 11, 2, 4), absl::UTCTimeZone()));
  }

  void KnowCalendar() {
    calendar::WorkingCalendar hours{.time_zone = "Asia/Shanghai", .weekly = {}, .special_days = {}};
    for (int day = 0; day < 5; ++day) hours.weekly[day] = {{540, 1080}};
    engagement::v1::WorkingCalendarChanged event;
    event.mutable_working_calendar()->set_name("workingCalendars/cn");
    event.mutable_working_calendar()->set_time_zone(hours.time_zone);
    calendar_replica::WeeklyToProto(hours, *event.mutable_working_calendar());
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) {
                             calendar_replica::WriteReplica(tx, "cn", 1, event.SerializeAsString(),
                                                            service_.clock().Now());
                             return absl::OkStatus();
                           })
                    .ok());
  }

  // Takes the steps that are due, until there is none.
  void Advance() { Advance(service_.db()); }
  void Advance(pg::Session& db) {
    bool more = true;
    for (int i = 0; i < 3 || more; ++i) {
      const auto step = db.Write(
          {}, [&](pg::Tx& tx) { return AdvanceConfirmations(tx, service_.clock().Now(), deps_); });
      ASSERT_TRUE(step.ok()) << step.status();
      more = *step;
    }
  }
  void LetDaysPass(int days) { service_.clock().Advance(absl::Hours(24 * days)); }
};

TEST_F(ConfirmationCourseTest, RemindsTwiceAndClosesThen) {
  KnowCalendar();
  const std::string name = Resolved();
  Advance();
  LetDaysPass(2);
  Advance();
  EXPECT_THAT(EventsOf(name), ElementsAre("CaseOpened", "CaseStateChanged", "CaseStateChanged"));
  LetDaysPass(1);  // Thursday
  Advance();
  Advance();
  const auto first = Timeline(name);
  EXPECT_EQ(first[0].verb(), "remind");
  EXPECT_EQ(first[0].contact(), contact_);
  EXPECT_EQ(first[0].author(), "mainstay");
  EXPECT_THAT(first[0].text(), HasSubstr("1 of 2"));
  LetDaysPass(6);  // Wednesday: four working days
  Advance();
  EXPECT_EQ(Timeline(name).size(), first.size());
  LetDaysPass(1);
  Advance();
  EXPECT_THAT(Timeline(name)[0].text(), HasSubstr("2 of 2"));
  EXPECT_EQ(Get(name).state(), v1::CASE_STATE_RESOLVED);
  LetDaysPass(7);
  Advance();
  const v1::Case closed = Get(name);
  EXPECT_EQ(closed.state(), v1::CASE_STATE_CLOSED);
  EXPECT_EQ(closed.closure(), v1::CASE_CLOSURE_TIME_OUT);
  EXPECT_EQ(closed.confirmed_by(), "");
  EXPECT_THAT(Timeline(name)[0].text(), HasSubstr("2026-11-05T04:00:00+00:00 and 2026-11-12"));
  EXPECT_THAT(EventsOf(name), ElementsAre("CaseOpened", "CaseStateChanged", "CaseStateChanged",
                                          "CaseConfirmationReminded", "CaseConfirmationReminded",
                                          "CaseStateChanged"));
  LetDaysPass(100);
  Advance();
  EXPECT_EQ(EventsOf(name).size(), 6u);
  EXPECT_THAT(Tasks(), ElementsAre("+1", "-1", "+2", "-2"));
}

TEST_F(ConfirmationCourseTest, EndsWhenTheCaseGoesOn) {
  KnowCalendar();
  const std::string confirmed = Resolved(), reopened = Resolved();
  Confirm(confirmed);
  LetDaysPass(3);
  Advance();
  EXPECT_EQ(Timeline(reopened)[0].verb(), "remind");
  v1::ReopenCaseRequest reopen;
  reopen.set_reason("又漏了");
  Do("ReopenCase", reopened, reopen);
  LetDaysPass(60);
  Advance();
  EXPECT_EQ(Timeline(reopened)[0].verb(), "reopen");
  EXPECT_EQ(Timeline(confirmed)[0].verb(), "confirm");
  EXPECT_THAT(Tasks(), ElementsAre("+1", "-1"));
  Resolve(reopened);
  LetDaysPass(3);
  Advance();
  EXPECT_THAT(Timeline(reopened)[0].text(), HasSubstr("1 of 2")) << "from the beginning";
}

TEST_F(ConfirmationCourseTest, ACaseThatFailsHoldsUpNoOther) {
  KnowCalendar();
  const v1::Case failing = Get(Resolved());
  const std::string sound = Resolved();
  deps_.case_sequels.push_back({.name = "failing",
                                .prepare = nullptr,
                                .follow = [&](pg::Tx&, absl::Span<const CaseWrite> writes,
                                              const history::WriteContext&) -> absl::Status {
                                  if (writes[0].after->number != failing.number())
                                    return absl::OkStatus();
                                  return absl::InternalError("a calendar that cannot be read");
                                }});
  LetDaysPass(3);
  Advance();
  EXPECT_EQ(Timeline(sound)[0].verb(), "remind");
  EXPECT_EQ(Timeline(failing.name())[0].verb(), "resolve") << "nothing of it is left";
  EXPECT_THAT(Tasks(), ElementsAre("+1"));
  deps_.case_sequels.pop_back();
  Advance();
  EXPECT_EQ(Timeline(failing.name())[0].verb(), "resolve") << "put off";
  LetDaysPass(1);
  Advance();
  EXPECT_EQ(Timeline(failing.name())[0].verb(), "remind");
  EXPECT_THAT(Tasks(), ElementsAre("+1", "+2"));
}

TEST_F(ConfirmationCourseTest, RemindsWhomTheLinkAsks) {
  KnowCalendar();
  const std::string name = Resolved();
  Token(name, other_contact_);
  LetDaysPass(3);
  Advance();
  EXPECT_EQ(Timeline(name)[0].contact(), other_contact_);
}

TEST_F(ConfirmationCourseTest, WaitsForACalendar) {
  const std::string name = Resolved();
  LetDaysPass(30);
  Advance();
  EXPECT_EQ(Timeline(name)[0].verb(), "resolve");
  KnowCalendar();
  Advance();
  EXPECT_EQ(Timeline(name)[0].verb(), "remind");
}

TEST_F(ConfirmationCourseTest, TwoInstancesTakeEachStepOnce) {
  KnowCalendar();
  std::vector<std::string> names;
  for (int i = 0; i < 20; ++i) names.push_back(Resolved());
  for (const int days : {3, 7, 7}) {
    LetDaysPass(days);
    std::vector<std::thread> instances;
    for (int i = 0; i < 4; ++i) {
      instances.emplace_back([this] {
        pg::Session db({.dsn = service_.database().service_dsn()});
        Advance(db);
      });
    }
    for (std::thread& instance : instances) instance.join();
  }
  for (const std::string& name : names) {
    EXPECT_THAT(EventsOf(name), ElementsAre("CaseOpened", "CaseStateChanged", "CaseStateChanged",
                                            "CaseConfirmationReminded", "CaseConfirmationReminded",
                                            "CaseStateChanged"));
    EXPECT_EQ(Get(name).closure(), v1::CASE_CLOSURE_TIME_OUT);
  }
  ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::feedback
