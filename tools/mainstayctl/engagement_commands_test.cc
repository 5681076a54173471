// Commands on promises, tasks and calendars, against the service.
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/calendar/calendar_service.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/care/care_service.h"
#include "services/engagement/commitments/commitment_service.h"
#include "services/engagement/frequency/frequency_service.h"
#include "services/engagement/gatherings/gathering_service.h"
#include "services/engagement/gifts/gift_service.h"
#include "services/engagement/plans/return_visit_plan_service.h"
#include "services/engagement/tasks/task_service.h"
#include "services/engagement/visits/visit_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class EngagementCommandsTest : public engagement::EngagementServiceTest {
 protected:
  EngagementCommandsTest()
      : EngagementServiceTest(
            {"CadenceRuleService", "CareService", "CommitmentService", "FrequencyService",
             "GatheringService", "GiftService", "ReturnVisitPlanService", "TaskService",
             "VisitFormService", "VisitService", "WorkingCalendarService"},
            {engagement::RegisterCadenceRuleService, engagement::RegisterCareService,
             engagement::RegisterCommitmentService, engagement::RegisterFrequencyService,
             engagement::RegisterGatheringService, engagement::RegisterGiftService,
             engagement::RegisterReturnVisitPlanService, engagement::RegisterTaskService,
             engagement::RegisterVisitService, engagement::RegisterWorkingCalendarService}) {}

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  // The resource name that a command printed.
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find_first_not_of(' ', record.find("name") + 4);
    return record.substr(start, record.find('\n', start) - start);
  }

  const std::string account_ = testing::AddAccount(service_, "北风", "ada");
};

TEST_F(EngagementCommandsTest, ReturnVisitsArePlannedByRules) {
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           return engagement::KeepOfficialCalendar(tx, service_.clock().Now());
                         })
                  .ok());
  const std::string rule = NameIn(Run({"cadence", "create", "未分级客户", "--tier", "none",
                                       "--every", "400", "--set", "max_contacts=6"}));
  EXPECT_THAT(Run({"cadence", "create", "节日", "--tier", "core", "--before", "7", "--festival",
                   "mid_autumn", "--festival", "spring_festival"}),
              AllOf(HasSubstr("mid_autumn"), HasSubstr("before_festival")));
  EXPECT_THAT(Run({"cadence", "update", rule, "--set", "days=500"}), HasSubstr("500"));
  EXPECT_THAT(Run({"cadence", "list"}), AllOf(HasSubstr("未分级客户"), HasSubstr("节日")));
  const std::string generated =
      Run({"plans", "generate", "2088-03-01", "2088-03-31", "--user", "me"});
  EXPECT_THAT(generated, HasSubstr("1 visits to 1 accounts"));
  const std::string plan = NameIn(generated);
  EXPECT_THAT(Run({"plans", "items", plan}), AllOf(HasSubstr("北风"), HasSubstr("ada")));
  const std::string item =
      NameIn(Run({"plans", "add", plan, account_, "--at", "2088-03-20 09:00"}));
  EXPECT_THAT(Run({"plans", "edit", item, "--set", "visit_mode=phone"}), HasSubstr("phone"));
  EXPECT_THAT(Run({"plans", "skip", item, "--reason", "on leave"}), HasSubstr("on leave"));
  EXPECT_THAT(Run({"plans", "restore", item}), HasSubstr("proposed"));
  EXPECT_THAT(Run({"plans", "remove", item}), HasSubstr("phone"));
  EXPECT_THAT(Run({"plans", "approve", plan}), HasSubstr("approved"));
  EXPECT_THAT(Run({"plans", "progress", plan}),
              AllOf(HasSubstr("all: 0.0 % done"), HasSubstr("ada: ")));
  EXPECT_THAT(Run({"plans", "discard", plan}), HasSubstr("approved"));
  EXPECT_THAT(Run({"plans", "list"}), HasSubstr("approved"));
  EXPECT_THAT(Run({"cadence", "delete", rule}), HasSubstr("delete_time"));
  EXPECT_THAT(Run({"cadence", "undelete", rule}), Not(HasSubstr("delete_time")));
}

TEST_F(EngagementCommandsTest, ADinnerIsPlannedAndPeopleInvited) {
  const std::string dinner =
      NameIn(Run({"gatherings", "create", "答谢晚宴", "--at", "2025-12-01 18:00", "--until",
                  "2025-12-01 21:00", "--budget", "50000 CNY"}));
  EXPECT_THAT(Run({"gatherings", "open", dinner}), HasSubstr("open"));
  const std::string guest =
      NameIn(Run({"gatherings", "invite", dinner, account_, "--guest", "张三"}));
  EXPECT_THAT(Run({"gatherings", "reply", guest, "accepted"}), HasSubstr("accepted"));
  EXPECT_THAT(Run({"gatherings", "attend", guest, "attended"}), HasSubstr("attended"));
  EXPECT_THAT(Run({"gatherings", "hold", dinner, "--outcome", "good", "--cost", "48000 CNY"}),
              HasSubstr("48,000.00 CNY"));
  EXPECT_THAT(Run({"gatherings", "list"}), AllOf(HasSubstr("答谢晚宴"), HasSubstr("held")));
  EXPECT_THAT(Run({"gatherings", "invitations", account_}),
              AllOf(HasSubstr("张三"), HasSubstr("attended")));
}

TEST_F(EngagementCommandsTest, CareAndFrequencyAreTables) {
  EXPECT_THAT(Run({"care", "rule", "christmas", "--tier", "core", "--days", "5"}),
              HasSubstr("圣诞节"));
  EXPECT_THAT(Run({"care", "rules"}), AllOf(HasSubstr("christmas"), HasSubstr("spring_festival")));
  EXPECT_THAT(Run({"care", "list", "-"}), Not(HasSubstr("exit")));
  EXPECT_THAT(Run({"frequency", "-"}), HasSubstr("北风"));
  EXPECT_THAT(Run({"frequency", account_, "--neglected"}), Not(HasSubstr("北风")));
}

TEST_F(EngagementCommandsTest, AGiftAboveTheLimitIsRegisteredAsRefused) {
  EXPECT_THAT(Run({"gifts", "limit", "CNY", "500 CNY"}), HasSubstr("500.00 CNY"));
  std::vector<std::string> words = {"gifts",
                                    "register",
                                    account_,
                                    "--value",
                                    "600 CNY",
                                    "--contact",
                                    account_ + "/contacts/0190a000-0000-7000-8000-000000000001"};
  EXPECT_THAT(Run(words), HasSubstr("500 CNY is left"));
  words.insert(words.end(), {"--refused", "too much"});
  EXPECT_THAT(Run(words), HasSubstr("refused"));
  EXPECT_THAT(Run({"gifts", "totals", "-"}), HasSubstr("500.00 CNY"));
  EXPECT_THAT(Run({"gifts", "list", account_}), HasSubstr("600.00 CNY"));
  EXPECT_THAT(Run({"gifts", "limit", "CNY", "none"}), Not(HasSubstr("500")));
}

TEST_F(EngagementCommandsTest, APromiseIsMadePutOffAndKept) {
  const std::string name =
      NameIn(Run({"commitments", "create", account_, "送样机", "--due", "2099-12-01 18:00"}));
  EXPECT_THAT(name, HasSubstr(account_ + "/commitments/"));
  EXPECT_THAT(Run({"commitments", "list", "-"}),
              AllOf(HasSubstr("2099-12-01"), HasSubstr("送样机")));
  EXPECT_THAT(Run({"commitments", "list", account_, "--filter", "overdue = true"}),
              Not(HasSubstr("送样机")));
  EXPECT_THAT(Run({"commitments", "renegotiate", name, "--due", "2099-12-08"}),
              AllOf(HasSubstr("reason: say why"), HasSubstr("exit 2")));
  EXPECT_THAT(
      Run({"commitments", "renegotiate", name, "--due", "2099-12-08", "--reason", "late parts"}),
      HasSubstr("renegotiation_count"));
  EXPECT_THAT(Run({"commitments", "keep", name, "--proof", "签收单", "--evidence",
                   "https://files.example.com/1.pdf"}),
              AllOf(HasSubstr("kept"), HasSubstr("on_time")));
  EXPECT_THAT(Run({"commitments", "break", name, "--reason", "x"}),
              HasSubstr("commitments break is possible from: open"));
}

TEST_F(EngagementCommandsTest, TheRateIsATable) {
  const std::string name =
      NameIn(Run({"commitments", "create", account_, "送样机", "--due", "2099-12-01 18:00"}));
  Run({"commitments", "keep", name, "--proof", "签收单"});
  EXPECT_THAT(Run({"commitments", "stats", "-"}),
              AllOf(HasSubstr("ACCOUNT"), HasSubstr("北风"), HasSubstr("100.0 %")));
  EXPECT_THAT(Run({"commitments", "stats", account_, "--by", "month"}), HasSubstr("2099-12 "));
  EXPECT_THAT(Run({"commitments", "stats", "-", "--by", "promiser", "--party", "customer"}),
              Not(HasSubstr("%")));
}

TEST_F(EngagementCommandsTest, ATaskIsMadeReassignedAndDone) {
  const std::string name = NameIn(Run({"tasks", "create", "回访", "--due", "2099-12-01",
                                       "--account", account_, "--priority", "high"}));
  EXPECT_THAT(Run({"tasks", "list", "--mine"}), AllOf(HasSubstr("回访"), HasSubstr("high")));
  const std::string id = name.substr(name.find('/') + 1);
  EXPECT_THAT(Run({"tasks", "reassign", id, "li.na"}), HasSubstr("li.na"));
  EXPECT_THAT(Run({"tasks", "list", "--mine"}), Not(HasSubstr("回访")));
  EXPECT_THAT(Run({"tasks", "list", "--team"}), HasSubstr("回访"));
  EXPECT_THAT(Run({"tasks", "complete", name}), HasSubstr("done"));
  EXPECT_THAT(Run({"tasks", "watch", "--from", "0", "--for", "0.1"}),
              AllOf(HasSubstr("create"), HasSubstr("reassign"), HasSubstr("complete"),
                    HasSubstr("go on with --from ")));
}

TEST_F(EngagementCommandsTest, ACalendarIsMadeFromAFileAndCountedWith) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/plant_", ::getpid(), ".json");
  std::ofstream(path) << R"({"displayName": "Plant", "timeZone": "Asia/Shanghai", "weekly": [
    {"dayOfWeek": "MONDAY", "shifts": [{"start": {"hours": 8}, "end": {"hours": 16}}]}]})";
  EXPECT_THAT(Run({"calendars", "create", "plant", "--file", path}),
              HasSubstr("workingCalendars/plant"));
  // 16 hours from a Monday morning on are that Monday and the next.
  EXPECT_THAT(Run({"calendars", "add", "plant", "2026-11-23T08:00:00+08:00", "16h"}),
              HasSubstr("2026-11-30"));
  EXPECT_THAT(Run({"calendars", "update", "plant", "--set", "display_name=Works"}),
              HasSubstr("Works"));
  EXPECT_THAT(Run({"calendars", "list"}), AllOf(HasSubstr("plant"), HasSubstr("Works")));
}

TEST_F(EngagementCommandsTest, AFormIsDeclaredFromAFile) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/form_", ::getpid(), ".json");
  std::ofstream(path) << R"({"fields": [{"key": "stock_days", "label": "Days of stock",
    "labelZh": "库存天数", "type": "FORM_FIELD_TYPE_NUMBER", "required": true}]})";
  EXPECT_THAT(Run({"visits", "set-form", "review", "--file", path}), HasSubstr("库存天数"));
  EXPECT_THAT(Run({"visits", "form", "review"}), HasSubstr("stock_days"));
  EXPECT_THAT(Run({"visits", "form", "dinner"}), HasSubstr("exit "));
}

TEST_F(EngagementCommandsTest, ACheckInNeedsNoFields) {
  const std::string name =
      NameIn(Run({"visits", "plan", account_, "--at", "2099-12-01 10:00", "--kind", "review"}));
  EXPECT_THAT(name, HasSubstr("/visits/"));
  EXPECT_THAT(Run({"visits", "confirm", name}), HasSubstr("confirmed"));
  EXPECT_THAT(Run({"visits", "check-in", name}), HasSubstr("checked_in"));
  EXPECT_THAT(Run({"visits", "complete", name}), HasSubstr("content: say what was said"));
  EXPECT_THAT(Run({"visits", "complete", name, "--set", "content=They want it faster"}),
              HasSubstr("completed"));
}

TEST_F(EngagementCommandsTest, WhatAnAccountHasIsNamedByTheIdThatListsShow) {
  const std::string contact = "0198f3a0-0000-7000-8000-000000000001";
  const std::string visit = Run({"visits", "plan", account_, "--at", "2099-12-01 10:00", "--meets",
                                 contact + ":director:host"});
  EXPECT_THAT(visit, HasSubstr(account_ + "/contacts/" + contact));
  const std::string id = NameIn(visit).substr(NameIn(visit).rfind('/') + 1);
  const std::string account_id = account_.substr(account_.find('/') + 1);
  EXPECT_THAT(Run({"visits", "confirm", id}), HasSubstr("does not say of which account"));
  EXPECT_THAT(Run({"visits", "confirm", account_id + "/" + id}), HasSubstr("confirmed"));
  EXPECT_THAT(Run({"visits", "changes", account_id + "/" + id}),
              AllOf(HasSubstr("create"), HasSubstr("confirm")));
  // The accounts service is not asked here, so the account's id stands for its name.
  EXPECT_THAT(Run({"visits", "list", "-"}), AllOf(HasSubstr("ACCOUNT"), HasSubstr(account_id)));
  EXPECT_THAT(Run({"visits", "list", account_}), Not(HasSubstr("ACCOUNT")));
}

}  // namespace
}  // namespace mainstay::ctl
