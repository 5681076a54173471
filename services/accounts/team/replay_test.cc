// Writes repeated under their request_id: the first answer again, for those who may still have it.
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/team_service.pb.h>

#include "common/api/uuid.h"
#include "services/accounts/contacts/contact_service.h"
#include "services/accounts/profile/account_fixture.h"
#include "services/accounts/team/team_service.h"

namespace mainstay::accounts {
namespace {

using ::testing::Contains;

class Replay : public AccountFixture {
 protected:
  Replay()
      : AccountFixture(
            [](rpc::Router& router, const Deps& deps) {
              RegisterContactService(router, deps);
              RegisterTeamService(router, deps);
            },
            {"mainstay.accounts.v1.ContactService", "mainstay.accounts.v1.TeamService"}) {
    service_.clock().Advance(absl::Seconds(1));
  }

  // `message` with an id of its own, to be sent several times.
  template <class Req>
  Req WithId(Req message) {
    message.set_request_id(api::NewUuid(absl::Now()));
    return message;
  }
  template <class Req>
  Req Named(const std::string& name) {
    Req request;
    request.set_name(name);
    return WithId(request);
  }

  template <class Res>
  absl::StatusOr<Res> Send(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "wang.li", std::string_view role = kManager) {
    return service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.", method), request, user, role);
  }
  void Join(const v1::Account& account, const std::string& user) {
    v1::CreateTeamMemberRequest request;
    request.set_parent(account.name());
    request.mutable_team_member()->set_user(user);
    request.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
    Must(Send<v1::TeamMember>("TeamService/CreateTeamMember", request, "ada", kAdmin));
  }
  void Leave(const v1::Account& account, const std::string& user) {
    v1::DeleteTeamMemberRequest request;
    request.set_name(absl::StrCat(account.name(), "/members/", user));
    Must(
        Send<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", request, "ada", kAdmin));
  }
  v1::Contact MakeContact(const v1::Account& account) {
    v1::CreateContactRequest request;
    request.set_parent(account.name());
    request.mutable_contact()->set_display_name("陈静");
    request.mutable_contact()->set_family("two daughters");
    return Must(Send<v1::Contact>("ContactService/CreateContact", request, "ada", kAdmin));
  }

  // Sends `request` twice as `user`: the same answer both times.
  template <class Res>
  void GivesTheSameTwice(std::string_view method, const google::protobuf::Message& request,
                         std::string_view user = "wang.li", std::string_view role = kManager) {
    const Res first = Must(Send<Res>(method, request, user, role));
    const Res second = Must(Send<Res>(method, request, user, role));
    EXPECT_EQ(first.ShortDebugString(), second.ShortDebugString()) << method;
  }
};

absl::StatusCode CodeOf(const absl::Status& status) { return status.code(); }

TEST_F(Replay, WhoHasLeftTheTeamGetsNoOldCard) {
  const v1::Account account = MustCreate("Acme");
  Join(account, "wang.li");
  v1::UpdateAccountRequest update;
  update.mutable_account()->set_name(account.name());
  update.mutable_account()->set_overview("tools");
  update = WithId(update);
  const v1::Contact contact = MakeContact(account);
  const auto remove = Named<v1::DeleteContactRequest>(contact.name());
  v1::CreateTeamMemberRequest add;
  add.set_parent(account.name());
  add.mutable_team_member()->set_user("zhao.min");
  add.mutable_team_member()->set_role(v1::TEAM_ROLE_SERVICE);
  add = WithId(add);

  GivesTheSameTwice<v1::Account>("AccountService/UpdateAccount", update);
  GivesTheSameTwice<v1::Contact>("ContactService/DeleteContact", remove);
  GivesTheSameTwice<v1::TeamMember>("TeamService/CreateTeamMember", add);
  Leave(account, "wang.li");
  EXPECT_EQ(CodeOf(Send<v1::Account>("AccountService/UpdateAccount", update).status()),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(Send<v1::Contact>("ContactService/DeleteContact", remove).status()),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(CodeOf(Send<v1::TeamMember>("TeamService/CreateTeamMember", add).status()),
            absl::StatusCode::kNotFound);
  Join(account, "wang.li");
  GivesTheSameTwice<v1::Account>("AccountService/UpdateAccount", update);
}

// The repetition of a creation meets no account of its own: it may even succeed, up to its row.
TEST_F(Replay, WhoHasLeftTheTeamIsNotToldOfWhatTheyCreated) {
  for (const bool allow_duplicate : {false, true}) {
    v1::CreateAccountRequest create;
    create.mutable_account()->set_display_name("Acme");
    create.mutable_account()->set_owner("zhao.min");
    create.set_allow_duplicate(allow_duplicate);
    create = WithId(create);
    const v1::Account made = Must(Create(create, "wang.li", kManager));
    EXPECT_EQ(Must(Create(create, "wang.li", kManager)).name(), made.name());
    Leave(made, "wang.li");
    EXPECT_EQ(CodeOf(Create(create, "wang.li", kManager).status()), absl::StatusCode::kNotFound);
  }
}

TEST_F(Replay, ALostRoleIsLostForReplaysToo) {
  const v1::Account account = MustCreate("Acme");
  v1::UpdateAccountRequest update;
  update.mutable_account()->set_name(account.name());
  update.mutable_account()->set_overview("tools");
  update = WithId(update);
  Must(Send<v1::Account>("AccountService/UpdateAccount", update, "wang.li", "director"));
  EXPECT_EQ(CodeOf(Send<v1::Account>("AccountService/UpdateAccount", update).status()),
            absl::StatusCode::kNotFound)
      << "an account manager sees their teams' accounts only";
  EXPECT_EQ(
      CodeOf(
          Send<v1::Account>("AccountService/UpdateAccount", update, "wang.li", "analyst").status()),
      absl::StatusCode::kPermissionDenied);
}

TEST_F(Replay, WhatIsGoneIsStillAnswered) {
  const v1::Account account = MustCreate("Acme", "wang.li", kManager);
  const v1::Contact contact = MakeContact(account);
  GivesTheSameTwice<v1::Contact>("ContactService/DeleteContact",
                                 Named<v1::DeleteContactRequest>(contact.name()));
  Join(account, "chen.jie");
  GivesTheSameTwice<v1::DeleteTeamMemberResponse>(
      "TeamService/DeleteTeamMember",
      Named<v1::DeleteTeamMemberRequest>(account.name() + "/members/chen.jie"));
  const auto remove = Named<v1::DeleteAccountRequest>(account.name());
  GivesTheSameTwice<v1::Account>("AccountService/DeleteAccount", remove, "ada", kAdmin);
  EXPECT_TRUE(Must(Send<v1::Account>("AccountService/DeleteAccount", remove, "ada", kAdmin))
                  .has_delete_time());
}

// Who takes themselves off the team is out of scope with that.
TEST_F(Replay, LeavingATeamIsAnsweredOnce) {
  const v1::Account account = MustCreate("Acme");
  Join(account, "wang.li");
  const auto leave = Named<v1::DeleteTeamMemberRequest>(account.name() + "/members/wang.li");
  Must(Send<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", leave));
  EXPECT_EQ(
      CodeOf(Send<v1::DeleteTeamMemberResponse>("TeamService/DeleteTeamMember", leave).status()),
      absl::StatusCode::kNotFound);
}

TEST_F(Replay, AMergedAccountIsAnsweredToTheSurvivorsTeam) {
  const v1::Account gone = MustCreate("Acme", "wang.li", kManager);
  const v1::Account survivor = MustCreate("Beta", "zhao.min", kManager);
  v1::UpdateAccountRequest update;
  update.mutable_account()->set_name(gone.name());
  update.mutable_account()->set_overview("tools");
  update = WithId(update);
  Must(Send<v1::Account>("AccountService/UpdateAccount", update));
  auto merge = Named<v1::MergeAccountRequest>(gone.name());
  merge.set_into(survivor.name());
  GivesTheSameTwice<v1::Account>("AccountService/MergeAccount", merge, "ada", kAdmin);
  GivesTheSameTwice<v1::Account>("AccountService/UpdateAccount", update);
  Leave(survivor, "wang.li");
  EXPECT_EQ(CodeOf(Send<v1::Account>("AccountService/UpdateAccount", update).status()),
            absl::StatusCode::kNotFound);
}

// Answers are stored whole; the adapter masks a replay as it masks a first answer, by the roles
// that the caller has now.
TEST_F(Replay, IsMaskedByTheRolesOfNow) {
  const v1::Account account = MustCreate("Acme");
  const v1::Contact contact = MakeContact(account);
  const auto remove = Named<v1::DeleteContactRequest>(contact.name());
  auto send = [&](std::string_view role) {
    return Must(Send<v1::Contact>("ContactService/DeleteContact", remove, "wang.li", role));
  };
  EXPECT_EQ(send("director").family(), "two daughters");
  const v1::Contact masked = send("integration");
  EXPECT_EQ(masked.family(), "");
  EXPECT_THAT(masked.masked_fields(), Contains("family"));
  EXPECT_EQ(masked.delete_time().ShortDebugString(),
            send("director").delete_time().ShortDebugString());
}

}  // namespace
}  // namespace mainstay::accounts
