// Merging and unmerging, groups, and the card as of a past moment.
#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AccountMerges : public AccountFixture {
 protected:
  v1::Account Child(const std::string& name, const std::string& parent,
                    std::string_view user = "ada", std::string_view role = kAdmin) {
    v1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(name);
    request.mutable_account()->set_parent_account(parent);
    return Must(Create(request, user, role));
  }
  absl::StatusOr<v1::Account> SetParent(const v1::Account& account, const std::string& parent) {
    v1::Account change;
    change.set_name(account.name());
    change.set_parent_account(parent);
    return Update(change, {"parent_account"});
  }
  // Everything that merging could disturb, as text.
  std::string Snapshot() {
    return Sql(
        "SELECT concat((SELECT string_agg(concat_ws(' ', account_id, state, parent_id, "
        "merged_into, merged_direct), '; ' ORDER BY account_id) FROM accounts), ' | ', (SELECT "
        "string_agg(concat_ws(' ', account_id, user_id, role, raci, inherited_from), '; ' ORDER BY "
        "account_id, user_id) FROM team_members))");
  }
  std::vector<std::string> Group(const std::string& name, std::string_view user = "ada",
                                 std::string_view role = kAdmin) {
    v1::GetAccountGroupRequest request;
    request.set_name(name + "/group");
    auto group = Must(Call<v1::AccountGroup>("GetAccountGroup", request, user, role));
    std::vector<std::string> lines;
    for (const auto& member : group.members()) {
      lines.push_back(absl::StrCat(member.depth(), " ", member.account().display_name(), " ",
                                   member.descendant_count()));
    }
    return lines;
  }
};

TEST_F(AccountMerges, TheMergedOneRedirectsUntilUnmerged) {
  v1::Account a = MustCreate("Acme", "wang.li", kManager);
  v1::Account b = MustCreate("Beta", "zhao.min", kManager);
  std::string before = Snapshot();
  v1::Account survivor = Must(Merge(a.name(), b.name()));
  EXPECT_EQ(survivor.name(), b.name());
  EXPECT_EQ(Must(Get(a.name())).name(), b.name());
  EXPECT_EQ(Must(Get(a.name(), "wang.li", kManager)).name(), b.name()) << "its team came along";
  EXPECT_EQ(Must(Get(a.name(), "zhao.min", kManager)).name(), b.name());
  a.clear_etag();
  EXPECT_EQ(Reason(Update(a).status()), "ACCOUNT_MERGED");
  EXPECT_EQ(Must(Call<v1::ListAccountsResponse>("ListAccounts", v1::ListAccountsRequest()))
                .accounts_size(),
            1);
  v1::Account back = Must(Unmerge(a.name()));
  EXPECT_EQ(back.name(), a.name());
  EXPECT_EQ(Snapshot(), before);
  EXPECT_EQ(Get(b.name(), "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(Changes(a.name())[0], absl::StrCat("3 unmerge : ", b.name(), " → "));
  EXPECT_THAT(Changes(b.name())[0], absl::StrCat("3 unmerge merged_accounts: ", a.name(), " → "));
}

TEST_F(AccountMerges, ChainsAreOneHopAndComeApartInAnyOrder) {
  v1::Account a = MustCreate("Acme", "ua", kManager), b = MustCreate("Beta", "ub", kManager),
              c = MustCreate("Gamma", "uc", kManager), d = MustCreate("Delta", "ua", kManager);
  std::string apart = Snapshot();
  Must(Merge(a.name(), b.name()));
  std::string ab = Snapshot();
  Must(Merge(b.name(), c.name()));
  Must(Merge(d.name(), a.name()));  // follows the redirect: into c
  EXPECT_EQ(Must(Get(a.name(), "ua", kManager)).name(), c.name());
  EXPECT_EQ(Must(Get(d.name(), "ub", kManager)).name(), c.name());
  // a leaves from within the chain; its user still belongs to c through d.
  Must(Unmerge(a.name()));
  EXPECT_EQ(Must(Get(a.name(), "ua", kManager)).name(), a.name());
  EXPECT_EQ(Must(Get(c.name(), "ua", kManager)).name(), c.name());
  EXPECT_EQ(Must(Get(b.name(), "ub", kManager)).name(), c.name());
  Must(Unmerge(d.name()));
  EXPECT_EQ(Get(c.name(), "ua", kManager).status().code(), absl::StatusCode::kNotFound);
  Must(Unmerge(b.name()));
  EXPECT_EQ(Snapshot(), apart);
  // And from the outside in.
  Must(Merge(a.name(), b.name()));
  Must(Merge(b.name(), c.name()));
  Must(Unmerge(b.name()));
  EXPECT_EQ(Snapshot(), ab);
}

TEST_F(AccountMerges, ImpossibleOnesSayWhy) {
  v1::Account a = MustCreate("Acme"), b = MustCreate("Beta"), c = MustCreate("Gamma");
  EXPECT_EQ(Reason(Merge(a.name(), a.name()).status()), "MERGE_INTO_ITSELF");
  EXPECT_EQ(Reason(Unmerge(a.name()).status()), "ACCOUNT_NOT_MERGED");
  Must(Merge(a.name(), b.name()));
  EXPECT_EQ(Reason(Merge(b.name(), a.name()).status()), "MERGE_CYCLE");
  EXPECT_EQ(Reason(Merge(a.name(), c.name()).status()), "ACCOUNT_MERGED");
  v1::DeleteAccountRequest remove;
  remove.set_name(c.name());
  Must(Call<v1::Account>("DeleteAccount", remove));
  EXPECT_EQ(Reason(Merge(b.name(), c.name()).status()), "ACCOUNT_DELETED");
  EXPECT_EQ(Reason(Merge(c.name(), b.name()).status()), "ACCOUNT_DELETED");
  const std::string nobody = "accounts/01890000-0000-7000-8000-000000000001";
  EXPECT_EQ(Merge(b.name(), nobody).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Merge(nobody, b.name()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(AccountMerges, ArePublishedUnderBothAccountsWithoutGaps) {
  v1::Account a = MustCreate("Acme"), b = MustCreate("Beta");
  Must(Merge(a.name(), b.name()));
  Must(Unmerge(a.name()));
  EXPECT_EQ(
      Sql("SELECT string_agg(split_part(type, '.', 4) || aggregate_version, ' ' ORDER BY seq) "
          "FROM outbox"),
      "AccountCreated1 AccountCreated1 AccountMerged2 AccountMerged2 AccountUnmerged3 "
      "AccountUnmerged3");
}

TEST_F(AccountMerges, GroupsHaveNoCycles) {
  v1::Account top = MustCreate("Top");
  v1::Account middle = Child("Middle", top.name());
  v1::Account leaf = Child("Leaf", middle.name());
  EXPECT_EQ(Reason(SetParent(top, leaf.name()).status()), "GROUP_CYCLE");
  EXPECT_THAT(ViolatedFields(SetParent(top, top.name()).status()),
              ElementsAre("account.parent_account"));
  EXPECT_EQ(Reason(Merge(top.name(), leaf.name()).status()), "MERGE_IN_GROUP");
  // Upwards is fine: what stood below the merged one stands below the survivor.
  Must(Merge(middle.name(), top.name()));
  EXPECT_THAT(Group(leaf.name()), ElementsAre("0 Top 1", "1 Leaf 0"));
  EXPECT_EQ(Reason(SetParent(top, leaf.name()).status()), "GROUP_CYCLE");
  Must(Unmerge(middle.name()));
  EXPECT_THAT(Group(top.name()), ElementsAre("0 Top 2", "1 Middle 1", "2 Leaf 0"));
}

TEST_F(AccountMerges, AnUnmergeThatWouldCloseACycleIsRefused) {
  v1::Account e = MustCreate("Echo");
  v1::Account a = Child("Acme", e.name());
  v1::Account b = MustCreate("Beta");
  v1::Account c = Child("Child", a.name());
  Must(Merge(a.name(), b.name()));
  Must(SetParent(e, c.name()));  // e under c under b
  EXPECT_EQ(Reason(Unmerge(a.name()).status()), "GROUP_CYCLE");
  Must(SetParent(e, ""));
  EXPECT_TRUE(Unmerge(a.name()).ok());
}

TEST_F(AccountMerges, AGroupShowsOnlyWhatTheCallerMaySee) {
  v1::Account top = MustCreate("Top");
  v1::Account left = Child("Left", top.name());
  v1::Account leaf = Child("Leaf", left.name());
  Child("Right", top.name());
  v1::Account owner;
  owner.set_owner("wang.li");
  for (const v1::Account* mine : {&left, &leaf}) {
    owner.set_name(mine->name());
    Must(Update(owner));
  }
  EXPECT_EQ(Group(leaf.name()).size(), 4u);
  EXPECT_THAT(Group(leaf.name(), "wang.li", kManager), ElementsAre("1 Left 1", "2 Leaf 0"));
  v1::GetAccountGroupRequest request;
  request.set_name(leaf.name() + "/group");
  auto seen = Must(Call<v1::AccountGroup>("GetAccountGroup", request, "wang.li", kManager));
  EXPECT_EQ(seen.root(), "");
  EXPECT_EQ(seen.member_count(), 2);
  request.set_name(top.name() + "/group");
  EXPECT_EQ(Call<v1::AccountGroup>("GetAccountGroup", request, "wang.li", kManager).status().code(),
            absl::StatusCode::kNotFound);
  // A parent outside the scope cannot be chosen, and looks as if it were not there.
  v1::CreateAccountRequest create;
  create.mutable_account()->set_display_name("New");
  create.mutable_account()->set_parent_account(top.name());
  EXPECT_THAT(ViolatedFields(Create(create, "wang.li", kManager).status()),
              ElementsAre("account.parent_account"));
}

TEST_F(AccountMerges, AGroupSumsCreditLimitsByCurrency) {
  v1::Account top = MustCreate("Top");
  v1::Account leaf = Child("Leaf", top.name());
  v1::Account change;
  change.mutable_credit_limit()->set_currency_code("CNY");
  change.mutable_credit_limit()->set_units(100);
  change.mutable_credit_limit()->set_nanos(250000000);
  for (const v1::Account* account : {&top, &leaf}) {
    change.set_name(account->name());
    Must(Update(change));
  }
  v1::GetAccountGroupRequest request;
  request.set_name(top.name() + "/group");
  auto group = Must(Call<v1::AccountGroup>("GetAccountGroup", request));
  ASSERT_EQ(group.credit_limits_size(), 1);
  EXPECT_EQ(group.credit_limits(0).units(), 200);
  EXPECT_EQ(group.credit_limits(0).nanos(), 500000000);
}

TEST_F(AccountMerges, TheCardAsOfEveryPastMoment) {
  v1::Account b = MustCreate("Beta");
  service_.clock().Advance(absl::Hours(1));
  v1::Account created = MustCreate("Acme");
  std::vector<std::pair<absl::Time, std::string>> history;
  auto keep = [&] {
    history.emplace_back(service_.clock().Now(), Must(Get(created.name())).DebugString());
    service_.clock().Advance(absl::Hours(1));
  };
  keep();
  v1::Account change;
  change.set_name(created.name());
  change.set_industry("steel");
  change.add_aliases("one");
  change.mutable_credit_limit()->set_currency_code("EUR");
  change.mutable_credit_limit()->set_units(5);
  Must(Update(change));
  keep();
  v1::DeleteAccountRequest remove;
  remove.set_name(created.name());
  Must(Call<v1::Account>("DeleteAccount", remove));
  keep();
  v1::UndeleteAccountRequest undelete;
  undelete.set_name(created.name());
  Must(Call<v1::Account>("UndeleteAccount", undelete));
  keep();
  Must(Merge(created.name(), b.name()));
  keep();  // the survivor, as it stood then
  Must(Unmerge(created.name()));
  change.set_industry("glass");
  Must(Update(change));
  keep();
  for (const auto& [moment, card] : history) {
    EXPECT_EQ(Must(GetAsOf(created.name(), moment)).DebugString(), card) << moment;
    EXPECT_EQ(Must(GetAsOf(created.name(), moment + absl::Minutes(59))).DebugString(), card);
  }
  const absl::Time before = history[0].first - absl::Seconds(1);
  const absl::Status not_yet = GetAsOf(created.name(), before).status();
  EXPECT_EQ(not_yet.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(not_yet.message()), HasSubstr("did not exist yet at that time"));
  for (absl::Time moment : {before, history[0].first}) {
    EXPECT_EQ(GetAsOf(created.name(), moment, "wang.li", kManager).status(),
              status::NotFound(created.name()))
        << "the two must look the same to those who may not see it";
  }
}

TEST_F(AccountMerges, ChangesOfAnotherTeamsAccountAreNotThere) {
  v1::Account account = MustCreate("Acme");
  v1::ListAccountChangesRequest request;
  request.set_parent(account.name());
  EXPECT_EQ(Call<v1::ListAccountChangesResponse>("ListAccountChanges", request, "wang.li", kManager)
                .status()
                .code(),
            absl::StatusCode::kNotFound);
}

TEST_F(AccountMerges, ChangesComeInPages) {
  v1::Account account = MustCreate("Acme");
  for (int i = 0; i < 5; ++i) {
    v1::Account change;
    change.set_name(account.name());
    change.set_industry(absl::StrCat("i", i));
    change.set_region(absl::StrCat("r", i));
    Must(Update(change));
  }
  const std::vector<std::string> all = Changes(account.name());
  EXPECT_EQ(all.size(), 11u);
  v1::ListAccountChangesRequest request;
  request.set_parent(account.name());
  request.set_page_size(3);
  std::vector<std::string> fields;
  do {
    auto page = Must(Call<v1::ListAccountChangesResponse>("ListAccountChanges", request));
    for (const auto& c : page.changes()) {
      fields.push_back(absl::StrCat(c.version(), " ", c.action(), " ", c.field(), ": ",
                                    c.old_value(), " → ", c.new_value()));
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(fields, all);
}

}  // namespace
}  // namespace mainstay::accounts
