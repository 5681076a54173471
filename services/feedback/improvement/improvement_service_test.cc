// ImprovementService on a real server, measuring real cases.
#include "services/feedback/improvement/improvement_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/improvement_service.pb.h>
#include <mainstay/feedback/v1/requirement_service.pb.h>

#include "common/status/status.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/requirements/requirement_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kManager[] = "account_manager";

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

class ImprovementTest : public FeedbackServiceTest {
 protected:
  ImprovementTest()
      : FeedbackServiceTest(
            {"CaseService", "ImprovementService", "RequirementService"},
            {RegisterCaseService, RegisterImprovementService, RegisterRequirementService}) {
    service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 7, 31, 4), absl::UTCTimeZone()));
  }

  std::string TakeIn(const std::string& account, const std::string& category = "product.defect") {
    v1::CreateCaseRequest request;
    request.set_parent(account);
    request.mutable_case_()->set_kind(v1::CASE_KIND_COMPLAINT);
    request.mutable_case_()->set_subject("漏油");
    request.mutable_case_()->set_category(category);
    const auto made = Call<v1::Case>("CaseService/CreateCase", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  static v1::ImprovementAction Seals() {
    v1::ImprovementAction action;
    action.set_title("换密封圈供应商");
    action.set_owner("wang.li");
    *action.mutable_due_date() = Day(2026, 9, 30);
    action.mutable_quarter()->set_year(2026);
    action.mutable_quarter()->set_quarter(3);
    action.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_RECEIVED_COUNT);
    action.mutable_measure()->set_category("product");
    action.mutable_measure()->set_goal(1);
    return action;
  }
  absl::StatusOr<v1::ImprovementAction> Create(const v1::ImprovementAction& action,
                                               std::string_view user = "ada",
                                               std::string_view role = "admin") {
    v1::CreateImprovementActionRequest request;
    *request.mutable_improvement_action() = action;
    return Do("CreateImprovementAction", request, user, role);
  }
  template <class Request>
  absl::StatusOr<v1::ImprovementAction> Do(const std::string& method, const Request& request,
                                           std::string_view user = "ada",
                                           std::string_view role = "admin") {
    return Call<v1::ImprovementAction>("ImprovementService/" + method, request, user, role);
  }
  absl::StatusOr<v1::ImprovementAction> Get(const std::string& name, std::string_view user = "ada",
                                            std::string_view role = "admin") {
    v1::GetImprovementActionRequest request;
    request.set_name(name);
    return Do("GetImprovementAction", request, user, role);
  }
  static v1::Measurement July() {
    v1::Measurement measurement;
    *measurement.mutable_first_day() = Day(2026, 7, 1);
    *measurement.mutable_last_day() = Day(2026, 7, 31);  // today
    return measurement;
  }
  absl::StatusOr<v1::ImprovementAction> Start(const std::string& name,
                                              std::string_view user = "ada",
                                              std::string_view role = "admin") {
    v1::StartImprovementActionRequest request;
    request.set_name(name);
    *request.mutable_before() = July();
    return Do("StartImprovementAction", request, user, role);
  }
  // Measures days of August or September.
  absl::StatusOr<v1::ImprovementAction> Check(const std::string& name, google::type::Date first_day,
                                              google::type::Date last_day,
                                              std::string_view user = "ada",
                                              std::string_view role = "admin") {
    v1::CheckImprovementActionRequest request;
    request.set_name(name);
    *request.mutable_after()->mutable_first_day() = first_day;
    *request.mutable_after()->mutable_last_day() = last_day;
    return Do("CheckImprovementAction", request, user, role);
  }
  static std::string FieldOf(const absl::Status& status) {
    const auto violations = status::GetFieldViolations(status);
    return violations.empty() ? "" : violations[0].field;
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const std::string other_ = AddAccount(service_, "南风", "zhao.min");
};

TEST_F(ImprovementTest, MeasuresBeforeAndAfterByTheFiguresOfCases) {
  TakeIn(account_);
  TakeIn(other_, "product");
  TakeIn(account_, "delivery");
  const std::string name = Create(Seals())->name();
  const v1::ImprovementAction started = Start(name, "wang.li", kManager).value();
  EXPECT_EQ(started.state(), v1::IMPROVEMENT_STATE_DO);
  EXPECT_EQ(started.before().value(), 2);  // of all accounts
  EXPECT_EQ(started.measure().unit(), "cases");
  service_.clock().Advance(absl::Hours(24 * 32));  // the first of September
  TakeIn(account_);
  EXPECT_EQ(FieldOf(Check(name, Day(2026, 9, 1), Day(2026, 10, 1)).status()), "after.last_day")
      << "in the future";
  EXPECT_EQ(FieldOf(Check(name, Day(2026, 8, 1), Day(2026, 8, 19)).status()), "after.last_day")
      << "of fewer days there are fewer cases";
  EXPECT_EQ(Check(name, Day(2026, 8, 2), Day(2026, 9, 1))->after().value(), 1);
  EXPECT_EQ(Check(name, Day(2026, 8, 1), Day(2026, 8, 31))->after().value(), 0);
  v1::StandardizeImprovementActionRequest standardize;
  standardize.set_name(name);
  standardize.set_outcome("新供应商成为标准");
  const v1::ImprovementAction done = Do("StandardizeImprovementAction", standardize).value();
  EXPECT_EQ(done.state(), v1::IMPROVEMENT_STATE_ACT);
  EXPECT_EQ(Get(name)->DebugString(), done.DebugString());
  EXPECT_EQ(status::GetErrorDetail(Start(name).status())->reason, "WRONG_STATE");
  EXPECT_THAT(EventsOf(name),
              ElementsAre("ImprovementActionCreated", "ImprovementActionStateChanged",
                          "ImprovementActionStateChanged", "ImprovementActionChanged",
                          "ImprovementActionStateChanged"));
  v1::ListImprovementActionChangesRequest changes;
  changes.set_parent(name);
  const auto history = Call<v1::ListImprovementActionChangesResponse>(
                           "ImprovementService/ListImprovementActionChanges", changes)
                           .value();
  EXPECT_EQ(history.changes(0).field(), "state");
  EXPECT_EQ(history.changes(0).action(), "standardize");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ImprovementTest, MonthsAreAsLongAsMonths) {
  const std::string name = Create(Seals())->name();
  ASSERT_TRUE(Start(name).ok());
  service_.clock().Advance(absl::Hours(24 * 70));
  EXPECT_TRUE(Check(name, Day(2026, 9, 1), Day(2026, 9, 30)).ok());
  EXPECT_EQ(FieldOf(Check(name, Day(2026, 8, 1), Day(2026, 9, 30)).status()), "after.last_day");
  v1::ImprovementAction rate = Seals();
  rate.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_BY_HAND);
  rate.mutable_measure()->clear_category();
  rate.mutable_measure()->set_unit("ppm");
  rate.mutable_measure()->set_source("incoming inspection");
  v1::StartImprovementActionRequest start;
  start.set_name(Create(rate)->name());
  *start.mutable_before() = July();
  start.mutable_before()->set_value(130);
  ASSERT_TRUE(Do("StartImprovementAction", start).ok());
  v1::CheckImprovementActionRequest check;
  check.set_name(start.name());
  *check.mutable_after()->mutable_first_day() = Day(2026, 8, 1);
  *check.mutable_after()->mutable_last_day() = Day(2026, 8, 7);
  check.mutable_after()->set_value(90);
  EXPECT_TRUE(Do("CheckImprovementAction", check).ok()) << "what is no count of cases compares";
}

TEST_F(ImprovementTest, OfOthersCasesNobodyLearnsByMeasuring) {
  v1::ImprovementAction action = Seals();
  const std::string name = Create(action)->name();
  action.mutable_measure()->set_category("product.defect.seal");
  const std::string narrow = Create(action)->name();
  v1::StartImprovementActionRequest start;
  start.set_name(name);
  *start.mutable_before() = July();
  start.mutable_before()->mutable_last_day()->set_day(30);
  EXPECT_EQ(FieldOf(Do("StartImprovementAction", start, "wang.li", kManager).status()),
            "before.first_day");
  EXPECT_TRUE(Do("StartImprovementAction", start).ok());
  EXPECT_EQ(status::GetErrorDetail(Start(narrow, "wang.li", kManager).status())->reason,
            "TOO_NARROW");
  EXPECT_TRUE(Start(narrow).ok()) << "a director sees every case anyhow";
}

TEST_F(ImprovementTest, SaysWhenThereIsNothingToMeasure) {
  v1::ImprovementAction action = Seals();
  action.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_FIRST_TIME_RIGHT_RATE);
  const std::string name = Create(action)->name();
  EXPECT_EQ(status::GetErrorDetail(Start(name).status())->reason, "NOTHING_TO_MEASURE");
  EXPECT_EQ(Get(name)->state(), v1::IMPROVEMENT_STATE_PLAN);

  action = Seals();
  action.clear_measure();
  action.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_BY_HAND);
  action.mutable_measure()->set_unit("ppm");
  action.mutable_measure()->set_source("incoming inspection");
  v1::StartImprovementActionRequest start;
  start.set_name(Create(action)->name());
  *start.mutable_before() = July();
  EXPECT_EQ(status::GetFieldViolations(Do("StartImprovementAction", start).status())[0].field,
            "before.value");
  start.mutable_before()->set_value(130.5);
  EXPECT_EQ(Do("StartImprovementAction", start)->before().value(), 130.5);
}

TEST_F(ImprovementTest, ShowsOfItsCasesThoseThatOneSeesAndLosesNone) {
  const std::string own = TakeIn(account_), foreign = TakeIn(other_);
  v1::ImprovementAction action = Seals();
  action.add_cases(own);
  EXPECT_EQ(Create(action, "wang.li", kManager)->cases_size(), 1);
  action.add_cases(foreign);
  EXPECT_EQ(status::GetFieldViolations(Create(action, "wang.li", kManager).status())[0].field,
            "improvement_action.cases[1]");
  action.add_requirements("requirements/018f0000-0000-7000-8000-000000000000");
  EXPECT_EQ(status::GetFieldViolations(Create(action).status())[0].field,
            "improvement_action.requirements[0]");
  action.clear_requirements();
  const std::string name = Create(action)->name();
  EXPECT_THAT(Get(name)->cases(), ElementsAre(own, foreign));
  EXPECT_THAT(Get(name, "wang.li", kManager)->cases(), ElementsAre(own));

  v1::UpdateImprovementActionRequest update;
  update.mutable_improvement_action()->set_name(name);
  update.mutable_update_mask()->add_paths("cases");
  EXPECT_THAT(Do("UpdateImprovementAction", update, "wang.li", kManager)->cases(), IsEmpty());
  EXPECT_THAT(Get(name)->cases(), ElementsAre(foreign));
  v1::ListImprovementActionChangesRequest list;
  list.set_parent(name);
  const auto change = [&](std::string_view user, std::string_view role) {
    return Call<v1::ListImprovementActionChangesResponse>(
               "ImprovementService/ListImprovementActionChanges", list, user, role)
        ->changes(0);
  };
  EXPECT_EQ(change("ada", "admin").old_value(), own + "\n" + foreign);
  EXPECT_EQ(change("ada", "admin").new_value(), foreign);
  EXPECT_EQ(change("wang.li", kManager).old_value(), own);
  EXPECT_EQ(change("wang.li", kManager).new_value(), "") << "not of a case that they do not see";
  EXPECT_EQ(
      status::GetErrorDetail(Do("UpdateImprovementAction", update, "zhao.min", kManager).status())
          ->reason,
      "NOT_THE_OWNER");
}

TEST_F(ImprovementTest, ShowsOfItsRequirementsThoseThatOneSeesAndLosesNone) {
  const auto asked = [&](const std::string& account) {
    v1::CreateRequirementRequest request;
    request.mutable_requirement()->set_title("检测报告");
    request.mutable_requirement()->add_askers()->set_account(account);
    const auto made = Call<v1::Requirement>("RequirementService/CreateRequirement", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  };
  const std::string own = asked(account_), foreign = asked(other_);
  v1::ImprovementAction action = Seals();
  action.add_requirements(own);
  EXPECT_THAT(Create(action, "wang.li", kManager)->requirements(), ElementsAre(own));
  action.add_requirements(foreign);
  EXPECT_EQ(status::GetFieldViolations(Create(action, "wang.li", kManager).status())[0].field,
            "improvement_action.requirements[1]");
  const std::string name = Create(action)->name();
  EXPECT_THAT(Get(name)->requirements(), ElementsAre(own, foreign));
  EXPECT_THAT(Get(name, "wang.li", kManager)->requirements(), ElementsAre(own));

  v1::UpdateImprovementActionRequest update;
  update.mutable_improvement_action()->set_name(name);
  update.mutable_update_mask()->add_paths("requirements");
  EXPECT_THAT(Do("UpdateImprovementAction", update, "wang.li", kManager)->requirements(),
              IsEmpty());
  EXPECT_THAT(Get(name)->requirements(), ElementsAre(foreign));
}

TEST_F(ImprovementTest, WhatItIsMeasuredByChangesWhileItIsPlannedOnly) {
  const v1::ImprovementAction made = Create(Seals()).value();
  v1::UpdateImprovementActionRequest update;
  v1::ImprovementAction& wanted = *update.mutable_improvement_action();
  wanted = made;
  wanted.mutable_measure()->set_goal(3);
  update.mutable_update_mask()->add_paths("measure");
  EXPECT_EQ(Do("UpdateImprovementAction", update)->measure().goal(), 3);
  EXPECT_EQ(Do("UpdateImprovementAction", update).status().code(),
            absl::StatusCode::kAborted);  // old etag
  wanted.clear_etag();
  wanted.mutable_measure()->set_source("a\nb");
  EXPECT_EQ(status::GetFieldViolations(Do("UpdateImprovementAction", update).status())[0].field,
            "improvement_action.measure.source");
  wanted.mutable_measure()->clear_source();
  ASSERT_TRUE(Start(made.name()).ok());
  wanted.mutable_measure()->set_goal(4);
  EXPECT_EQ(status::GetFieldViolations(Do("UpdateImprovementAction", update).status())[0].field,
            "improvement_action.measure");
}

TEST_F(ImprovementTest, TheQuartersPlanSaysWhatIsDoneAboutWhat) {
  const std::string own = TakeIn(account_), foreign = TakeIn(other_),
                    third = TakeIn(account_, "delivery");
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           tx.Exec(
                               "INSERT INTO quarterly_plan_cases (case_id, account_id, year, "
                               "quarter) SELECT case_id, account_id, 2026, 3 FROM cases");
                           return absl::OkStatus();
                         })
                  .ok());
  v1::ImprovementAction action = Seals();
  action.add_cases(own);
  const std::string name = Create(action)->name();
  action.mutable_quarter()->set_quarter(4);
  Create(action).value();
  v1::GetQuarterlyPlanRequest request;
  *request.mutable_quarter() = Seals().quarter();
  const auto plan = [&](std::string_view user, std::string_view role) {
    return Call<v1::QuarterlyPlan>("ImprovementService/GetQuarterlyPlan", request, user, role)
        .value();
  };
  const v1::QuarterlyPlan all = plan("ada", "admin");
  ASSERT_EQ(all.topics_size(), 2);
  EXPECT_EQ(all.topics(0).category(), "product.defect");
  EXPECT_EQ(all.topics(0).case_count(), 2);
  EXPECT_EQ(all.topics(0).open_count(), 2);
  EXPECT_EQ(all.topics(0).covered_count(), 1);
  EXPECT_EQ(all.topics(1).covered_count(), 0);
  ASSERT_EQ(all.improvement_actions_size(), 1);
  EXPECT_EQ(all.improvement_actions(0).name(), name);
  const v1::QuarterlyPlan others = plan("zhao.min", kManager);
  ASSERT_EQ(others.topics_size(), 1);
  EXPECT_EQ(others.topics(0).case_count(), 1);
  EXPECT_EQ(others.improvement_actions(0).cases_size(), 0);
  request.mutable_quarter()->set_quarter(5);
  EXPECT_EQ(Call<v1::QuarterlyPlan>("ImprovementService/GetQuarterlyPlan", request).status().code(),
            absl::StatusCode::kInvalidArgument);

  v1::ListImprovementActionsRequest list;
  list.set_filter("year = 2026 AND quarter = 4 AND open = true");
  EXPECT_EQ(
      Call<v1::ListImprovementActionsResponse>("ImprovementService/ListImprovementActions", list)
          ->improvement_actions_size(),
      1);
}

}  // namespace
}  // namespace mainstay::feedback
