// Creating, reading, changing, deleting: over the wire, on a real database.
#include <thread>

#include "common/api/uuid.h"
#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using AccountService = AccountFixture;

v1::Account FullAccount() {
  v1::Account account;
  account.set_display_name("华为技术有限公司");
  account.set_short_name("华为");
  account.add_aliases("HUAWEI");
  account.add_aliases("a \"quoted\" {alias}, with \\ all");
  account.set_tax_id("91350100M000100Y43");
  account.set_external_id("C-1");
  account.set_type(v1::ACCOUNT_TYPE_END_CUSTOMER);
  account.set_industry("telecom");
  account.set_region("South");
  account.set_size(v1::COMPANY_SIZE_ENTERPRISE);
  account.set_market_position(v1::MARKET_POSITION_LEADER);
  account.set_website("https://www.huawei.com");
  account.set_address("Shenzhen");
  account.set_currency_code("CNY");
  account.set_overview("line one\nline two");
  account.set_operations("sound");
  account.set_transaction_state("weekly");
  account.mutable_credit_limit()->set_currency_code("CNY");
  account.mutable_credit_limit()->set_units(250000);
  account.mutable_credit_limit()->set_nanos(500000000);
  account.set_payment_terms("60 days");
  return account;
}

v1::CreateAccountRequest RequestFor(const v1::Account& account) {
  v1::CreateAccountRequest request;
  *request.mutable_account() = account;
  return request;
}

TEST_F(AccountService, KeepsEveryField) {
  v1::Account created = Must(Create(RequestFor(FullAccount()), "wang.li", kManager));
  v1::Account expected = FullAccount();
  expected.set_name(created.name());
  expected.set_owner("wang.li");
  expected.set_state(v1::ACCOUNT_STATE_ACTIVE);
  expected.set_etag("\"1\"");
  *expected.mutable_create_time() = created.create_time();
  *expected.mutable_update_time() = created.create_time();
  EXPECT_EQ(created.DebugString(), expected.DebugString());
  EXPECT_EQ(Must(Get(created.name())).DebugString(), created.DebugString());
  EXPECT_EQ(Must(Get(created.name(), "wang.li", kManager)).DebugString(), created.DebugString());
  EXPECT_EQ(Get(created.name(), "else", kManager).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AccountService, ACreationIsOneRowOfEach) {
  v1::CreateAccountRequest request = RequestFor(FullAccount());
  request.set_request_id("01890000-0000-7000-8000-0000000000aa");
  Must(Create(request));
  EXPECT_EQ(
      Sql("SELECT concat_ws(' ', (SELECT count(*) FROM accounts), (SELECT count(*) FROM "
          "account_search), (SELECT count(*) FROM account_changes), (SELECT count(*) FROM "
          "outbox), (SELECT count(*) FROM idempotency), (SELECT count(*) FROM team_members))"),
      "1 1 1 1 1 1");
  EXPECT_EQ(Sql("SELECT type FROM outbox"), "mainstay.accounts.v1.AccountCreated");
}

TEST_F(AccountService, RefusesBadFieldsByTheirPaths) {
  v1::Account account = FullAccount();
  account.set_display_name(" ");
  account.set_tax_id("1");
  account.set_parent_account("accounts/x");
  EXPECT_THAT(ViolatedFields(Create(RequestFor(account)).status()),
              ElementsAre("account.parent_account"));
  account.clear_parent_account();
  EXPECT_THAT(ViolatedFields(Create(RequestFor(account)).status()),
              ElementsAre("account.display_name", "account.tax_id"));
  account = FullAccount();
  account.mutable_credit_limit()->set_nanos(1);
  EXPECT_THAT(ViolatedFields(Create(RequestFor(account)).status()),
              ElementsAre("account.credit_limit"));
  account = FullAccount();
  account.set_type(static_cast<v1::AccountType>(99));
  EXPECT_THAT(ViolatedFields(Create(RequestFor(account)).status()), ElementsAre("account.type"));
}

TEST_F(AccountService, ExternalIdsAreUniqueAmongThoseNotDeleted) {
  v1::Account first = Must(Create(RequestFor(FullAccount())));
  v1::Account other;
  other.set_display_name("Other");
  other.set_external_id("C-1");
  EXPECT_EQ(Reason(Create(RequestFor(other)).status()), "EXTERNAL_ID_TAKEN");
  v1::DeleteAccountRequest remove;
  remove.set_name(first.name());
  Must(Call<v1::Account>("DeleteAccount", remove));
  Must(Create(RequestFor(other)));
  v1::UndeleteAccountRequest undelete;
  undelete.set_name(first.name());
  EXPECT_EQ(Reason(Call<v1::Account>("UndeleteAccount", undelete).status()), "EXTERNAL_ID_TAKEN");
}

TEST_F(AccountService, UpdatesWhatTheMaskNamesAndRecordsIt) {
  v1::Account account = Must(Create(RequestFor(FullAccount())));
  v1::Account change;
  change.set_name(account.name());
  change.set_industry("steel");
  change.set_payment_terms("ignored: not in the mask");
  service_.clock().Advance(absl::Seconds(1));
  v1::Account updated = Must(Update(change, {"industry", "short_name"}));
  EXPECT_EQ(updated.industry(), "steel");
  EXPECT_EQ(updated.short_name(), "");
  EXPECT_EQ(updated.payment_terms(), "60 days");
  EXPECT_EQ(updated.etag(), "\"2\"");
  EXPECT_EQ(Must(Get(account.name())).DebugString(), updated.DebugString());
  EXPECT_THAT(Changes(account.name()),
              ElementsAre("2 update short_name: 华为 → ", "2 update industry: telecom → steel",
                          "1 create :  → "));
  EXPECT_EQ(Sql("SELECT string_agg(reason, ',') FROM account_changes WHERE version = 2"),
            "because,because");
}

TEST_F(AccountService, AnAbsentMaskMeansTheFieldsPresent) {
  v1::Account account = Must(Create(RequestFor(FullAccount())));
  v1::Account change;
  change.set_name(account.name());
  change.set_region("North");
  v1::Account updated = Must(Update(change));
  EXPECT_EQ(updated.region(), "North");
  EXPECT_EQ(updated.industry(), "telecom");

  change.set_tier(v1::TIER_CORE);
  const absl::Status refused = Update(change).status();
  EXPECT_THAT(ViolatedFields(refused), ElementsAre("account.tier"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("set by grading"));
}

TEST_F(AccountService, AnUpdateThatChangesNothingMakesNoVersion) {
  v1::Account account = Must(Create(RequestFor(FullAccount())));
  EXPECT_EQ(Must(Update(account)).etag(), account.etag());
  EXPECT_EQ(Changes(account.name()).size(), 1u);
}

TEST_F(AccountService, AHundredUpdatesWithOneEtagHaveOneWinner) {
  v1::Account account = MustCreate("Acme");
  std::atomic<int> won = 0, mismatched = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 10; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 10; ++i) {
        v1::Account change;
        change.set_name(account.name());
        change.set_etag(account.etag());
        change.set_industry(absl::StrCat("industry ", t * 10 + i));
        absl::Status status = Update(change).status();
        if (status.ok()) ++won;
        if (Reason(status) == "ETAG_MISMATCH") ++mismatched;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(won, 1);
  EXPECT_EQ(mismatched, 99);
  EXPECT_EQ(Sql("SELECT version FROM accounts"), "2");
}

TEST_F(AccountService, OneRequestIdFromFiftyThreadsHasOneEffect) {
  v1::CreateAccountRequest request = RequestFor(FullAccount());
  request.set_request_id(api::NewUuid(absl::Now()));
  std::vector<std::string> names(50);
  std::vector<std::thread> threads;
  for (std::string& name : names) {
    threads.emplace_back([&] { name = Must(Create(request)).name(); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(names, ::testing::Each(names[0]));
  EXPECT_THAT(names[0], Not(IsEmpty()));
  EXPECT_EQ(Sql("SELECT concat(count(*), ' ', (SELECT count(*) FROM outbox)) FROM accounts"),
            "1 1");
  request.mutable_account()->set_region("elsewhere");
  EXPECT_THAT(ViolatedFields(Create(request).status()), ElementsAre("request_id"));
}

TEST_F(AccountService, DeletedAccountsLeaveListsAndComeBack) {
  v1::Account account = MustCreate("Acme");
  v1::DeleteAccountRequest remove;
  remove.set_name(account.name());
  remove.set_etag("\"7\"");
  EXPECT_EQ(Reason(Call<v1::Account>("DeleteAccount", remove).status()), "ETAG_MISMATCH");
  remove.set_etag(account.etag());
  EXPECT_EQ(Must(Call<v1::Account>("DeleteAccount", remove)).state(), v1::ACCOUNT_STATE_DELETED);
  remove.clear_etag();
  EXPECT_EQ(Reason(Call<v1::Account>("DeleteAccount", remove).status()), "ACCOUNT_DELETED");
  EXPECT_EQ(Must(Get(account.name())).state(), v1::ACCOUNT_STATE_DELETED);
  account.clear_etag();
  EXPECT_EQ(Reason(Update(account).status()), "ACCOUNT_DELETED");
  v1::ListAccountsRequest list;
  EXPECT_EQ(Must(Call<v1::ListAccountsResponse>("ListAccounts", list)).accounts_size(), 0);
  list.set_show_deleted(true);
  EXPECT_EQ(Must(Call<v1::ListAccountsResponse>("ListAccounts", list)).accounts_size(), 1);
  v1::UndeleteAccountRequest undelete;
  undelete.set_name(account.name());
  v1::Account back = Must(Call<v1::Account>("UndeleteAccount", undelete));
  EXPECT_EQ(back.state(), v1::ACCOUNT_STATE_ACTIVE);
  EXPECT_FALSE(back.has_delete_time());
  EXPECT_EQ(Reason(Call<v1::Account>("UndeleteAccount", undelete).status()), "ACCOUNT_NOT_DELETED");
}

TEST_F(AccountService, TheOwnerIsAlwaysOnTheTeam) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  v1::Account change;
  change.set_name(account.name());
  change.set_owner("zhao.min");
  Must(Update(change, {}, "wang.li", kManager));
  EXPECT_TRUE(Get(account.name(), "zhao.min", kManager).ok());
  EXPECT_TRUE(Get(account.name(), "wang.li", kManager).ok()) << "stays on the team";
  EXPECT_EQ(Sql("SELECT string_agg(user_id || ' ' || raci, ', ' ORDER BY user_id) FROM "
                "team_members"),
            "wang.li responsible, zhao.min accountable");
  change.clear_owner();
  EXPECT_THAT(ViolatedFields(Update(change, {"owner"}).status()), ElementsAre("account.owner"));
}

TEST_F(AccountService, WhoCreatesForAnotherStaysOnTheTeam) {
  v1::Account account;
  account.set_display_name("Acme");
  account.set_owner("zhao.min");
  v1::Account created = Must(Create(RequestFor(account), "wang.li", kManager));
  EXPECT_TRUE(Get(created.name(), "zhao.min", kManager).ok());
  EXPECT_TRUE(Get(created.name(), "wang.li", kManager).ok());
}

}  // namespace
}  // namespace mainstay::accounts
