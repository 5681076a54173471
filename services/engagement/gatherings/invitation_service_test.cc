#include <atomic>
#include <thread>

#include "services/engagement/gatherings/gathering_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class InvitationServiceTest : public GatheringFixture {};

TEST_F(InvitationServiceTest, SomebodyIsInvitedAcceptsAndComes) {
  const std::string dinner = Opened(Dinner("晚宴"));
  const auto invited = Invite(dinner, account_, 1, false, "wang.li", kManager);
  ASSERT_TRUE(invited.ok()) << invited.status();
  EXPECT_EQ(invited->reply(), v1::REPLY_NONE);
  EXPECT_EQ(invited->gathering_title(), "晚宴");
  EXPECT_EQ(invited->contact(), ContactOf(account_, 1));
  ASSERT_TRUE(Reply(invited->name(), v1::REPLY_ACCEPTED, "wang.li", kManager).ok());
  EXPECT_EQ(Attend(invited->name())->attendance(), v1::ATTENDANCE_ATTENDED);
  ASSERT_TRUE(Invite(dinner, account_, 2, /*walked_in=*/true).ok());
  const std::string third = Invite(dinner, account_, 3).value().name();
  ASSERT_TRUE(Reply(third, v1::REPLY_DECLINED).ok());
  const v1::Gathering g = Get(dinner).value();
  EXPECT_EQ(g.invited_count(), 2);
  EXPECT_EQ(g.accepted_count(), 1);
  EXPECT_EQ(g.declined_count(), 1);
  EXPECT_EQ(g.attended_count(), 2);
  EXPECT_THAT(EventsOf(invited->name()),
              ElementsAre("InvitationMade", "InvitationChanged", "InvitationChanged"));
  EXPECT_EQ(EventsOf(dinner).size(), 2u) << "the gathering itself did not change";
}

TEST_F(InvitationServiceTest, AContactIsInvitedOnce) {
  const std::string dinner = Opened(Dinner("晚宴"));
  const std::string name = Invite(dinner, account_, 1).value().name();
  EXPECT_EQ(ReasonOf(Invite(dinner, account_, 1).status()), "ALREADY_INVITED");
  ASSERT_TRUE(Reply(name, v1::REPLY_WITHDRAWN).ok());
  EXPECT_EQ(Get(dinner)->invited_count(), 0);
  EXPECT_EQ(Reply(name, v1::REPLY_NONE)->reply(), v1::REPLY_NONE) << "invited again";
}

TEST_F(InvitationServiceTest, AManagerSeesTheInvitationsOfTheirAccounts) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  const std::string dinner = Opened(Dinner("晚宴")),
                    course = Opened(Dinner("培训", absl::Hours(9)));
  Invite(dinner, account_, 1).value();
  const std::string theirs = Invite(dinner, other, 2).value().name();
  Invite(course, account_, 1).value();
  EXPECT_THAT(*Invitations(dinner), UnorderedElementsAre("晚宴 1", "晚宴 2"));
  EXPECT_THAT(*Invitations(dinner, "wang.li", kManager), ElementsAre("晚宴 1"));
  EXPECT_THAT(*Invitations("accounts/-", "li.na", kManager), ElementsAre("晚宴 2"));
  EXPECT_THAT(*Invitations(account_, "wang.li", kManager), ElementsAre("晚宴 1", "培训 1"));
  EXPECT_EQ(Invitations(other, "wang.li", kManager).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Reply(theirs, v1::REPLY_ACCEPTED, "wang.li", kManager).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Invite(dinner, other, 3, false, "wang.li", kManager).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Invitations("gatherings/0190a000-0000-7000-8000-000000000009").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(InvitationServiceTest, WhoOfAnAccountHasBeenToWhat) {
  const std::string dinner = Opened(Dinner("晚宴")),
                    course = Opened(Dinner("培训", absl::Hours(9)));
  Attend(Invite(dinner, account_, 1).value().name()).value();
  Invite(course, account_, 1).value();
  EXPECT_THAT(*Invitations(account_, "ada", "admin", "attendance = ATTENDANCE_ATTENDED"),
              ElementsAre("晚宴 1"));
  const std::string survivor = AddAccount(service_, "东风", "li.na");
  Merge(service_, account_, survivor);
  EXPECT_THAT(*Invitations(survivor, "li.na", kManager), ElementsAre("晚宴 1", "培训 1"));
}

TEST_F(InvitationServiceTest, WhatIsNamedIsOfTheAccount) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  const std::string dinner = Opened(Dinner("晚宴"));
  v1::CreateInvitationRequest request;
  request.set_parent(dinner);
  request.mutable_invitation()->set_account(account_);
  request.mutable_invitation()->set_contact(ContactOf(other, 1));
  const absl::Status status =
      Call<v1::Invitation>("GatheringService/CreateInvitation", request).status();
  ASSERT_EQ(status::GetFieldViolations(status).size(), 1u) << status;
  EXPECT_EQ(status::GetFieldViolations(status)[0].field, "invitation.contact");
  request.mutable_invitation()->clear_contact();
  request.mutable_invitation()->set_guest_name("张三");
  EXPECT_TRUE(Call<v1::Invitation>("GatheringService/CreateInvitation", request).ok());
}

TEST_F(InvitationServiceTest, RacersDoNotOverfillIt) {
  constexpr int kGuests = 8, kPlaces = 3;
  const std::string dinner = Opened(Dinner("晚宴", absl::Hours(24), kPlaces));
  std::vector<std::string> names;
  for (int i = 0; i < kGuests; ++i) names.push_back(Invite(dinner, account_, i).value().name());
  std::atomic<int> accepted = 0, full = 0;
  std::vector<std::thread> racers;
  for (const std::string& name : names) {
    racers.emplace_back([&, name] {
      const auto reply = Reply(name, v1::REPLY_ACCEPTED);
      if (reply.ok()) ++accepted;
      if (!reply.ok() && ReasonOf(reply.status()) == "GATHERING_FULL") ++full;
    });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(accepted, kPlaces);
  EXPECT_EQ(full, kGuests - kPlaces);
  EXPECT_EQ(Get(dinner)->accepted_count(), kPlaces);
}

TEST_F(InvitationServiceTest, TheChangesSayWhoAndWhat) {
  const std::string dinner = Opened(Dinner("晚宴"));
  const std::string name = Invite(dinner, account_, 1).value().name();
  Reply(name, v1::REPLY_ACCEPTED).value();
  v1::ListInvitationChangesRequest request;
  request.set_parent(name);
  const auto page =
      Call<v1::ListInvitationChangesResponse>("GatheringService/ListInvitationChanges", request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->changes_size(), 2);
  EXPECT_EQ(page->changes(0).field() + " " + page->changes(0).new_value(), "reply accepted");
  EXPECT_EQ(page->changes(1).action(), "create");
}

}  // namespace
}  // namespace mainstay::engagement
