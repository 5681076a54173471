// What the trade commands say and how they end, against a real server.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/accounts/trade/trade_fixture.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::HasSubstr;

class TradeCommandsTest : public accounts::TradeFixture {
 protected:
  ~TradeCommandsTest() override { std::filesystem::remove(path_); }

  // Runs a command and returns its exit code; out_ and err_ are what it printed.
  int Run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    return RunCommand(service_, std::move(arguments), out_, err_);
  }
  int Import(const std::string& lines) {
    std::ofstream(path_) << kHeader << lines;
    return Run({"import", "trade", path_, "--currency", "CNY", "--create-accounts", "--map",
                "customer=Customer,order=Invoice,product=Sku,quantity=Qty,price=Price,time=When"});
  }

  const std::filesystem::path path_ =
      std::filesystem::path(::testing::TempDir()) / absl::StrCat("trade_", getpid(), ".csv");
  std::ostringstream out_, err_;
};

TEST_F(TradeCommandsTest, AnImportSaysWhetherAnythingWasApplied) {
  EXPECT_EQ(Import("1,A,x,1,2026-01-01,10,K,Peru\n2,A,x,1,soon,10,K,Peru\n"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("1 BAD_TIME; expected: a time that exists written as YYYY-"));
  EXPECT_EQ(Import("1,A,x,1,2026-01-01,10,K,Peru\n"), 0);
  EXPECT_THAT(out_.str(), HasSubstr("everything was there already"));
  EXPECT_EQ(Import(""), 0);
  EXPECT_THAT(out_.str(), HasSubstr("the file has no lines"));
  EXPECT_EQ(Import("1,A,x,1,2026-01-01,10,,Peru\n"), 2);
  EXPECT_THAT(out_.str(), HasSubstr("no line was applied"));
  EXPECT_THAT(err_.str(), HasSubstr("every line was rejected"));
  EXPECT_EQ(Import("1,A\n"), 2) << "one that failed";
}

TEST_F(TradeCommandsTest, AnImportNamesTheFlagThatIsRefused) {
  std::ofstream(path_) << kHeader;
  EXPECT_EQ(Run({"import", "trade", path_, "--currency", "RMB", "--map",
                 "customer=Customer,order=Invoice,quantity=Qty,price=Price,time=When"}),
            2);
  EXPECT_THAT(err_.str(), HasSubstr("--currency: must be an ISO 4217 code such as \"CNY\"; RMB is "
                                    "written CNY"));
}

TEST_F(TradeCommandsTest, RecordingAnOrderAgainSaysWhatItReplaced) {
  ASSERT_EQ(Import("7,A,x,1,2026-01-01,10,K,Peru\n"), 0);
  const auto record = [&](const std::string& line) {
    return Run({"orders", "record", "K", "--number", "7", "--time", "2026-01-01", "--currency",
                "CNY", "--line", line, "--reason", "by phone"});
  };
  ASSERT_EQ(record("A,2,461000.80"), 0) << err_.str();
  EXPECT_THAT(err_.str(), HasSubstr("replaced the order of 10.00 CNY with 1 line\n"));
  ASSERT_EQ(record("A,2,461000.80"), 0);
  EXPECT_EQ(err_.str(), "");
  const std::string order =
      absl::StrCat(AccountOf("K"), "/orders/", Sql("SELECT order_id FROM orders"));
  ASSERT_EQ(Run({"orders", "changes", order}), 0) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("by phone"));
  EXPECT_THAT(out_.str(), HasSubstr("922001.6"));
}

}  // namespace
}  // namespace mainstay::ctl
