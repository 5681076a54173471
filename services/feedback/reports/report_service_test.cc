// ReportService on a real server: the figures of some hundred cases of every course against a count
// of the same cases.
#include "services/feedback/reports/report_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(ReportTest, CountsNothingOfNothing) {
  const v1::CaseReport report = Report({}).value();
  EXPECT_EQ(Text(report.total()), Text({}));
  EXPECT_FALSE(report.total().has_first_time_right_rate());
  EXPECT_EQ(report.groups_size(), 0);
  v1::GetCaseBacklogRequest backlog;
  backlog.set_parent("accounts/-");
  backlog.set_group_by(v1::CASE_GROUPING_ACCOUNT);
  const auto none = Call<v1::CaseBacklog>("ReportService/GetCaseBacklog", backlog).value();
  EXPECT_EQ(none.total().open_count(), 0);
  EXPECT_EQ(none.total().ages_size(), 7);
  EXPECT_EQ(none.groups_size(), 0);
  v1::GetCaseParetoRequest pareto;
  pareto.set_parent("accounts/-");
  EXPECT_EQ(Call<v1::CasePareto>("ReportService/GetCasePareto", pareto)->DebugString(), "");
}

TEST_F(ReportTest, CountsAsTheCasesSayGroupByGroup) {
  MakeCases(400);
  const absl::TimeZone shanghai = [] {
    absl::TimeZone zone;
    absl::LoadTimeZone("Asia/Shanghai", &zone);
    return zone;
  }();
  const std::map<v1::CaseGrouping, std::function<std::string(const Case&)>> keys = {
      {v1::CASE_GROUPING_ACCOUNT, [](const Case& c) { return "accounts/" + c.account_id; }},
      {v1::CASE_GROUPING_MANAGER, [&](const Case& c) { return owners_.at(c.account_id); }},
      {v1::CASE_GROUPING_CATEGORY, [](const Case& c) { return c.category; }},
      {v1::CASE_GROUPING_MONTH,
       [&](const Case& c) { return absl::FormatTime("%Y-%m", c.receive_time, shanghai); }},
      {v1::CASE_GROUPING_KIND, [](const Case& c) { return c.kind; }},
      {v1::CASE_GROUPING_SEVERITY, [](const Case& c) { return c.severity; }},
      {v1::CASE_GROUPING_CHANNEL, [](const Case& c) { return c.channel; }},
      {v1::CASE_GROUPING_ASSIGNEE, [](const Case& c) { return c.assignee; }},
  };
  for (const auto& [group_by, key] : keys) {
    v1::GetCaseReportRequest request;
    request.set_group_by(group_by);
    request.set_page_size(2);
    std::set<std::string> seen, expected;
    for (const auto& c : cases_) expected.insert(key(*c));
    do {
      const v1::CaseReport report = Report(request).value();
      EXPECT_EQ(Text(report.total()), Text(Counted([](const Case&) { return true; })));
      for (const auto& group : report.groups()) {
        EXPECT_TRUE(seen.insert(group.key()).second) << group.key();
        EXPECT_EQ(Text(group.figures()),
                  Text(Counted([&, &key = key](const Case& c) { return key(c) == group.key(); })))
            << v1::CaseGrouping_Name(group_by) << " " << group.key();
        EXPECT_EQ(group.account_display_name().empty(), group_by != v1::CASE_GROUPING_ACCOUNT);
      }
      request.set_page_token(report.next_page_token());
    } while (!request.page_token().empty());
    EXPECT_EQ(seen, expected) << v1::CaseGrouping_Name(group_by);
  }
}

TEST_F(ReportTest, AMatterThatCameBackIsOneMatter) {
  std::string earlier;
  const auto make = [&](int days_ago, int hours_to_solve) {
    auto made = std::make_unique<Case>();
    Case& c = *made;
    c.id = api::NewUuid(now_);
    c.account_id = accounts_[0];
    c.kind = "complaint";
    c.subject = "pump";
    c.severity = "minor";
    c.scope = "single";
    c.state = "closed";
    c.closure = "customer";
    c.receive_time = c.create_time = c.update_time = now_ - absl::Hours(24 * days_ago);
    c.resolve_time = c.close_time = c.receive_time + absl::Hours(hours_to_solve);
    c.recurrence_of = earlier;
    earlier = c.id;
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) {
                             InsertCases(tx, std::vector<Case*>{&c});
                             return absl::OkStatus();
                           })
                    .ok());
    cases_.push_back(std::move(made));
  };
  make(20, 5);
  make(10, 7);
  const v1::CaseFigures total = Report({}).value().total();
  EXPECT_EQ(total.closed_count(), 2);
  EXPECT_EQ(total.came_back_count(), 1);
  EXPECT_EQ(total.recurrence_count(), 1);
  EXPECT_EQ(total.settled_count(), 1);
  EXPECT_EQ(total.mean_settling_time().seconds(), (10 * 24 + 7) * 3600);
  EXPECT_EQ(total.first_time_right_count(), 0);
  EXPECT_EQ(total.first_time_right_rate(), 0);
  EXPECT_TRUE(total.has_first_time_right_rate());
}

TEST_F(ReportTest, SelectsByDaysKindAndBranch) {
  MakeCases(200);
  v1::GetCaseReportRequest request;
  v1::CaseSelection& selection = *request.mutable_selection();
  selection.mutable_first_day()->set_year(2026);
  selection.mutable_first_day()->set_month(4);
  selection.mutable_first_day()->set_day(1);
  *selection.mutable_last_day() = selection.first_day();
  selection.mutable_last_day()->set_month(6);
  selection.mutable_last_day()->set_day(30);
  selection.set_time_zone("America/New_York");
  selection.set_kind(v1::CASE_KIND_COMPLAINT);
  selection.set_category("product");
  selection.set_category_depth(1);
  request.set_group_by(v1::CASE_GROUPING_CATEGORY);
  const v1::CaseReport report = Report(request).value();
  // The second quarter there begins at 04:00 UTC.
  const absl::Time start = absl::FromCivil(absl::CivilHour(2026, 4, 1, 4), absl::UTCTimeZone());
  const absl::Time end = absl::FromCivil(absl::CivilHour(2026, 7, 1, 4), absl::UTCTimeZone());
  const v1::CaseFigures expected = Counted([&](const Case& c) {
    return c.kind == "complaint" && c.receive_time >= start && c.receive_time < end &&
           (c.category == "product" || c.category == "product.defect" ||
            c.category == "product.failure");
  });
  EXPECT_GT(expected.received_count(), 3);
  EXPECT_EQ(Text(report.total()), Text(expected));
  ASSERT_EQ(report.groups_size(), 1);
  EXPECT_EQ(report.groups(0).key(), "product");
  EXPECT_EQ(Text(report.groups(0).figures()), Text(expected));

  selection.mutable_last_day()->set_month(3);
  EXPECT_EQ(status::GetFieldViolations(Report(request).status())[0].field, "selection.last_day");
  selection.set_time_zone("Nowhere/Else");
  EXPECT_EQ(status::GetFieldViolations(Report(request).status())[0].field, "selection.time_zone");
}

TEST_F(ReportTest, AManagerCountsTheirTeamsAccountsOnly) {
  MakeCases(120);
  const auto own = [&](const Case& c) { return owners_.at(c.account_id) == "zhao.min"; };
  const v1::CaseReport report = Report({}, "zhao.min", kManager).value();
  EXPECT_EQ(Text(report.total()), Text(Counted(own)));
  v1::GetCaseReportRequest one;
  one.set_parent("accounts/" + accounts_[0]);
  EXPECT_EQ(Text(Report(one).value().total()),
            Text(Counted([&](const Case& c) { return c.account_id == accounts_[0]; })));
  EXPECT_EQ(Report(one, "zhao.min", kManager).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReportTest, TheBacklogIsAsOldAsItIs) {
  MakeCases(300);
  v1::GetCaseBacklogRequest request;
  request.set_parent("accounts/-");
  request.set_group_by(v1::CASE_GROUPING_MANAGER);
  const auto backlog = Call<v1::CaseBacklog>("ReportService/GetCaseBacklog", request).value();
  ASSERT_EQ(backlog.groups_size(), 2);
  EXPECT_GE(backlog.groups(0).open_count(), backlog.groups(1).open_count());
  for (const v1::CaseBacklog::Group& group :
       {backlog.total(), backlog.groups(0), backlog.groups(1)}) {
    int64_t open = 0, waiting = 0, resolved = 0, unassigned = 0, overdue = 0;
    std::vector<int64_t> ages(7), severe(7);
    for (const auto& c : cases_) {
      if (c->state == "closed" || c->state == "withdrawn") continue;
      if (!group.key().empty() && owners_.at(c->account_id) != group.key()) continue;
      ++open;
      if (c->state == "waiting_for_customer") ++waiting;
      if (c->state == "resolved") ++resolved;
      if (c->assignee.empty()) ++unassigned;
      const auto late = [&](const Clock& k) {
        return k.targeted && !k.withdrawn && !k.met && k.due &&
               c->receive_time + absl::Hours(*k.due) < now_;
      };
      const auto& clocks = clocks_.at(c->id);
      if (std::any_of(clocks.begin(), clocks.end(), late)) ++overdue;
      const double days = absl::FDivDuration(now_ - c->receive_time, absl::Hours(24));
      size_t age = 0;
      for (const int from : {1, 3, 7, 14, 30, 90}) age += days >= from ? 1 : 0;
      ++ages[age];
      if (c->severity == "major" || c->severity == "critical") ++severe[age];
    }
    EXPECT_EQ(group.open_count(), open);
    EXPECT_EQ(group.waiting_count(), waiting);
    EXPECT_EQ(group.resolved_count(), resolved);
    EXPECT_EQ(group.unassigned_count(), unassigned);
    EXPECT_EQ(group.overdue_count(), overdue);
    for (int i = 0; i < 7; ++i) {
      EXPECT_EQ(group.ages(i).count(), ages[i]) << i;
      EXPECT_EQ(group.ages(i).severe_count(), severe[i]) << i;
    }
  }
}

TEST_F(ReportTest, AParetoAnalysisAddsUp) {
  MakeCases(300);
  v1::GetCaseParetoRequest request;
  request.set_parent("accounts/-");
  const auto pareto = [&](v1::ParetoDimension dimension) {
    request.set_dimension(dimension);
    return Call<v1::CasePareto>("ReportService/GetCasePareto", request).value();
  };
  std::map<std::string, int64_t> causes, products;
  int64_t without_cause = 0, without_product = 0;
  for (const auto& c : cases_) {
    if (c->state == "withdrawn") continue;
    without_cause += c->cause.empty() ? 1 : 0;
    if (!c->cause.empty()) ++causes[c->cause == "wrong box" ? "wrong box" : "old seal"];
    without_product += c->products.empty() ? 1 : 0;
    for (const std::string& product : c->products) ++products[product];
  }
  const v1::CasePareto by_cause = pareto(v1::PARETO_DIMENSION_CAUSE);
  ASSERT_EQ(by_cause.rows_size(), 2);
  for (const auto& row : by_cause.rows()) EXPECT_EQ(row.count(), causes.at(row.key())) << row.key();
  EXPECT_GE(by_cause.rows(0).count(), by_cause.rows(1).count());
  EXPECT_EQ(by_cause.total_count(), causes["old seal"] + causes["wrong box"]);
  EXPECT_EQ(by_cause.unknown_count(), without_cause);
  EXPECT_DOUBLE_EQ(by_cause.rows(1).cumulative_share(), 1);
  EXPECT_EQ(by_cause.other_count(), 0);
  request.set_limit(1);
  const v1::CasePareto by_product = pareto(v1::PARETO_DIMENSION_PRODUCT);
  ASSERT_EQ(by_product.rows_size(), 1);
  EXPECT_EQ(by_product.rows(0).key(), "P1");
  EXPECT_EQ(by_product.rows(0).count(), products["P1"]);
  EXPECT_EQ(by_product.other_count(), products["P2"]);
  EXPECT_EQ(by_product.unknown_count(), without_product);
  request.set_limit(0);
  request.mutable_selection()->set_category_depth(1);
  const v1::CasePareto by_branch = pareto(v1::PARETO_DIMENSION_CATEGORY);
  std::vector<std::string> branches;
  for (const auto& row : by_branch.rows()) branches.push_back(row.key());
  std::sort(branches.begin(), branches.end());
  EXPECT_THAT(branches, ElementsAre("delivery", "product", "productivity"));
}

}  // namespace
}  // namespace mainstay::feedback
