#include "services/engagement/care/care_service.h"

#include <gmock/gmock.h>
#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/engagement/v1/care_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>

#include <pqxx/pqxx>

#include "common/calendar/festival.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/care/care.h"
#include "services/engagement/care/care_inbox_events.h"
#include "services/engagement/care/festival_care_writes.h"
#include "services/engagement/tasks/task_service.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kManager[] = "account_manager";
constexpr char kContact[] = "/contacts/0190a000-0000-7000-8000-000000000001";

class CareServiceTest : public EngagementServiceTest {
 protected:
  CareServiceTest()
      : EngagementServiceTest({"CareService", "TaskService"},
                              {RegisterCareService, RegisterTaskService}) {}

  std::string Graded(const std::string& name, const std::string& owner, const std::string& tier) {
    const std::string account = AddAccount(service_, name, owner);
    const auto status = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec("UPDATE account_directory SET tier = $1 WHERE account_id = $2::uuid",
              {tier, account.substr(9)});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return account;
  }
  // As the consumer calls the handlers. `number` names the notice.
  absl::Status Receive(const google::protobuf::Message& payload, int number = 1) {
    events::Subscription subscription{.area = "accounts"};
    TakeContactDates(subscription);
    events::v1::Event event;
    event.set_area("accounts");
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_aggregate_id(absl::StrCat("0190a000-0000-7000-8000-00000000010", number));
    event.set_payload(payload.SerializeAsString());
    event.set_actor("mainstay");
    return service_.db().Write({}, [&](pg::Tx& tx) {
      return subscription.handlers.find(event.type())->second(tx, event);
    });
  }
  accounts::v1::ContactDateUpcoming Birthday(const std::string& account, int year) {
    accounts::v1::ContactDateUpcoming payload;
    payload.set_contact(account + kContact);
    payload.set_kind(accounts::v1::IMPORTANT_DATE_KIND_BIRTHDAY);
    payload.mutable_date()->set_year(year);
    payload.mutable_date()->set_month(12);
    payload.mutable_date()->set_day(5);
    return payload;
  }
  // The day of a festival that is more than three weeks ahead.
  absl::CivilDay Next(std::string_view festival) {
    return *calendar::NextFestival(*calendar::FindFestival(festival),
                                   CareDay(service_.clock().Now()) + 22);
  }
  int Remind(absl::CivilDay day) {
    const absl::Time now = absl::FromCivil(day, absl::UTCTimeZone());
    int steps = 0;
    for (bool more = true; more && steps < 20; ++steps) {
      const auto step =
          service_.db().Write({}, [&](pg::Tx& tx) { return RemindOfFestivals(tx, now); });
      EXPECT_TRUE(step.ok()) << step.status();
      more = step.ok() && *step;
    }
    return steps;
  }
  void Settle(absl::CivilDay day) {
    const auto done = service_.db().Write({}, [&](pg::Tx& tx) {
      return SettleFestivals(tx, absl::FromCivil(day, absl::UTCTimeZone()));
    });
    ASSERT_TRUE(done.ok()) << done.status();
    EXPECT_FALSE(*done);
  }
  // "account kind festival assignee" of what comes up, page by page.
  std::vector<std::string> Upcoming(const std::string& parent, std::string_view user = "ada",
                                    std::string_view role = "admin",
                                    const std::string& filter = "") {
    v1::ListUpcomingCareRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(1);
    std::vector<std::string> texts;
    do {
      const auto page =
          Call<v1::ListUpcomingCareResponse>("CareService/ListUpcomingCare", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::UpcomingCare& care : page->upcoming_care()) {
        last_ = care;
        texts.push_back(absl::StrCat(care.account_display_name(), " ",
                                     v1::CareKind_Name(care.kind()).substr(10), care.festival(),
                                     " ", care.assignee()));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }
  v1::Task TaskOf(const std::string& name) {
    v1::GetTaskRequest request;
    request.set_name(name);
    return Call<v1::Task>("TaskService/GetTask", request).value();
  }

  v1::UpcomingCare last_;
  const std::string account_ = Graded("北风", "wang.li", "core");
};

TEST_F(CareServiceTest, AContactsDayIsATaskOfTheOwnerOnce) {
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  ASSERT_TRUE(Receive(Birthday(account_, 2090), 2).ok()) << "announced twice";
  EXPECT_THAT(Upcoming("accounts/-"), ElementsAre("北风 BIRTHDAY wang.li"));
  EXPECT_EQ(last_.contact(), account_ + kContact);
  const v1::Task task = TaskOf(last_.task());
  EXPECT_EQ(task.subject_zh(), "12月5日联系人生日：请问候客户");
  EXPECT_EQ(task.assignee(), "wang.li");
  EXPECT_EQ(task.account(), account_);
  EXPECT_EQ(task.source_kind() + " " + task.source(), "care " + account_ + kContact);
  ASSERT_TRUE(Receive(Birthday(account_, 2091), 3).ok());
  EXPECT_EQ(Upcoming(account_).size(), 2u) << "each year";
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, WhatIsPastOrOfADeletedAccountIsPassedOver) {
  ASSERT_TRUE(Receive(Birthday(account_, 2020)).ok());
  Delete(service_, account_);
  ASSERT_TRUE(Receive(Birthday(account_, 2090), 2).ok());
  ASSERT_TRUE(Receive(Birthday("accounts/0190a000-0000-7000-8000-000000000009", 2090), 3).ok());
  EXPECT_THAT(Upcoming("accounts/-"), IsEmpty());
  accounts::v1::ContactDateUpcoming broken = Birthday(account_, 2090);
  broken.mutable_date()->set_month(13);
  EXPECT_EQ(Receive(broken, 4).code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(CareServiceTest, TheTaskOfAContactThatIsGoneIsCancelled) {
  ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  accounts::v1::ContactDeleted deleted;
  deleted.set_contact(account_ + kContact);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(deleted).ok());
  ASSERT_EQ(Upcoming(account_).size(), 1u);
  EXPECT_EQ(last_.task_state(), v1::TASK_STATE_CANCELLED);
  EXPECT_THAT(Upcoming(account_, "ada", "admin", "task_state = TASK_STATE_OPEN"), IsEmpty());
  accounts::v1::ContactUndeleted back;
  back.set_contact(account_ + kContact);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(back).ok());
  EXPECT_EQ(TaskOf(last_.task()).state(), v1::TASK_STATE_OPEN);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, WhatPeopleCancelledStaysSoWhenTheContactComesBack) {
  ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  Upcoming(account_);
  v1::CancelTaskRequest cancel;
  cancel.set_name(last_.task());
  ASSERT_TRUE(Call<v1::Task>("TaskService/CancelTask", cancel).ok());
  accounts::v1::ContactDeleted deleted;
  deleted.set_contact(account_ + kContact);
  ASSERT_TRUE(Receive(deleted).ok());
  accounts::v1::ContactUndeleted back;
  back.set_contact(account_ + kContact);
  ASSERT_TRUE(Receive(back).ok());
  EXPECT_EQ(TaskOf(last_.task()).state(), v1::TASK_STATE_CANCELLED);
}

TEST_F(CareServiceTest, ACorrectedDayTakesItsTaskBack) {
  accounts::v1::ContactDateWithdrawn withdrawn;
  withdrawn.set_contact(account_ + kContact);
  withdrawn.set_kind(accounts::v1::IMPORTANT_DATE_KIND_BIRTHDAY);
  ASSERT_TRUE(Receive(withdrawn).ok()) << "of a day that was passed over";
  ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  Upcoming(account_);
  const std::string task = last_.task();
  accounts::v1::ContactDateUpcoming other = Birthday(account_, 2090);
  other.mutable_date()->set_day(6);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Receive(withdrawn).ok());
    ASSERT_TRUE(Receive(other, 2).ok());
    EXPECT_EQ(TaskOf(task).state(), v1::TASK_STATE_CANCELLED);
  }
  ASSERT_EQ(Upcoming(account_).size(), 1u) << "the wrong day comes up no more";
  EXPECT_EQ(last_.date().day(), 6);
  // Neither does it when the contact is deleted and comes back.
  accounts::v1::ContactDeleted deleted;
  deleted.set_contact(account_ + kContact);
  ASSERT_TRUE(Receive(deleted).ok());
  accounts::v1::ContactUndeleted back;
  back.set_contact(account_ + kContact);
  ASSERT_TRUE(Receive(back).ok());
  EXPECT_EQ(TaskOf(task).state(), v1::TASK_STATE_CANCELLED);
  EXPECT_EQ(TaskOf(last_.task()).state(), v1::TASK_STATE_OPEN);
  // But when it was right after all.
  ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  EXPECT_EQ(TaskOf(task).state(), v1::TASK_STATE_OPEN);
  EXPECT_EQ(Upcoming(account_).size(), 2u);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, ACorrectedDayComesUpNoMoreThoughItsTaskWasClosed) {
  accounts::v1::ContactDateWithdrawn withdrawn;
  withdrawn.set_contact(account_ + kContact);
  withdrawn.set_kind(accounts::v1::IMPORTANT_DATE_KIND_BIRTHDAY);
  ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
  ASSERT_EQ(Upcoming(account_).size(), 1u);
  const std::string task = last_.task();
  const auto goes_and_comes_back = [&](v1::TaskState state) {
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(Receive(withdrawn).ok());
    EXPECT_THAT(Upcoming(account_), IsEmpty());
    EXPECT_EQ(TaskOf(task).state(), state);
    // It was right after all: what people did stands.
    ASSERT_TRUE(Receive(Birthday(account_, 2090)).ok());
    EXPECT_EQ(Upcoming(account_).size(), 1u);
    EXPECT_EQ(TaskOf(task).state(), state);
  };
  v1::CancelTaskRequest cancel;
  cancel.set_name(task);
  ASSERT_TRUE(Call<v1::Task>("TaskService/CancelTask", cancel).ok());
  goes_and_comes_back(v1::TASK_STATE_CANCELLED);
  v1::ReopenTaskRequest reopen;
  reopen.set_name(task);
  ASSERT_TRUE(Call<v1::Task>("TaskService/ReopenTask", reopen).ok());
  v1::CompleteTaskRequest done;
  done.set_name(task);
  ASSERT_TRUE(Call<v1::Task>("TaskService/CompleteTask", done).ok());
  goes_and_comes_back(v1::TASK_STATE_DONE);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, MergedAccountsHaveOneTaskForAFestival) {
  const std::string survivor = Graded("南风", "li.na", "core");
  const absl::CivilDay day = Next("mid_autumn");
  Remind(day - 1);
  ASSERT_EQ(Upcoming("accounts/-").size(), 2u);
  Settle(day - 1);
  EXPECT_EQ(Upcoming("accounts/-").size(), 2u);
  Merge(service_, account_, survivor);
  Settle(day - 1);
  EXPECT_THAT(Upcoming("accounts/-", "ada", "admin", "task_state = TASK_STATE_OPEN"),
              ElementsAre("南风 FESTIVALmid_autumn li.na"));
  EXPECT_EQ(Upcoming("accounts/-").size(), 1u);
  Merge(service_, account_, "");
  Settle(day - 1);
  EXPECT_EQ(Upcoming("accounts/-", "ada", "admin", "task_state = TASK_STATE_OPEN").size(), 2u);
  // Who has been greeted is not greeted again in the survivor's name.
  Upcoming(account_);
  v1::CompleteTaskRequest done;
  done.set_name(last_.task());
  ASSERT_TRUE(Call<v1::Task>("TaskService/CompleteTask", done).ok());
  Merge(service_, account_, survivor);
  Settle(day - 1);
  EXPECT_THAT(Upcoming("accounts/-", "ada", "admin", "task_state = TASK_STATE_OPEN"), IsEmpty());
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, OfTwoThatLeaveAMergeTogetherOneIsRemindedOf) {
  const std::string second = Graded("东风", "wang.li", "core");
  const std::string survivor = Graded("南风", "li.na", "core");
  const absl::CivilDay day = Next("mid_autumn");
  Remind(day - 1);
  const auto open = [&](const std::string& parent) {
    return Upcoming(parent, "ada", "admin", "task_state = TASK_STATE_OPEN");
  };
  ASSERT_EQ(open("accounts/-").size(), 3u);
  // The least account is not the survivor of the two.
  Merge(service_, account_, second);
  Merge(service_, second, survivor);
  Settle(day - 1);
  ASSERT_EQ(open("accounts/-").size(), 1u);
  Merge(service_, second, "");
  for (int i = 0; i < 2; ++i) {
    Settle(day - 1);
    EXPECT_THAT(open(second), ElementsAre("东风 FESTIVALmid_autumn wang.li"));
    EXPECT_EQ(open("accounts/-").size(), 2u);
  }
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, FestivalsAreRememberedForTheTiersOfTheirRules) {
  Graded("南风", "li.na", "potential");
  Graded("东风", "li.na", "general");
  AddAccount(service_, "西风", "li.na");
  const absl::CivilDay spring = Next("spring_festival");
  EXPECT_EQ(Remind(spring - 15), 1) << "15 days ahead";
  Remind(spring - 14);
  EXPECT_EQ(Remind(spring - 13), 1) << "all are there";
  EXPECT_THAT(Upcoming("accounts/-"), UnorderedElementsAre("北风 FESTIVALspring_festival wang.li",
                                                           "南风 FESTIVALspring_festival li.na",
                                                           "东风 FESTIVALspring_festival li.na"));
  EXPECT_EQ(last_.date().day(), spring.day());
  EXPECT_THAT(Upcoming("accounts/-", "wang.li", kManager),
              ElementsAre("北风 FESTIVALspring_festival wang.li"));
  Remind(Next("mid_autumn"));
  EXPECT_EQ(Upcoming("accounts/-", "ada", "admin", "festival = mid_autumn").size(), 2u);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(CareServiceTest, ARuleSaysForWhomAndHowLongBefore) {
  v1::UpdateCareRuleRequest request;
  request.mutable_care_rule()->set_name("careRules/christmas");
  request.mutable_care_rule()->add_tiers(v1::CADENCE_TIER_CORE);
  request.mutable_care_rule()->set_days_ahead(3);
  const auto rule = Call<v1::CareRule>("CareService/UpdateCareRule", request);
  ASSERT_TRUE(rule.ok()) << rule.status();
  EXPECT_EQ(rule->display_name_zh(), "圣诞节");
  EXPECT_EQ(rule->next_date().month(), 12);
  EXPECT_EQ(Call<v1::CareRule>("CareService/UpdateCareRule", request, "wang.li", kManager)
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  Remind(Next("christmas") - 4);
  EXPECT_THAT(Upcoming("accounts/-"), IsEmpty());
  Remind(Next("christmas") - 3);
  EXPECT_THAT(Upcoming("accounts/-"), ElementsAre("北风 FESTIVALchristmas wang.li"));
  const auto rules = Call<v1::ListCareRulesResponse>(
      "CareService/ListCareRules", v1::ListCareRulesRequest(), "wang.li", kManager);
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->care_rules_size(), 11);
  EXPECT_EQ(rules->care_rules(10).days_ahead(), 3);
  request.mutable_care_rule()->set_name("careRules/easter");
  EXPECT_EQ(Call<v1::CareRule>("CareService/UpdateCareRule", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::engagement
