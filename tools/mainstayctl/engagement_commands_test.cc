// Commands on promises, tasks and calendars, against the service.
#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/calendar/calendar_service.h"
#include "services/engagement/commitments/commitment_service.h"
#include "services/engagement/tasks/task_service.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class EngagementCommandsTest : public engagement::EngagementServiceTest {
 protected:
  EngagementCommandsTest()
      : EngagementServiceTest(
            {"CommitmentService", "TaskService", "WorkingCalendarService"},
            {engagement::RegisterCommitmentService, engagement::RegisterTaskService,
             engagement::RegisterWorkingCalendarService}) {}

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", service_.address(), "--token",
                                       service_.As("ada", "admin").token});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    CLI::App app;
    Settings settings;
    Chosen chosen;
    BuildCommandLine(app, settings, chosen);
    app.parse(arguments);
    std::ostringstream said;
    Session session(settings, said, said, {}, {});
    const absl::Status status = chosen.action(session);
    if (!status.ok()) said << DescribeError(status, {}) << "exit " << ExitCode(status);
    return said.str();
  }

  // The resource name that a command printed.
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find_first_not_of(' ', record.find("name") + 4);
    return record.substr(start, record.find('\n', start) - start);
  }

  const std::string account_ = engagement::AddAccount(service_, "北风", "ada");
};

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
              HasSubstr(":break is possible from: open"));
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
  const std::string path = ::testing::TempDir() + "/plant.json";
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

}  // namespace
}  // namespace mainstay::ctl
