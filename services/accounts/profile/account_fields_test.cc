#include "services/accounts/profile/account_fields.h"

#include <gtest/gtest.h>

namespace mainstay::accounts {
namespace {

// Every field set to something.
Account Full() {
  Account account;
  account.display_name = "Acme";
  account.short_name = "AC";
  account.aliases = {"one", "two"};
  account.tax_id = "DE123";
  account.external_id = "C-1";
  account.type = "partner";
  account.industry = "steel";
  account.region = "North";
  account.size = "large";
  account.market_position = "leader";
  account.website = "acme.com";
  account.address = "Street 1";
  account.currency_code = "EUR";
  account.attributes = {{"grade", "A"}, {"color", "red"}};
  account.parent_id = "01890000-0000-7000-8000-000000000001";
  account.owner = "wang.li";
  account.overview = "o";
  account.operations = "p";
  account.transaction_state = "t";
  account.credit_limit = "12.5";
  account.credit_currency = "EUR";
  account.payment_terms = "cash";
  account.tier = "core";
  return account;
}

history::RecordedChange Recorded(std::string action, history::Change change) {
  history::RecordedChange recorded;
  recorded.version = 2;
  recorded.action = std::move(action);
  recorded.change = std::move(change);
  return recorded;
}

TEST(AccountFields, UndoingEveryChangeGivesTheOldCard) {
  const Account empty, full = Full();
  for (const auto& [before, after] : {std::pair(empty, full), std::pair(full, empty)}) {
    std::vector<history::Change> changes = DiffAccounts(before, after);
    EXPECT_EQ(changes.size(), AccountFields().size() + 2);
    Account account = after;
    for (auto c = changes.rbegin(); c != changes.rend(); ++c) Undo(Recorded("update", *c), account);
    EXPECT_EQ(account, before);
  }
}

TEST(AccountFields, NothingChangedIsNoChange) { EXPECT_TRUE(DiffAccounts(Full(), Full()).empty()); }

TEST(AccountFields, CopiesOnlyWhatTheMaskNames) {
  Account account;
  CopyAccountFields({"industry", "attributes", "credit_limit"}, Full(), account);
  Account expected;
  expected.industry = "steel";
  expected.attributes = Full().attributes;
  expected.credit_limit = "12.5";
  expected.credit_currency = "EUR";
  EXPECT_EQ(account, expected);
}

TEST(AccountFields, UndoesVerbs) {
  Account account;
  account.state = "deleted";
  account.delete_time = absl::FromUnixSeconds(5);
  Undo(Recorded("delete", {"", "", history::VerbTime(*account.delete_time)}), account);
  EXPECT_EQ(account.state, "active");
  EXPECT_FALSE(account.delete_time.has_value());
  Undo(Recorded("undelete", {"", history::VerbTime(absl::FromUnixMicros(1500000)), ""}), account);
  EXPECT_EQ(account.state, "deleted");
  EXPECT_EQ(account.delete_time, absl::FromUnixMicros(1500000));
}

TEST(AccountFields, UndoesMerges) {
  Account account;
  Undo(Recorded("unmerge", {"", "accounts/u-1", ""}), account);
  EXPECT_EQ(account.state, "merged");
  EXPECT_EQ(account.merged_direct, "u-1");
  Undo(Recorded("merge", {"", "", "accounts/u-1"}), account);
  EXPECT_EQ(account.state, "active");
  EXPECT_EQ(account.merged_into, "");
}

TEST(AccountFields, LeavesTheTeamsChangesAlone) {
  Account account = Full();
  Undo(Recorded("add_member", {"members/wang.li", "", "service responsible"}), account);
  Undo(Recorded("merge", {"merged_accounts", "", "accounts/u-1"}), account);
  Account expected = Full();
  EXPECT_EQ(account, expected);
}

}  // namespace
}  // namespace mainstay::accounts
