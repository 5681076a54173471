#include "services/engagement/gatherings/gathering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/gatherings/invitation.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;

const absl::Time kStart = absl::FromUnixSeconds(1800000000);

Gathering Dinner() {
  Gathering g;
  g.kind = "customer_event";
  g.title = " 答谢晚宴 ";
  g.start_time = kStart;
  g.end_time = kStart + absl::Hours(3);
  g.budget = {"50000", "CNY"};
  g.capacity = 2;
  Complete(g, "wang.li");
  return g;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

TEST(GatheringTest, WhatIsAbsentIsFilledIn) {
  const Gathering g = Dinner();
  EXPECT_EQ(g.title, "答谢晚宴");
  EXPECT_EQ(g.time_zone, "Asia/Shanghai");
  EXPECT_EQ(g.organizer, "wang.li");
  EXPECT_TRUE(Validate(g).ok());
}

TEST(GatheringTest, EverythingWrongIsNamed) {
  Gathering g = Dinner();
  g.kind = "";
  g.title = "";
  g.end_time = g.start_time;
  g.time_zone = "China";
  g.organizer = "a/b";
  g.budget = {"-1", "RMB"};
  g.cost = {"1", "USD"};
  g.capacity = -1;
  EXPECT_THAT(FieldsOf(Validate(g)),
              ElementsAre("kind", "title", "end_time", "time_zone", "organizer", "budget", "budget",
                          "cost", "capacity"));
  g = Dinner();
  g.start_time = g.end_time = absl::InfinitePast();
  EXPECT_THAT(FieldsOf(Validate(g)), ElementsAre("start_time", "end_time"));
  g = Dinner();
  g.end_time = g.start_time + absl::Hours(24 * 31 + 1);
  EXPECT_THAT(FieldsOf(Validate(g)), ElementsAre("end_time"));
}

TEST(GatheringTest, EveryVerbFromEveryState) {
  for (const char* state : {"planned", "open", "held", "cancelled"}) {
    Gathering g = Dinner();
    g.state = state;
    Gathering opened = g, held = g, cancelled = g;
    EXPECT_EQ(Open(opened).ok(), g.state == "planned") << state;
    EXPECT_EQ(Hold(held, "80 guests", {"48000", "CNY"}, kStart).ok(), g.state == "open") << state;
    EXPECT_EQ(Cancel(cancelled, "typhoon").ok(), g.state == "planned" || g.state == "open")
        << state;
  }
  Gathering g = Dinner();
  const absl::Status wrong = Hold(g, "x", {}, kStart);
  EXPECT_EQ(ReasonOf(wrong), "WRONG_STATE");
  EXPECT_THAT(wrong.message(), HasSubstr("is planned; :hold is possible from: open"));
}

TEST(GatheringTest, ItIsHeldOnceItHasBegunWithItsOutcomeAndCost) {
  Gathering g = Dinner();
  ASSERT_TRUE(Open(g).ok());
  EXPECT_THAT(FieldsOf(Hold(g, " ", {"1", "USD"}, kStart)), ElementsAre("outcome", "cost"));
  EXPECT_EQ(ReasonOf(Hold(g, "good", {}, kStart - absl::Seconds(1))), "NOT_BEGUN");
  g.cost = {"100", "CNY"};
  Gathering as_noted = g;
  ASSERT_TRUE(Hold(as_noted, " good ", {}, kStart).ok());
  EXPECT_EQ(as_noted.outcome, "good");
  EXPECT_EQ(ToText(as_noted.cost), "100 CNY");
  ASSERT_TRUE(Hold(g, "good", {"48000.5", "CNY"}, kStart).ok());
  EXPECT_EQ(ToText(g.cost), "48000.5 CNY");
}

TEST(GatheringTest, FieldsReadBackWhatTheyWrite) {
  const Gathering g = Dinner();
  Gathering copy;
  for (const auto& field : RecordedGatheringFields()) field.set(copy, field.get(g));
  EXPECT_TRUE(history::Diff(RecordedGatheringFields(), g, copy).empty());
}

TEST(InvitationTest, SaysWhoByContactOrByName) {
  Invitation i;
  EXPECT_THAT(FieldsOf(Validate(i)), ElementsAre("contact"));
  i.guest_name = "李总的助理";
  EXPECT_TRUE(Validate(i).ok());
  i.contact_id = "0190a000-0000-7000-8000-000000000002";
  EXPECT_THAT(FieldsOf(Validate(i)), ElementsAre("contact"));
}

TEST(InvitationTest, GuestsAreInvitedBeforeAndWalkInsCome) {
  for (const char* state : {"planned", "open", "held", "cancelled"}) {
    Gathering g = Dinner();
    g.state = state;
    Invitation invited, walked_in{.walked_in = true};
    EXPECT_EQ(Invite(invited, g).ok(), g.state == "planned" || g.state == "open") << state;
    EXPECT_EQ(Invite(walked_in, g).ok(), g.state == "open" || g.state == "held") << state;
  }
  Gathering g = Dinner();
  g.state = "open";
  Invitation walked_in{.walked_in = true};
  ASSERT_TRUE(Invite(walked_in, g).ok());
  EXPECT_EQ(walked_in.attendance, "attended");
  EXPECT_EQ(ReasonOf(ReplyTo(walked_in, g, 0, "accepted", "")), "WALKED_IN");
}

TEST(InvitationTest, NoMoreAcceptThanThereArePlaces) {
  Gathering g = Dinner();
  g.state = "open";
  Invitation i;
  EXPECT_EQ(ReasonOf(ReplyTo(i, g, 2, "accepted", "")), "GATHERING_FULL");
  EXPECT_TRUE(ReplyTo(i, g, 2, "declined", "ill").ok());
  EXPECT_EQ(i.note, "ill");
  EXPECT_TRUE(ReplyTo(i, g, 1, "accepted", "").ok());
  EXPECT_EQ(i.note, "ill") << "an empty note leaves the one before";
  EXPECT_TRUE(ReplyTo(i, g, 2, "accepted", "again").ok()) << "is one of the two";
  g.capacity = 0;
  Invitation another;
  EXPECT_TRUE(ReplyTo(another, g, 1000, "accepted", "").ok());
}

TEST(InvitationTest, RepliesWhileOpenAndAttendanceFromThenOn) {
  for (const char* state : {"planned", "open", "held", "cancelled"}) {
    Gathering g = Dinner();
    g.state = state;
    Invitation i;
    EXPECT_EQ(ReplyTo(i, g, 0, "accepted", "").ok(), g.state == "open") << state;
    EXPECT_EQ(ReplyTo(i, g, 0, "withdrawn", "").ok(), g.state == "open" || g.state == "planned")
        << state;
    EXPECT_EQ(Attend(i, g, "", "").ok(), g.state == "open" || g.state == "held") << state;
  }
  Gathering g = Dinner();
  g.state = "held";
  Invitation i;
  ASSERT_TRUE(Attend(i, g, "", "").ok());
  EXPECT_EQ(i.attendance, "attended");
  ASSERT_TRUE(Attend(i, g, "absent", "mixed up").ok());
  EXPECT_EQ(i.attendance, "absent");
}

}  // namespace
}  // namespace mainstay::engagement
