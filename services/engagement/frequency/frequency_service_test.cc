#include "services/engagement/frequency/frequency_service.h"

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/cadence_rule_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>
#include <mainstay/engagement/v1/frequency_service.pb.h>
#include <mainstay/engagement/v1/task_service.pb.h>

#include <algorithm>
#include <pqxx/pqxx>

#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/cadence/cadence_rule_service.h"
#include "services/engagement/calendar/official_calendar_writes.h"
#include "services/engagement/communications/communication_service.h"
#include "services/engagement/frequency/frequency_store.h"
#include "services/engagement/frequency/ladder_writes.h"
#include "services/engagement/frequency/survey_contact_inbox_events.h"
#include "services/engagement/tasks/task_service.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr char kManager[] = "account_manager";

class FrequencyServiceTest : public EngagementServiceTest {
 protected:
  FrequencyServiceTest()
      : EngagementServiceTest(
            {"CadenceRuleService", "CommunicationService", "FrequencyService", "TaskService"},
            {RegisterCadenceRuleService, RegisterCommunicationService, RegisterFrequencyService,
             RegisterTaskService}) {
    Run([](pg::Tx& tx, absl::Time now) { return KeepOfficialCalendar(tx, now); });
  }

  bool Run(const std::function<absl::StatusOr<bool>(pg::Tx&, absl::Time)>& step) {
    const auto done =
        service_.db().Write({}, [&](pg::Tx& tx) { return step(tx, service_.clock().Now()); });
    EXPECT_TRUE(done.ok()) << done.status();
    return done.ok() && *done;
  }
  void Climb() {
    EXPECT_FALSE(Run([this](pg::Tx& tx, absl::Time now) {
      return ClimbContactLadders(tx, now, "zhao.min", *deps_.working_times);
    }));
  }
  // Every account without a grade is to be contacted every `days` days.
  void Rule(int days, int budget = 0) {
    v1::CreateCadenceRuleRequest request;
    v1::CadenceRule& rule = *request.mutable_cadence_rule();
    rule.set_display_name("Every");
    rule.add_tiers(v1::CADENCE_TIER_NONE);
    rule.set_kind(v1::CADENCE_KIND_PERIODIC);
    rule.set_days(days);
    rule.set_max_contacts(budget);
    const auto made = Call<v1::CadenceRule>("CadenceRuleService/CreateCadenceRule", request);
    EXPECT_TRUE(made.ok()) << made.status();
  }
  void Talk(const std::string& account, absl::Duration ago = absl::ZeroDuration()) {
    v1::CreateCommunicationRequest request;
    request.set_parent(account);
    v1::Communication& talk = *request.mutable_communication();
    talk.set_channel(v1::COMMUNICATION_CHANNEL_PHONE);
    talk.set_direction(v1::COMMUNICATION_DIRECTION_OUTBOUND);
    talk.set_subject("x");
    *talk.mutable_occur_time() = api::TimeToProto(service_.clock().Now() - ago);
    const auto made = Call<v1::Communication>("CommunicationService/CreateCommunication", request);
    EXPECT_TRUE(made.ok()) << made.status();
  }
  // "account late/required communications" of the report, page by page.
  std::vector<std::string> Report(const std::string& parent, std::string_view user = "ada",
                                  std::string_view role = "admin", bool neglected_only = false) {
    v1::ListContactFrequenciesRequest request;
    request.set_parent(parent);
    request.set_neglected_only(neglected_only);
    request.set_page_size(1);
    std::vector<std::string> texts;
    do {
      const auto page = Call<v1::ListContactFrequenciesResponse>(
          "FrequencyService/ListContactFrequencies", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::ContactFrequency& one : page->contact_frequencies()) {
        last_ = one;
        texts.push_back(absl::StrCat(one.account_display_name(), " ", one.days_late(), "/",
                                     one.required_count(), " ", one.communication_count()));
      }
      counted_ = page->account_count();
      neglected_ = page->neglected_count();
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }
  // "limit/used" of the accounts that one sees, "!" when it is used up.
  std::vector<std::string> Budgets(const std::vector<std::string>& accounts,
                                   std::string_view user = "ada", std::string_view role = "admin") {
    v1::BatchGetContactBudgetsRequest request;
    for (const std::string& account : accounts) request.add_accounts(account);
    const auto answer = Call<v1::BatchGetContactBudgetsResponse>(
        "FrequencyService/BatchGetContactBudgets", request, user, role);
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::vector<std::string> texts;
    for (const v1::ContactBudget& one : answer->contact_budgets()) {
      texts.push_back(
          absl::StrCat(one.contact_budget(), "/", one.budget_used(), one.used_up() ? "!" : ""));
    }
    return texts;
  }
  // The types and steps of the events of ladders, in order.
  std::vector<std::string> Told() {
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<std::vector<std::string>> {
                std::vector<std::string> types;
                for (const auto& row :
                     tx.Exec("SELECT type, aggregate_version FROM outbox "
                             "WHERE aggregate_type = 'contact_ladder' ORDER BY seq")) {
                  const std::string type = row[0].c_str();
                  types.push_back(
                      absl::StrCat(type.substr(type.rfind('.') + 1), " ", row[1].c_str()));
                }
                return types;
              })
        .value();
  }
  // "who state" of the ladder's tasks.
  std::vector<std::string> Tasks() {
    v1::ListTasksRequest request;
    request.set_filter("source_kind = contact_ladder");
    std::vector<std::string> tasks;
    const auto page = Call<v1::ListTasksResponse>("TaskService/ListTasks", request);
    EXPECT_TRUE(page.ok()) << page.status();
    for (const v1::Task& task : page->tasks()) {
      tasks.push_back(
          absl::StrCat(task.assignee(), " ", v1::TaskState_Name(task.state()).substr(11)));
    }
    return tasks;
  }
  absl::CivilDay WorkingDaysAfter(absl::CivilDay day, int days) {
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<absl::CivilDay> {
                return *(*deps_.working_times->Get(tx, "cn"))->AddWorkingDays(day, days);
              })
        .value();
  }
  void Days(int days) { service_.clock().Advance(absl::Hours(24 * days)); }

  v1::ContactFrequency last_;
  int counted_ = 0, neglected_ = 0;
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(FrequencyServiceTest, WhoIsNeglectedComesFirst) {
  Rule(30, /*budget=*/2);
  const std::string other = AddAccount(service_, "南风", "li.na");
  Talk(account_, absl::Hours(24 * 40));
  Talk(other, absl::Hours(24 * 10));
  Talk(other, absl::Hours(24 * 95));
  EXPECT_THAT(Report("accounts/-"), ElementsAre("北风 10/3 1", "南风 0/3 1"));
  EXPECT_EQ(counted_, 2);
  EXPECT_EQ(neglected_, 1);
  EXPECT_EQ(last_.contact_budget(), 2);
  const int used = last_.budget_used();
  Talk(other);
  Report(other);
  EXPECT_EQ(last_.budget_used(), used + 1);
  const auto told = [this] {  // as the report has it
    const bool used_up = last_.budget_used() >= 2;
    return absl::StrCat("2/", last_.budget_used(), used_up ? "!" : "");
  };
  const std::string others = told();
  Report(account_);
  EXPECT_THAT(Budgets({other, account_}), ElementsAre(others, told()));
  EXPECT_THAT(Budgets({other, account_}, "wang.li", kManager), ElementsAre(told()));
  EXPECT_THAT(Report("accounts/-", "ada", "admin", true), ElementsAre("北风 10/3 1"));
  EXPECT_THAT(Report("accounts/-", "wang.li", kManager), ElementsAre("北风 10/3 1"));
  EXPECT_EQ(counted_, 1) << "of those one sees";
  v1::ListContactFrequenciesRequest hidden;
  hidden.set_parent(other);
  EXPECT_EQ(Call<v1::ListContactFrequenciesResponse>("FrequencyService/ListContactFrequencies",
                                                     hidden, "wang.li", kManager)
                .status()
                .code(),
            absl::StatusCode::kNotFound);
  Merge(service_, other, account_);
  EXPECT_THAT(Report("accounts/-"), ElementsAre("北风 0/3 3"));
}

TEST_F(FrequencyServiceTest, AGatheringIsAContactOfTheBudget) {
  Rule(30, /*budget=*/2);
  const auto used = [&] {
    Report(account_);
    return last_.budget_used();
  };
  const auto set = [&](const char* sql) {
    const auto done = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(sql, {account_.substr(9), pg::ToParam(service_.clock().Now())});
      return absl::OkStatus();
    });
    ASSERT_TRUE(done.ok()) << done;
  };
  EXPECT_EQ(used(), 0);
  set("WITH g AS (INSERT INTO gatherings SELECT gen_random_uuid(), 1, 'seminar', 'x', '', '', "
      "$2::timestamptz, $2::timestamptz + interval '1 hour', 'UTC', 'ada', NULL, '', NULL, '', 0, "
      "'open', '', '', now(), now() RETURNING gathering_id) "
      "INSERT INTO invitations SELECT gen_random_uuid(), gathering_id, $1::uuid, 1, NULL, 'guest', "
      "false, 'none', '', '', now(), now() FROM g, generate_series(1, 2)");
  EXPECT_EQ(used(), 0) << "nobody answered";
  set("UPDATE invitations SET reply = 'accepted' WHERE account_id = $1::uuid AND $2 <> ''");
  EXPECT_EQ(used(), 1) << "two guests, one contact";
  set("UPDATE gatherings SET state = 'held' WHERE $1 <> $2");
  EXPECT_EQ(used(), 0) << "nobody was noted as there";
  set("UPDATE invitations SET attendance = 'attended' WHERE account_id = $1::uuid AND $2 <> ''");
  EXPECT_EQ(used(), 1);
  const std::string survivor = AddAccount(service_, "南风", "li.na");
  Merge(service_, account_, survivor);
  Report(survivor);
  EXPECT_EQ(last_.budget_used(), 1);
  set(absl::StrCat("INSERT INTO invitations SELECT gen_random_uuid(), gathering_id, '",
                   survivor.substr(9),
                   "', 1, NULL, 'guest', false, 'none', 'attended', '', now(), now() "
                   "FROM gatherings WHERE $1 <> $2")
          .c_str());
  Report(survivor);
  EXPECT_EQ(last_.budget_used(), 1) << "of two accounts that are one now";
  set("UPDATE gatherings SET state = 'cancelled' WHERE $1 <> $2");
  Report(survivor);
  EXPECT_EQ(last_.budget_used(), 0);
}

TEST_F(FrequencyServiceTest, WithoutARuleNobodyIsNeglected) {
  Talk(account_, absl::Hours(24 * 400));
  EXPECT_THAT(Report(account_), ElementsAre("北风 0/0 0"));
  EXPECT_FALSE(last_.has_due_date());
  EXPECT_TRUE(last_.has_last_contact_time());
}

TEST_F(FrequencyServiceTest, ThePeriodIsLookedAt) {
  v1::ListContactFrequenciesRequest request;
  request.set_parent(account_);
  request.mutable_end_date()->set_year(2025);
  request.mutable_end_date()->set_month(1);
  request.mutable_end_date()->set_day(1);
  *request.mutable_start_date() = request.end_date();
  request.mutable_start_date()->set_day(2);
  const auto list = [&] {
    return Call<v1::ListContactFrequenciesResponse>("FrequencyService/ListContactFrequencies",
                                                    request)
        .status()
        .code();
  };
  EXPECT_EQ(list(), absl::StatusCode::kInvalidArgument);
  request.mutable_start_date()->set_year(2022);
  EXPECT_EQ(list(), absl::StatusCode::kInvalidArgument) << "too long";
  request.mutable_start_date()->set_year(2024);
  EXPECT_EQ(list(), absl::StatusCode::kOk);
}

TEST_F(FrequencyServiceTest, AMissedContactClimbsOnceAStep) {
  Rule(7);
  Days(1);
  Talk(account_, absl::Hours(24 * 7));  // due today
  const absl::CivilDay due = ContactDay(service_.clock().Now());
  std::vector<absl::CivilDay> reached;
  for (int day = 0; day < 40; ++day, Days(1)) {
    for (int i = 0; i < 2; ++i) Climb();
    const size_t told = Told().size();
    ASSERT_LE(told, reached.size() + 1);
    if (told == reached.size()) continue;
    reached.push_back(ContactDay(service_.clock().Now()));
    Report(account_);
    EXPECT_EQ(last_.ladder_step(), static_cast<int>(told));
    EXPECT_EQ(Tasks().size(), std::min<size_t>(told, 2));
  }
  EXPECT_THAT(reached, ElementsAre(WorkingDaysAfter(due, 3), WorkingDaysAfter(due, 5),
                                   WorkingDaysAfter(due, 7)));
  EXPECT_THAT(Told(), ElementsAre("ContactMissed 1", "ContactMissed 2", "ContactMissed 3"));
  EXPECT_THAT(Tasks(), UnorderedElementsAre("wang.li OPEN", "zhao.min OPEN"));
  Report(account_);
  EXPECT_EQ(last_.ladder_step(), v1::LADDER_STEP_RISK);
  Talk(account_);
  Days(1);
  Climb();
  EXPECT_THAT(Told(), ElementsAre("ContactMissed 1", "ContactMissed 2", "ContactMissed 3",
                                  "ContactResumed 4"));
  EXPECT_THAT(Tasks(), UnorderedElementsAre("wang.li CANCELLED", "zhao.min CANCELLED"));
  Report(account_);
  EXPECT_EQ(last_.ladder_step(), v1::LADDER_STEP_UNSPECIFIED);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(FrequencyServiceTest, AnAccountNeverMetIsWatchedFromNowOn) {
  Rule(7);
  Climb();
  EXPECT_THAT(Report(account_), ElementsAre("北风 0/12 0"));
  EXPECT_THAT(Told(), IsEmpty());
  Days(30);
  Climb();
  EXPECT_EQ(Told().size(), 3u);
  Delete(service_, account_);
  Days(1);
  Climb();
  EXPECT_EQ(Told().back(), "ContactResumed 4");
}

TEST_F(FrequencyServiceTest, AWaveOfASurveyIsOneContactOfTheBudget) {
  Rule(30, /*budget=*/1);
  const auto ask = [&](const std::string& invitation, int wave) {
    survey::v1::InvitationSent payload;
    payload.set_invitation("campaigns/0190a000-0000-7000-8000-000000000001/invitations/" +
                           invitation);
    payload.set_account(account_);
    payload.set_wave(wave);
    *payload.mutable_send_time() = api::TimeToProto(service_.clock().Now());
    const absl::Status taken = service_.db().Write(
        {}, [&](pg::Tx& tx) { return TakeInvitationSent(tx, events::v1::Event(), payload); });
    EXPECT_TRUE(taken.ok()) << taken;
  };
  EXPECT_THAT(Budgets({account_}), ElementsAre("1/0"));
  ask("0190a000-0000-7000-8000-00000000000a", 1);
  ask("0190a000-0000-7000-8000-00000000000b", 1);
  EXPECT_THAT(Budgets({account_}), ElementsAre("1/1!"));
  ask("0190a000-0000-7000-8000-00000000000c", 2);
  EXPECT_THAT(Budgets({account_}), ElementsAre("1/2!"));
}

}  // namespace
}  // namespace mainstay::engagement
