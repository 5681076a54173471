// The demo's agents, corrective actions and benchmark cases against feedback's handlers on a real
// server.
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/agent_service.pb.h>
#include <mainstay/feedback/v1/benchmark_case_service.pb.h>
#include <mainstay/feedback/v1/improvement_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/improvement/benchmark_case_service.h"
#include "services/feedback/improvement/improvement_service.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

namespace v1 = feedback::v1;

class LoadImprovementTest : public feedback::FeedbackServiceTest {
 protected:
  LoadImprovementTest()
      : FeedbackServiceTest(
            {"AgentService", "BenchmarkCaseService", "CaseService", "ImprovementService"},
            {feedback::RegisterAgentService, feedback::RegisterBenchmarkCaseService,
             feedback::RegisterCaseService, feedback::RegisterImprovementService}) {}
};

TEST_F(LoadImprovementTest, LoadsWhatIsDoneAboutTheCasesOnce) {
  const Company company = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoadOptions options;
  options.token = service_.As("ada", "admin").token;
  LoaderSession session(company, service_.channel(), options);
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    session.names[i] = testing::AddAccount(service_, absl::StrCat("Company ", i), "wang.li");
    session.contacts[i].clear();
    for (size_t c = 0; c < company.accounts[i].contacts.size(); ++c) {
      session.contacts[i].push_back(
          absl::StrCat(session.names[i], "/contacts/", api::NewUuid(service_.clock().Now())));
    }
  }
  ASSERT_TRUE(LoadAgents(session).ok());
  ASSERT_TRUE(LoadAgents(session).ok());
  const absl::Status cases = LoadCases(session);
  ASSERT_TRUE(cases.ok()) << cases;
  // What a load of the day before left that broke off.
  v1::ListCasesRequest failures;
  failures.set_parent("accounts/-");
  failures.set_filter("state = CASE_STATE_CLOSED AND category = \"product.failure\"");
  const auto found = Call<v1::ListCasesResponse>("CaseService/ListCases", failures);
  ASSERT_GT(found->cases_size(), 0);
  v1::CreateImprovementActionRequest create;
  v1::ImprovementAction& left = *create.mutable_improvement_action();
  left.set_title("密封圈改用氟橡胶");
  left.set_owner("wang.li");
  left.mutable_due_date()->set_year(2026);
  left.mutable_due_date()->set_month(8);
  left.mutable_due_date()->set_day(28);
  left.mutable_measure()->set_figure(v1::IMPROVEMENT_FIGURE_RECEIVED_COUNT);
  left.mutable_measure()->set_category("product.failure");
  left.add_cases(found->cases(0).name());
  const auto made =
      Call<v1::ImprovementAction>("ImprovementService/CreateImprovementAction", create);
  ASSERT_TRUE(made.ok()) << made.status();
  const absl::Status loaded = LoadImprovement(session);
  ASSERT_TRUE(loaded.ok()) << loaded;
  ASSERT_TRUE(LoadImprovement(session).ok());
  const Company next_day = MakeCompany(absl::CivilDay(2026, 7, 1));
  LoaderSession again(next_day, service_.channel(), options);
  ASSERT_TRUE(LoadImprovement(again).ok()) << "nothing twice on the next day";

  EXPECT_EQ(Call<v1::ListAgentsResponse>("AgentService/ListAgents", v1::ListAgentsRequest())
                ->agents_size(),
            10);
  const auto actions = Call<v1::ListImprovementActionsResponse>(
      "ImprovementService/ListImprovementActions", v1::ListImprovementActionsRequest());
  ASSERT_EQ(actions->improvement_actions_size(), 3);
  int measured = 0;
  for (const v1::ImprovementAction& action : actions->improvement_actions()) {
    EXPECT_GT(action.cases_size(), 0) << action.title();
    measured += action.has_before() && action.before().value() > 0 ? 1 : 0;
  }
  EXPECT_EQ(measured, 2);
  const auto benchmarks = Call<v1::ListBenchmarkCasesResponse>(
      "BenchmarkCaseService/ListBenchmarkCases", v1::ListBenchmarkCasesRequest());
  EXPECT_EQ(benchmarks->benchmark_cases_size(), 2);
}

}  // namespace
}  // namespace mainstay::demo
