// What trade imports do to accounts.
#include "services/accounts/profile/account_bulk.h"

#include "common/api/uuid.h"
#include "services/accounts/profile/account_fixture.h"
#include "services/accounts/profile/external_store.h"

namespace mainstay::accounts {
namespace {

using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class AccountBulk : public AccountFixture {
 protected:
  history::WriteContext Context() {
    return {.actor = "erp",
            .reason = "import",
            .now = service_.clock().Now(),
            .trace = trace::NewTrace()};
  }
  std::vector<std::string> CreateThousand() {
    std::vector<Account> accounts;
    std::vector<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
      Account account;
      account.id = api::NewUuid(service_.clock().Now());
      account.external_id = absl::StrCat(10000 + i);
      account.display_name = i == 0 ? "\x01 \n" : absl::StrCat("Customer ", i);
      account.region = "United Kingdom";
      ids.push_back(account.id);
      accounts.push_back(std::move(account));
    }
    absl::Status written = service_.db().Write({}, [&](pg::Tx& tx) {
      CreateMany(tx, accounts, Context());
      return absl::OkStatus();
    });
    EXPECT_TRUE(written.ok()) << written;
    return ids;
  }
};

TEST_F(AccountBulk, CreatesWithHistoryAndEvents) {
  std::vector<std::string> ids = CreateThousand();
  EXPECT_EQ(Sql("SELECT concat_ws(' ', (SELECT count(*) FROM accounts), (SELECT count(*) FROM "
                "account_changes WHERE action = 'import'), (SELECT count(*) FROM outbox), (SELECT "
                "count(*) FROM account_search), (SELECT count(*) FROM team_members))"),
            "1000 1000 1000 1000 0");
  v1::Account first = Must(Get("accounts/" + ids[0]));
  EXPECT_EQ(first.display_name(), "10000") << "an empty name becomes the external id";
  EXPECT_EQ(first.owner(), "");
  v1::Account owned;
  owned.set_name(first.name());
  owned.set_owner("wang.li");
  Must(Update(owned));
  EXPECT_TRUE(Get(first.name(), "wang.li", kManager).ok());
}

TEST_F(AccountBulk, FindsByExternalId) {
  std::vector<std::string> ids = CreateThousand();
  std::vector<std::string> found;
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           LockExternalIds(tx);
                           for (auto& account : FindByExternalIds(tx, {"10001", "10002", "x"})) {
                             found.push_back(account.account_id);
                           }
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_THAT(found, UnorderedElementsAre(ids[1], ids[2]));
}

TEST_F(AccountBulk, UpdatesRegionsThatDiffer) {
  std::vector<std::string> ids = CreateThousand();
  int changed = 0;
  ASSERT_TRUE(service_.db()
                  .Write({},
                         [&](pg::Tx& tx) {
                           changed = UpdateRegions(tx,
                                                   {{ids[5], "France"},
                                                    {ids[6], "United Kingdom"},
                                                    {ids[7], "Spain"},
                                                    {ids[7], "Portugal"}},
                                                   Context());
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(changed, 2);
  EXPECT_EQ(Must(Get("accounts/" + ids[7])).region(), "Portugal");
  EXPECT_EQ(Changes("accounts/" + ids[5])[0], "2 import region: United Kingdom → France");
  EXPECT_EQ(Sql("SELECT count(*) FROM outbox WHERE type LIKE '%AccountChanged'"), "2");
}

}  // namespace
}  // namespace mainstay::accounts
