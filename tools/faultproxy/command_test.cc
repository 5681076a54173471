#include "tools/faultproxy/command.h"

#include "absl/strings/match.h"
#include "tools/faultproxy/control.h"
#include "tools/faultproxy/proxy_test_kit.h"

namespace mainstay::faultproxy {
namespace {

class CommandTest : public ::testing::Test {
 protected:
  // The answer, or what is wrong.
  std::string Do(std::string_view line) {
    const auto answer = Command(proxied_.proxy(), line);
    return answer.ok() ? *answer : std::string(answer.status().message());
  }

  Proxied proxied_{/*tcp=*/false};
};

TEST_F(CommandTest, EveryCommandOfTheHelpIsUnderstood) {
  EXPECT_EQ(Do("delay way both 200"), "done");
  EXPECT_EQ(Do("delay way to-server 200 50"), "done");
  EXPECT_EQ(Do("bandwidth way to-client 1000"), "done");
  EXPECT_EQ(Do("blackhole way to-server"), "done");
  EXPECT_EQ(Do("reset way"), "done");
  EXPECT_EQ(Do("half-close way both"), "done");
  EXPECT_EQ(Do("cut-after way to-client 100"), "done");
  EXPECT_EQ(Do("cut-statement way answer 3 UPDATE  accounts"), "done");
  EXPECT_TRUE(absl::StrContains(Do("status"), "cuts_to_come=3")) << Do("status");
  EXPECT_EQ(Do("heal way"), "done");
  EXPECT_TRUE(absl::StrContains(Do("status"), "cuts_to_come=0")) << Do("status");
  EXPECT_EQ(Do(" help "), CommandHelp());
}

TEST_F(CommandTest, SaysWhatIsWrong) {
  EXPECT_EQ(Do(""), "an empty line; try help");
  EXPECT_EQ(Do("break way"), "there is no command 'break'; try help");
  EXPECT_EQ(Do("delay way"), "it is: delay ROUTE DIRECTION MILLISECONDS [JITTER]");
  EXPECT_EQ(Do("delay way both soon"), "'soon' is not a number from 0 on");
  EXPECT_EQ(Do("delay way up 5"), "'up' is not a direction: to-server, to-client or both");
  EXPECT_EQ(Do("delay road both 5"), "there is no route 'road'; there are: way");
  EXPECT_EQ(Do("cut-after way both 0"), "a connection is cut after at least one byte");
  EXPECT_EQ(Do("cut-statement way after 1 COMMIT"),
            "'after' is not a moment of a statement: before, sent or answer");
  EXPECT_EQ(Do("cut-statement way sent 0 COMMIT"), "a statement is cut at least once");
}

TEST_F(CommandTest, ComeThroughTheControlSocket) {
  const std::string path = proxied_.directory() + "/control";
  EXPECT_TRUE(absl::IsUnavailable(Tell(path, "help").status()));
  {
    const auto control = Control::Start(&proxied_.proxy(), path).value();
    EXPECT_EQ(Tell(path, "blackhole way to-server").value(), "done");
    EXPECT_EQ(Tell(path, "help").value(), CommandHelp());
    EXPECT_EQ(Tell(path, "break way").status().message(), "there is no command 'break'; try help");
    EXPECT_TRUE(absl::IsUnavailable(Control::Start(&proxied_.proxy(), path).status()));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace mainstay::faultproxy
