// Commands on dead letters, against the service.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <mainstay/events/v1/event.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/page.h"
#include "common/events/event_admin.h"
#include "common/testing/service_fixture.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DeadLetterCommandsTest : public ::testing::Test {
 protected:
  DeadLetterCommandsTest() {
    for (int i = 1; i <= 3; ++i) {
      const std::string account = absl::StrCat("0190a000-0000-7000-8000-0000000000a", i);
      events::v1::Event event;
      event.set_aggregate_type("account");
      event.set_aggregate_id(account);
      event.set_aggregate_version(1);
      const std::string bytes = event.SerializeAsString();
      const absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) {
        tx.Exec(
            "INSERT INTO event_backlog VALUES ($1, 'accounts', 3, $2, $3, "
            "'mainstay.accounts.v1.AccountChanged', $4, 'dead', 5, 'infinity', "
            "'INTERNAL: broken', now())",
            {pg::ToParam(Id(i)), pg::ToParam(account), pg::ToParam(i),
             pg::ToParam(pg::Bytes{bytes})});
        return absl::OkStatus();
      });
      EXPECT_TRUE(status.ok()) << status;
    }
  }
  static std::string Id(int i) { return absl::StrCat("0190a000-0000-7000-8000-00000000000", i); }
  static std::string NameOf(int i) { return "services/engagement/deadLetters/" + Id(i); }

  // What a command says, on both streams, and its exit code where that is not 0.
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }

  const api::PageTokens tokens_{"0123456789abcdef"};
  testing::ServiceFixture service_{{.migrations = "services/engagement/migrations",
                                    .services = {"mainstay.engagement.v1.EventAdminService"},
                                    .handlers = [this](rpc::Router& router) {
                                      events::RegisterEventAdmin(router, "engagement", &tokens_);
                                    }}};
};

TEST_F(DeadLetterCommandsTest, AreListedAndReplayed) {
  EXPECT_THAT(Run({"dead-letters", "list", "engagement"}),
              AllOf(HasSubstr("INTERNAL: broken"), HasSubstr(NameOf(1)), HasSubstr(NameOf(3))));
  EXPECT_THAT(Run({"dead-letters", "replay", NameOf(1), "--reason", "mended"}),
              AllOf(HasSubstr("retrying"), HasSubstr(NameOf(1))));
  EXPECT_THAT(Run({"dead-letters", "list", "engagement"}), Not(HasSubstr(NameOf(1))));
  EXPECT_THAT(Run({"dead-letters", "list", "engagement", "--state", "retrying"}),
              HasSubstr(NameOf(1)));
  EXPECT_THAT(Run({"dead-letters", "replay", "--all-of", "engagement"}),
              AllOf(HasSubstr(NameOf(2)), HasSubstr(NameOf(3))));
  EXPECT_THAT(Run({"dead-letters", "list", "engagement"}), Not(HasSubstr(NameOf(2))));
}

TEST_F(DeadLetterCommandsTest, AreDiscardedForAReason) {
  EXPECT_THAT(Run({"dead-letters", "discard", NameOf(2)}), HasSubstr("reason"));
  EXPECT_THAT(Run({"dead-letters", "discard", NameOf(1), NameOf(2), "--reason", "never was"}),
              AllOf(HasSubstr("discarded"), HasSubstr(NameOf(1)), HasSubstr(NameOf(2))));
  EXPECT_THAT(Run({"dead-letters", "discard", NameOf(2), "--reason", "again"}),
              HasSubstr("only a dead one"));
}

TEST_F(DeadLetterCommandsTest, NamesMustBeWhole) {
  EXPECT_THAT(Run({"dead-letters", "replay", Id(1)}), HasSubstr("as list shows"));
  EXPECT_THAT(Run({"dead-letters", "list", "engagement", "--state", "gone"}),
              HasSubstr("no state gone"));
}

}  // namespace
}  // namespace mainstay::ctl
