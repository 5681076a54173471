// Commands on agents, imports, reports, corrective actions and benchmark cases, against the
// service.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/assignment/agent_service.h"
#include "services/feedback/assignment/assignment_write.h"
#include "services/feedback/cases/case_service.h"
#include "services/feedback/categories/category_service.h"
#include "services/feedback/improvement/benchmark_case_service.h"
#include "services/feedback/improvement/improvement_service.h"
#include "services/feedback/intake/case_import_service.h"
#include "services/feedback/reports/report_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void RegisterAll(rpc::Router& router, const feedback::Deps& deps) {
  feedback::Deps with = deps;
  with.case_sequels = {feedback::AssignmentSequel()};
  feedback::RegisterAgentService(router, with);
  feedback::RegisterBenchmarkCaseService(router, with);
  feedback::RegisterCategoryService(router, with);
  feedback::RegisterCaseImportService(router, with);
  feedback::RegisterCaseService(router, with);
  feedback::RegisterImprovementService(router, with);
  feedback::RegisterReportService(router, with);
}

class FeedbackCommandsTest : public feedback::FeedbackServiceTest {
 protected:
  FeedbackCommandsTest()
      : FeedbackServiceTest(
            {"AgentService", "BenchmarkCaseService", "CaseImportService", "CaseService",
             "CategoryService", "ImprovementService", "ReportService"},
            {RegisterAll}) {}

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  // The resource name that a command printed.
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find_first_not_of(' ', record.find("name") + 4);
    return record.substr(start, record.find('\n', start) - start);
  }

  std::string TakeIn() {
    return NameIn(Run({"cases", "create", account_, "漏油", "--set", "category=product.defect"}));
  }

  const std::string account_ = testing::AddAccount(service_, "北风", "ada");
};

TEST_F(FeedbackCommandsTest, CasesGoToAgents) {
  EXPECT_THAT(Run({"agents", "create", "li.na", "--skill", "product", "--capacity", "10"}),
              HasSubstr("agents/li.na"));
  const std::string c = TakeIn();
  EXPECT_THAT(Run({"cases", "get", c}), HasSubstr("li.na"));
  EXPECT_THAT(Run({"cases", "timeline", c}), HasSubstr("by the rules of assignment"));
  EXPECT_THAT(Run({"agents", "absent", "li.na", "--from", "2020-01-01", "--note", "training"}),
              HasSubstr("training"));
  EXPECT_THAT(Run({"agents", "create", "abe", "--skill", "product"}), HasSubstr("agents/abe"));
  EXPECT_THAT(Run({"agents", "suggest", c}),
              AllOf(HasSubstr("chosen"), HasSubstr("absent"), HasSubstr("WITH IT")));
  EXPECT_THAT(Run({"agents", "suggest", c, "--not", "abe"}), HasSubstr("excluded"));
  EXPECT_THAT(Run({"agents", "reassign", "li.na", "--reason", "training", "--dry-run"}),
              HasSubstr("abe"));
  EXPECT_THAT(Run({"cases", "get", c}), HasSubstr("li.na"));
  EXPECT_THAT(Run({"agents", "reassign", "li.na", "--reason", "training"}), HasSubstr("abe"));
  EXPECT_THAT(Run({"cases", "get", c}), HasSubstr("abe"));
  EXPECT_THAT(Run({"agents", "update", "abe", "--set", "capacity=7"}), HasSubstr("7"));
  EXPECT_THAT(Run({"agents", "list"}), AllOf(HasSubstr("abe"), HasSubstr("li.na")));
  EXPECT_THAT(Run({"agents", "changes", "abe"}), AllOf(HasSubstr("capacity"), HasSubstr("40")));
}

TEST_F(FeedbackCommandsTest, FindCasesByTheNumberThatCustomersAreTold) {
  const std::string first = TakeIn(), second = TakeIn();
  const std::string record = Run({"cases", "get", second});
  const size_t start = record.find_first_of("0123456789", record.find("\nnumber"));
  const std::string number = record.substr(start, record.find('\n', start) - start);
  const std::string account_id = account_.substr(std::string("accounts/").size());
  EXPECT_THAT(Run({"cases", "get", number}), AllOf(HasSubstr(second), Not(HasSubstr(first))));
  EXPECT_THAT(Run({"cases", "get", absl::StrCat(account_id, "/", number)}), HasSubstr(second));
  EXPECT_THAT(Run({"cases", "timeline", number}), Not(HasSubstr("exit")));
  EXPECT_THAT(Run({"cases", "get", "999"}),
              AllOf(HasSubstr("case number 999"), HasSubstr("exit 3")));
}

TEST_F(FeedbackCommandsTest, AVerbFromTheWrongStateIsCalledAsTheCommand) {
  const std::string c = TakeIn();
  EXPECT_THAT(Run({"cases", "reopen", c, "--reason", "again"}),
              AllOf(HasSubstr("cases reopen is possible from"), Not(HasSubstr(":reopen")),
                    HasSubstr("WRONG_STATE")));
}

TEST_F(FeedbackCommandsTest, AFileThatIsNotReadToItsEndIsAnError) {
  const std::string path =
      std::filesystem::path(::testing::TempDir()) / absl::StrCat("cases_", getpid(), ".csv");
  std::ofstream(path) << "kind,facts\n投诉,太吵\n投诉,\"漏水\n投诉,早餐差\n";
  EXPECT_THAT(Run({"cases", "import", path, "--account", account_}),
              AllOf(HasSubstr("1 case +"), HasSubstr("not read to its end"),
                    HasSubstr("lines 3 to 4"), HasSubstr("exit 2")));
  std::ofstream(path) << "kind,facts\n投诉,太吵\nbad,漏水\n";
  EXPECT_THAT(Run({"cases", "import", path, "--account", account_}), Not(HasSubstr("exit")));
  std::ofstream(path) << "Account,kind,facts,category\n北风,投诉,太吵,缺陷\nC1001,什么,漏水,\n";
  EXPECT_THAT(Run({"cases", "import", path}),
              AllOf(HasSubstr("--map account"), HasSubstr("by --account"),
                    Not(HasSubstr("columns")), HasSubstr("exit 2")));
  const std::string said = Run({"cases", "import", path, "--map",
                                "account=Account,kind=kind,facts=facts,category=category"});
  EXPECT_THAT(said, AllOf(HasSubstr("1 case +"), HasSubstr("--word explains")));
  EXPECT_THAT(Run({"cases", "import", path, "--word", "kind", "--delimiter", "::"}),
              AllOf(HasSubstr("--word[0]"), HasSubstr("--delimiter")));
  std::filesystem::remove(path);
}

TEST_F(FeedbackCommandsTest, ReportsAreTablesWithBars) {
  TakeIn();
  TakeIn();
  Run({"cases", "create", account_, "晚到", "--set", "category=delivery"});
  EXPECT_THAT(Run({"reports", "cases", "--by", "category"}),
              AllOf(HasSubstr("product.defect"), HasSubstr("█"), HasSubstr("all")));
  EXPECT_THAT(Run({"reports", "cases", account_, "--by", "account", "--from", "2020-01-01", "--to",
                   "2099-12-31"}),
              HasSubstr("北风"));
  EXPECT_THAT(Run({"reports", "backlog", "--by", "assignee"}),
              AllOf(HasSubstr("(none)"), HasSubstr("NOBODY'S"), HasSubstr("0-1D")));
  EXPECT_THAT(Run({"reports", "pareto", "--depth", "1"}),
              AllOf(HasSubstr("66.7 %"), HasSubstr("100.0 %")));
  EXPECT_THAT(Run({"reports", "pareto", "--by", "product"}), HasSubstr("3 that say none"));
  EXPECT_THAT(Run({"reports", "cases", "--from", "yesterday"}), HasSubstr("--from"));
  const std::string refused =
      Run({"reports", "cases", "--by", "weather", "--from", "2026-01-02", "--to", "2026-01-01"});
  EXPECT_THAT(refused, AllOf(HasSubstr("--by"), Not(HasSubstr("group_by"))));
  EXPECT_THAT(Run({"reports", "cases", "--from", "2026-01-02", "--to", "2026-01-01"}),
              AllOf(HasSubstr("--to: must not be before --from"), Not(HasSubstr("day"))));
  EXPECT_THAT(Run({"reports", "cases", "--by", "类型", "--lang", "zh"}),
              AllOf(HasSubstr("类型"), HasSubstr("投诉"), HasSubstr("合计"), HasSubstr("受理")));
  EXPECT_THAT(Run({"reports", "pareto", "--lang", "zh", "--kind", "投诉"}),
              AllOf(HasSubstr("类别"), HasSubstr("缺陷 product.defect"), HasSubstr("占比")));
  EXPECT_THAT(Run({"reports", "backlog", "--lang", "zh"}), HasSubstr("0-1 天"));
  EXPECT_THAT(Run({"cases", "list", "-", "--filter", "kind = 投诉 AND state = new"}),
              HasSubstr("晚到"));
}

TEST_F(FeedbackCommandsTest, ActionsAreMeasured) {
  const std::string c = TakeIn();
  const std::string action =
      NameIn(Run({"improvements", "create", "换供应商", "--due", "2099-09-30", "--figure",
                  "received_count", "--category", "product", "--quarter", "2099Q3", "--case", c}));
  EXPECT_THAT(action, HasSubstr("improvementActions/"));
  EXPECT_THAT(Run({"improvements", "start", action, "--from", "2019-01-01", "--to", "2019-12-31"}),
              HasSubstr("cases"));
  EXPECT_THAT(Run({"improvements", "check", action, "--from", "2020-01-01", "--to", "2020-12-31"}),
              HasSubstr("check"));
  EXPECT_THAT(Run({"improvements", "repeat", action, "--reason", "not enough"}), HasSubstr("do"));
  EXPECT_THAT(Run({"improvements", "update", action, "--set", "plan=three offers"}),
              HasSubstr("three offers"));
  EXPECT_THAT(Run({"improvements", "list", "--filter", "open = true"}),
              AllOf(HasSubstr("换供应商"), HasSubstr("received_count")));
  EXPECT_THAT(Run({"improvements", "plan", "2099Q3"}), HasSubstr("换供应商"));
  EXPECT_THAT(Run({"improvements", "cancel", action, "--reason", "no budget"}),
              HasSubstr("cancelled"));
  EXPECT_THAT(Run({"improvements", "changes", action}), HasSubstr("start"));
}

TEST_F(FeedbackCommandsTest, SolvedCasesAreExamples) {
  const std::string c = TakeIn();
  Run({"cases", "acknowledge", c});
  Run({"cases", "resolve", c, "氟橡胶", "--cause", "老化"});
  const std::string made = NameIn(
      Run({"benchmarks", "create", c, "先问介质", "Ask before you choose", "--tag", "密封"}));
  EXPECT_THAT(made, HasSubstr("benchmarkCases/"));
  EXPECT_THAT(Run({"benchmarks", "list", "密封 ask"}), HasSubstr("先问介质"));
  EXPECT_THAT(Run({"benchmarks", "list", "nothing"}), Not(HasSubstr("先问介质")));
  EXPECT_THAT(Run({"benchmarks", "update", made, "--set", "retired=yes"}), HasSubstr("retired"));
  EXPECT_THAT(Run({"benchmarks", "list"}), Not(HasSubstr("先问介质")));
  EXPECT_THAT(Run({"benchmarks", "changes", made}), HasSubstr("retired"));
}

}  // namespace
}  // namespace mainstay::ctl
