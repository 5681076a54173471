// The directory of accounts in another service: kept by events, and by one question on a miss.
#include "common/directory/directory.h"

#include "tests/fault/two_services_fixture.h"

namespace mainstay::faults {
namespace {

class DirectoryTest : public TwoServices {
 protected:
  // A call to the other service, by a user who sees everything or only their team's accounts.
  absl::StatusOr<directory::Account> Find(const std::string& name, const std::string& user,
                                          const std::string& role) {
    const auth::AccountScope scope =
        role == "account_manager" ? auth::AccountScope::Team(user) : auth::AccountScope::All();
    rpc::CallContext call(
        "test", auth::Principal{.subject = user, .roles = {role}}, scope, trace::NewTrace(),
        absl::Now() + absl::Seconds(30), &engagement_, &clock_, [] { return false; },
        service_.As(user, role).token);
    return directory_.Find(call, IdOf(name));
  }
  absl::StatusOr<directory::Account> FindAsManager(const std::string& name,
                                                   const std::string& user) {
    return Find(name, user, "account_manager");
  }
  bool Sees(const std::string& name, const std::string& user) {
    return FindAsManager(name, user).ok();
  }

  testing::FakeClock clock_{absl::Now()};
  directory::Directory directory_{rpc::NewChannel({.target = service_.address()}).value()};
};

TEST_F(DirectoryTest, EventsKeepIt) {
  StartRelay();
  StartConsumer();
  const v1::Account account = Create("Acme", "wang.li");
  ASSERT_TRUE(Eventually([&] { return Disagreement().empty(); })) << Disagreement();
  EXPECT_TRUE(Sees(account.name(), "wang.li"));
  EXPECT_FALSE(Sees(account.name(), "chen.yu"));
  const absl::Time joined = absl::Now();
  ASSERT_EQ(Join(account.name(), "chen.yu"), absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return Sees(account.name(), "chen.yu"); }));
  const absl::Time left = absl::Now();
  ASSERT_EQ(Leave(account.name(), "chen.yu"), absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return !Sees(account.name(), "chen.yu"); }));
  std::cout << "joined after " << left - joined << ", left after " << absl::Now() - left << "\n";

  v1::DeleteAccountRequest remove;
  remove.set_name(account.name());
  ASSERT_TRUE(Call<v1::Account>("AccountService/DeleteAccount", remove).ok());
  EXPECT_TRUE(
      Eventually([&] { return Find(account.name(), "ada", "admin").value().state == "deleted"; }));
}

TEST_F(DirectoryTest, AMergeIsFollowedAndTakenBack) {
  StartRelay();
  StartConsumer();
  const v1::Account one = Create("One", "wang.li"), other = Create("Other", "chen.yu");
  v1::MergeAccountRequest merge;
  merge.set_name(one.name());
  merge.set_into(other.name());
  ASSERT_TRUE(Call<v1::Account>("AccountService/MergeAccount", merge).ok());
  ASSERT_TRUE(Eventually([&] {
    const auto found = Find(one.name(), "ada", "admin");
    return found.ok() && found->id == IdOf(other.name());
  }));
  // Whose account's team is the survivor's too: told under the survivor, so perhaps a moment later.
  EXPECT_TRUE(Eventually([&] { return Sees(one.name(), "wang.li"); }));
  EXPECT_TRUE(Sees(one.name(), "chen.yu"));
  v1::UnmergeAccountRequest unmerge;
  unmerge.set_name(one.name());
  ASSERT_TRUE(Call<v1::Account>("AccountService/UnmergeAccount", unmerge).ok());
  ASSERT_TRUE(Eventually([&] { return Disagreement().empty(); })) << Disagreement();
  EXPECT_EQ(FindAsManager(one.name(), "wang.li")->id, IdOf(one.name()));
  EXPECT_FALSE(Sees(one.name(), "chen.yu"));
}

TEST_F(DirectoryTest, AChainOfMergesIsFollowedToItsEnd) {
  StartRelay();
  StartConsumer();
  const v1::Account first = Create("First"), second = Create("Second"), third = Create("Third");
  const auto merge = [&](const v1::Account& account, const v1::Account& into) {
    v1::MergeAccountRequest request;
    request.set_name(account.name());
    request.set_into(into.name());
    ASSERT_TRUE(Call<v1::Account>("AccountService/MergeAccount", request).ok());
  };
  const auto leads_to = [&](const v1::Account& account, const v1::Account& survivor) {
    return Eventually([&] {
      const auto found = Find(account.name(), "ada", "admin");
      return found.ok() && found->id == IdOf(survivor.name());
    });
  };
  merge(first, second);
  merge(second, third);
  EXPECT_TRUE(leads_to(first, third));
  EXPECT_TRUE(leads_to(second, third));
  v1::UnmergeAccountRequest unmerge;
  unmerge.set_name(second.name());
  ASSERT_TRUE(Call<v1::Account>("AccountService/UnmergeAccount", unmerge).ok());
  EXPECT_TRUE(leads_to(first, second));
  EXPECT_TRUE(leads_to(second, second));
}

TEST_F(DirectoryTest, AsksOnceForWhatItDoesNotKnow) {
  const v1::Account account = Create("Acme", "wang.li");
  ASSERT_EQ(Join(account.name(), "chen.yu"), absl::OkStatus());
  // Nothing was published. Somebody else's question tells nothing.
  EXPECT_TRUE(absl::IsNotFound(FindAsManager(account.name(), "zhao.min").status()));
  const auto found = FindAsManager(account.name(), "wang.li");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->display_name, "Acme");
  EXPECT_EQ(found->owner, "wang.li");
  EXPECT_EQ(found->version, 2);
  EXPECT_TRUE(Sees(account.name(), "chen.yu"));
  // From now on it knows without asking.
  service_.server().Drain(absl::ZeroDuration(), absl::ZeroDuration());
  EXPECT_TRUE(Sees(account.name(), "wang.li"));
  EXPECT_FALSE(Sees(account.name(), "zhao.min"));
  // What the events then tell of the past changes nothing.
  StartRelay();
  StartConsumer();
  EXPECT_TRUE(Eventually([&] { return Disagreement().empty(); })) << Disagreement();
}

// A service younger than the streams is told of a change before it knows the account.
TEST_F(DirectoryTest, AWholeAnswerCompletesWhatEventsToldInPart) {
  const v1::Account account = Create("Acme", "wang.li");
  ASSERT_EQ(Join(account.name(), "chen.yu"), absl::OkStatus());
  directory::Change joined{.account_id = IdOf(account.name()), .version = 2};
  joined.joined = "chen.yu";
  ASSERT_TRUE(engagement_
                  .Write({},
                         [&](pg::Tx& tx) {
                           EXPECT_TRUE(directory::Apply(tx, joined, absl::Now()));
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_EQ(FindAsManager(account.name(), "wang.li")->display_name, "Acme");
  service_.server().Drain(absl::ZeroDuration(), absl::ZeroDuration());
  EXPECT_TRUE(Sees(account.name(), "wang.li")) << "it asks again each time";
  EXPECT_TRUE(Sees(account.name(), "chen.yu"));
}

TEST_F(DirectoryTest, RemembersForAMomentThatThereIsNone) {
  const std::string name = absl::StrCat("accounts/", api::NewUuid(absl::Now()));
  EXPECT_TRUE(absl::IsNotFound(Find(name, "ada", "admin").status()));
  service_.server().Drain(absl::ZeroDuration(), absl::ZeroDuration());
  EXPECT_TRUE(absl::IsNotFound(Find(name, "ada", "admin").status()));
  clock_.Advance(directory::Directory::kNoneFor);
  EXPECT_TRUE(absl::IsUnavailable(Find(name, "ada", "admin").status()));
}

TEST_F(DirectoryTest, ThoseWhoMayNotSeeTeamsGetAnAnswerAllTheSame) {
  const v1::Account account = Create("Acme", "wang.li");
  EXPECT_EQ(Find(account.name(), "eva", "survey_manager")->display_name, "Acme");
  EXPECT_EQ(Sql(engagement_, "SELECT count(*) FROM account_directory"), "0");
}

}  // namespace
}  // namespace mainstay::faults
