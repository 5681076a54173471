// The team over the wire: who is on it reaches the account, who is not does not.
#include "services/accounts/team/team_service.h"

#include <mainstay/accounts/v1/team_service.pb.h>

#include "services/accounts/profile/account_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;

class TeamService : public AccountFixture {
 protected:
  TeamService()
      : AccountFixture(
            [](rpc::Router& router, const Deps& deps) { RegisterTeamService(router, deps); },
            {"mainstay.accounts.v1.TeamService"}) {}

  template <class Res>
  absl::StatusOr<Res> Team(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view role = kAdmin) {
    return service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.TeamService/", method), request,
                              user, role);
  }
  absl::StatusOr<v1::TeamMember> Add(const v1::Account& account, const std::string& member,
                                     v1::TeamRole team_role = v1::TEAM_ROLE_SERVICE,
                                     std::string_view user = "ada",
                                     std::string_view role = kAdmin) {
    v1::CreateTeamMemberRequest request;
    request.set_parent(account.name());
    request.mutable_team_member()->set_user(member);
    request.mutable_team_member()->set_role(team_role);
    return Team<v1::TeamMember>("CreateTeamMember", request, user, role);
  }
  absl::Status Remove(const v1::Account& account, const std::string& member,
                      std::string_view user = "ada", std::string_view role = kAdmin) {
    v1::DeleteTeamMemberRequest request;
    request.set_name(absl::StrCat(account.name(), "/members/", member));
    return Team<v1::DeleteTeamMemberResponse>("DeleteTeamMember", request, user, role).status();
  }
  std::vector<std::string> Users(const v1::Account& account, int page_size = 50) {
    v1::ListTeamMembersRequest request;
    request.set_parent(account.name());
    request.set_page_size(page_size);
    std::vector<std::string> users;
    do {
      auto page = Must(Team<v1::ListTeamMembersResponse>("ListTeamMembers", request));
      for (const auto& member : page.team_members()) users.push_back(member.user());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return users;
  }
};

TEST_F(TeamService, MembershipIsAccessFromTheNextCallOn) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  EXPECT_FALSE(Get(account.name(), "chen.jie", "service_agent").ok());
  Must(Add(account, "chen.jie", v1::TEAM_ROLE_SERVICE, "wang.li", kManager));
  EXPECT_TRUE(Get(account.name(), "chen.jie", "service_agent").ok());
  EXPECT_TRUE(Remove(account, "chen.jie", "wang.li", kManager).ok());
  EXPECT_EQ(Get(account.name(), "chen.jie", "service_agent").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(TeamService, ListsTheOwnerFirstInPages) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  for (const char* user : {"zhao.min", "chen.jie", "abe"}) Must(Add(account, user));
  for (int page_size : {1, 2, 3, 4, 50}) {
    EXPECT_THAT(Users(account, page_size), ElementsAre("wang.li", "abe", "chen.jie", "zhao.min"));
  }
}

TEST_F(TeamService, AnAccountWithoutAnOwnerHasAnEmptyTeam) {
  Sql("WITH a AS (INSERT INTO accounts (account_id, version, state, display_name, normal_name, "
      "sort_name, create_time, update_time) VALUES ('01890000-0000-7000-8000-000000000001', 1, "
      "'active', 'x', 'x', 'x', now(), now()) RETURNING account_id) SELECT account_id FROM a");
  v1::Account account;
  account.set_name("accounts/01890000-0000-7000-8000-000000000001");
  EXPECT_THAT(Users(account), ::testing::IsEmpty());
}

TEST_F(TeamService, TheOwnerStaysUntilThereIsAnother) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  EXPECT_EQ(Reason(Remove(account, "wang.li")), "OWNER_MUST_STAY");
  v1::Account change;
  change.set_name(account.name());
  change.set_owner("zhao.min");
  Must(Update(change));
  EXPECT_TRUE(Remove(account, "wang.li").ok());
  EXPECT_THAT(Users(account), ElementsAre("zhao.min"));
}

TEST_F(TeamService, AnotherOwnerIsAChangeOfTheTeamOnRecord) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  Must(Add(account, "chen.jie"));
  v1::Account change;
  change.set_name(account.name());
  for (const char* owner : {"zhao.min", "chen.jie"}) {
    change.set_owner(owner);
    const v1::Account changed = Must(Update(change, {}, "wang.li", kManager));
    EXPECT_EQ(changed.ShortDebugString(), Must(Get(account.name())).ShortDebugString());
  }
  EXPECT_THAT(Users(account), ElementsAre("chen.jie", "wang.li", "zhao.min"));
  EXPECT_THAT(
      Changes(account.name()),
      ElementsAre("8 change_member members/chen.jie: service responsible → account_manager "
                  "accountable",
                  "7 change_member members/zhao.min: account_manager accountable → "
                  "account_manager responsible",
                  "6 update owner: zhao.min → chen.jie",
                  "5 add_member members/zhao.min:  → account_manager accountable",
                  "4 change_member members/wang.li: account_manager accountable → "
                  "account_manager responsible",
                  "3 update owner: wang.li → zhao.min",
                  "2 add_member members/chen.jie:  → service responsible", "1 create :  → "));
  EXPECT_EQ(Sql("SELECT string_agg(split_part(type, '.', 4) || aggregate_version, ' ' ORDER BY "
                "seq) FROM outbox WHERE aggregate_version > 2"),
            "AccountChanged3 TeamMemberChanged4 TeamMemberAdded5 AccountChanged6 "
            "TeamMemberChanged7 TeamMemberChanged8");
}

TEST_F(TeamService, WhoMayNotManageTheTeamCannotGiveTheAccountAway) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  v1::Account change;
  change.set_name(account.name());
  change.set_owner("mallory");
  const absl::Status denied = Update(change, {}, "mallory", "integration").status();
  EXPECT_EQ(denied.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Reason(denied), "FIELD_PERMISSION_MISSING");
  EXPECT_THAT(std::string(denied.message()), ::testing::HasSubstr("account.owner"));
  EXPECT_THAT(std::string(denied.message()), ::testing::HasSubstr("team.manage"));
  EXPECT_THAT(Users(account), ElementsAre("wang.li"));
  change.set_owner("wang.li");
  change.set_overview("tools");
  EXPECT_EQ(Must(Update(change, {}, "erp", "integration")).overview(), "tools")
      << "naming the owner of now changes nothing";
  // One role reaches every account, the other may manage only teams that the caller is on.
  change.set_owner("erp");
  const auto both = Update(change, {}, "erp", "integration,account_manager");
  EXPECT_EQ(Reason(both.status()), "FIELD_PERMISSION_MISSING");
}

TEST_F(TeamService, IsOnTheAccountsHistoryAndPublished) {
  v1::Account account = MustCreate("Acme");
  Must(Add(account, "chen.jie"));
  v1::UpdateTeamMemberRequest request;
  request.mutable_team_member()->set_name(account.name() + "/members/chen.jie");
  request.mutable_team_member()->set_raci(v1::RACI_CONSULTED);
  EXPECT_EQ(Must(Team<v1::TeamMember>("UpdateTeamMember", request)).raci(), v1::RACI_CONSULTED);
  EXPECT_TRUE(Remove(account, "chen.jie").ok());
  EXPECT_THAT(
      Changes(account.name()),
      ElementsAre("4 remove_member members/chen.jie: service consulted → ",
                  "3 change_member members/chen.jie: service responsible → service "
                  "consulted",
                  "2 add_member members/chen.jie:  → service responsible", "1 create :  → "));
  EXPECT_EQ(Sql("SELECT string_agg(split_part(type, '.', 4) || aggregate_version, ' ' ORDER BY "
                "seq) FROM outbox"),
            "AccountCreated1 TeamMemberAdded2 TeamMemberChanged3 TeamMemberRemoved4");
}

TEST_F(TeamService, RefusesWhatMakesNoSense) {
  v1::Account account = MustCreate("Acme");
  EXPECT_THAT(ViolatedFields(Add(account, "", v1::TEAM_ROLE_UNSPECIFIED).status()),
              ElementsAre("team_member.user", "team_member.role"));
  Must(Add(account, "chen.jie"));
  EXPECT_EQ(Reason(Add(account, "chen.jie").status()), "ALREADY_A_MEMBER");
  v1::UpdateTeamMemberRequest request;
  request.mutable_team_member()->set_name(account.name() + "/members/chen.jie");
  request.mutable_team_member()->set_raci(v1::RACI_ACCOUNTABLE);
  EXPECT_THAT(ViolatedFields(Team<v1::TeamMember>("UpdateTeamMember", request).status()),
              ElementsAre("team_member.raci"));
  EXPECT_EQ(Remove(account, "nobody").code(), absl::StatusCode::kNotFound);
}

TEST_F(TeamService, AnotherTeamsTeamIsNotThere) {
  v1::Account account = MustCreate("Acme", "wang.li", kManager);
  auto not_found = [](const absl::Status& status) {
    return status.code() == absl::StatusCode::kNotFound;
  };
  v1::ListTeamMembersRequest list;
  list.set_parent(account.name());
  EXPECT_TRUE(not_found(
      Team<v1::ListTeamMembersResponse>("ListTeamMembers", list, "zhao.min", kManager).status()));
  v1::GetTeamMemberRequest get;
  get.set_name(account.name() + "/members/wang.li");
  EXPECT_TRUE(not_found(Team<v1::TeamMember>("GetTeamMember", get, "zhao.min", kManager).status()));
  EXPECT_EQ(Must(Team<v1::TeamMember>("GetTeamMember", get, "wang.li", kManager)).owner(), true);
  EXPECT_TRUE(
      not_found(Add(account, "zhao.min", v1::TEAM_ROLE_SERVICE, "zhao.min", kManager).status()));
  EXPECT_TRUE(not_found(Remove(account, "wang.li", "zhao.min", kManager)));
}

TEST_F(TeamService, AnInheritedMembershipThatWasChangedStaysAfterUnmerging) {
  v1::Account a = MustCreate("Acme", "wang.li", kManager);
  v1::Account b = MustCreate("Beta", "zhao.min", kManager);
  Must(Add(a, "chen.jie"));
  Must(Merge(a.name(), b.name()));
  EXPECT_THAT(Users(b), ElementsAre("zhao.min", "chen.jie", "wang.li"));
  v1::UpdateTeamMemberRequest request;
  request.mutable_team_member()->set_name(b.name() + "/members/chen.jie");
  request.mutable_team_member()->set_role(v1::TEAM_ROLE_TECHNICAL);
  Must(Team<v1::TeamMember>("UpdateTeamMember", request));
  Must(Unmerge(a.name()));
  EXPECT_THAT(Users(b), ElementsAre("zhao.min", "chen.jie"));
  EXPECT_THAT(Users(a), ElementsAre("wang.li", "chen.jie"));
}

}  // namespace
}  // namespace mainstay::accounts
