// Commands on requirements and their rankings, against the service.
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/requirements/requirement_service.h"
#include "services/feedback/scoring/scoring_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class RankCommandsTest : public feedback::FeedbackServiceTest {
 protected:
  RankCommandsTest()
      : FeedbackServiceTest(
            {"RequirementService", "ScoringService"},
            {feedback::RegisterRequirementService, feedback::RegisterScoringService}) {}

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  // The resource name that a command printed.
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find_first_not_of(' ', record.find("name") + 4);
    return record.substr(start, record.find('\n', start) - start);
  }

  std::string TakeIn(const std::string& title) {
    return NameIn(
        Run({"requirements", "create", title, "--account", account_, "--set", "urgency=4", "--set",
             "importance=5", "--set", "due_date=2099-09-30", "--set", "accountable=ada"}));
  }

  const std::string account_ = testing::AddAccount(service_, "北风", "ada");
};

TEST_F(RankCommandsTest, RequirementsGoThroughTheFunnel) {
  const std::string name = TakeIn("检测报告");
  EXPECT_THAT(Run({"requirements", "list", "-", "--filter", "open = true"}),
              AllOf(HasSubstr("检测报告"), HasSubstr("do")));
  EXPECT_THAT(Run({"requirements", "screen", name}), HasSubstr("screened"));
  EXPECT_THAT(Run({"requirements", "plan", name}), HasSubstr("exit"));
  EXPECT_THAT(Run({"requirements", "assess", name}), HasSubstr("assessed"));
  EXPECT_THAT(Run({"requirements", "reject", name, "--note", "不做"}), HasSubstr("不做"));
  EXPECT_THAT(Run({"requirements", "changes", name}), HasSubstr("reject"));
  const std::string other = TakeIn("每批质检单");
  EXPECT_THAT(Run({"requirements", "merge", name, other}), HasSubstr(other));
  EXPECT_THAT(Run({"requirements", "list", account_}), Not(HasSubstr("检测报告")));
  EXPECT_THAT(Run({"requirements", "unmerge", name}), Not(HasSubstr(other)));
}

TEST_F(RankCommandsTest, ARankingIsExplained) {
  const std::string file = ::testing::TempDir() + "rank_commands_test.json";
  std::ofstream(file) << R"({"displayName": "评价", "criteria": [
    {"id": "effect", "displayName": "效果", "direction": "CRITERION_DIRECTION_BENEFIT", "weight": 60},
    {"id": "effort", "displayName": "投入", "direction": "CRITERION_DIRECTION_COST", "weight": 40}]})";
  const std::string set = NameIn(Run({"rank", "define", "--file", file}));
  EXPECT_THAT(Run({"rank", "sets"}), HasSubstr("评价"));
  EXPECT_THAT(Run({"rank", "show"}), HasSubstr("rank run"));
  const std::string a = TakeIn("检测报告"), b = TakeIn("英文手册");
  Run({"requirements", "score", a, set, "effect=9", "effort=5"});
  EXPECT_THAT(Run({"requirements", "score", b, set, "effect=4", "effort=x"}), HasSubstr("exit"));
  Run({"requirements", "score", b, set, "effect=4", "effort=2"});
  EXPECT_THAT(Run({"requirements", "scores", a, set}), HasSubstr("9"));
  EXPECT_THAT(Run({"rank", "run", set}),
              AllOf(HasSubstr("2 are ranked"), HasSubstr("1. "), HasSubstr("closeness")));
  EXPECT_THAT(Run({"rank", "show", "--lang", "zh"}),
              AllOf(HasSubstr("共 2 项排序"), HasSubstr("第 1 名"), HasSubstr("权重")));
  EXPECT_THAT(Run({"rank", "list"}), HasSubstr("ada"));
  EXPECT_THAT(Run({"rank", "compare"}),
              AllOf(HasSubstr("--with"), HasSubstr("first ranking by its set")));
  EXPECT_THAT(Run({"rank", "missing"}), HasSubstr("none lacks a score"));
  EXPECT_THAT(Run({"rank", "deviation"}), HasSubstr("--realized"));
}

TEST_F(RankCommandsTest, WhatBecameOfARankingIsToldByNames) {
  const std::string file = ::testing::TempDir() + "rank_commands_names_test.json";
  std::ofstream(file) << R"({"displayName": "评价", "criteria": [
    {"id": "effect", "displayName": "效果", "direction": "CRITERION_DIRECTION_BENEFIT", "weight": 60},
    {"id": "effort", "displayName": "投入", "direction": "CRITERION_DIRECTION_COST", "weight": 40}]})";
  const std::string set = NameIn(Run({"rank", "define", "--file", file}));
  const std::string a = TakeIn("检测报告"), b = TakeIn("英文手册"), c = TakeIn("电子发票");
  Run({"requirements", "score", a, set, "effect=9", "effort=5"});
  Run({"requirements", "score", b, set, "effect=4", "effort=5"});
  Run({"requirements", "score", c, set, "effect=4"});
  EXPECT_THAT(Run({"rank", "run", set}), HasSubstr("1 lacks a score"));
  EXPECT_THAT(Run({"rank", "missing"}),
              AllOf(HasSubstr("电子发票"), HasSubstr("投入"), Not(HasSubstr("检测报告"))));
  Run({"requirements", "score", a, set, "effect=3"});
  Run({"rank", "run", set});
  EXPECT_THAT(Run({"rank", "compare"}),
              AllOf(HasSubstr("1 pair changed places"), HasSubstr("检测报告"),
                    Not(HasSubstr("requirements/"))));
  for (const std::string& one : {a, b}) {
    for (const char* verb : {"screen", "assess", "plan", "start", "deliver"}) {
      Run({"requirements", verb, one});
    }
    Run({"requirements", "score", one, set, "effect=6", "effort=5", "--realized"});
  }
  EXPECT_THAT(Run({"rank", "deviation"}),
              AllOf(HasSubstr("效果"), HasSubstr("+2.50"), HasSubstr("英文手册"),
                    HasSubstr("OFF BY"), Not(HasSubstr("requirements/"))));
  EXPECT_THAT(Run({"rank", "deviation", "--lang", "zh"}), HasSubstr("平均偏差"));
  Run({"requirements", "score", c, set, "effort=2"});
  Run({"rank", "run", set, "--where", "state = collected"});
  EXPECT_THAT(Run({"rank", "deviation"}), HasSubstr("英文手册")) << "of the one before";
}

}  // namespace
}  // namespace mainstay::ctl
