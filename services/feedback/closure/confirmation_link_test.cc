#include "services/feedback/closure/confirmation_link.h"

#include <gtest/gtest.h>

namespace mainstay::feedback {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Case Resolved() {
  Case c;
  c.state = "resolved";
  c.resolve_time = kNow;
  return c;
}

ConfirmationLink Link() {
  return {.id = "1",
          .case_id = "2",
          .contact = "x",
          .resolution = {0, kNow},
          .creator = "ada",
          .create_time = kNow,
          .expire_time = kNow + absl::Hours(1),
          .revoke_time = {},
          .answer = "",
          .answer_time = {}};
}

TEST(ConfirmationLinkTest, IsOpenUntilItExpires) {
  EXPECT_EQ(StateOf(Link(), Resolved(), kNow), "open");
  EXPECT_EQ(StateOf(Link(), Resolved(), kNow + absl::Hours(1) - absl::Microseconds(1)), "open");
  EXPECT_EQ(StateOf(Link(), Resolved(), kNow + absl::Hours(1)), "expired");
}

TEST(ConfirmationLinkTest, IsOfOneResolution) {
  for (const char* state : {"new", "in_progress", "closed", "withdrawn"}) {
    Case c = Resolved();
    c.state = state;
    EXPECT_EQ(StateOf(Link(), c, kNow), "superseded") << state;
  }
  Case again = Resolved();
  again.reopen_count = 1;
  EXPECT_EQ(StateOf(Link(), again, kNow), "superseded");
  // Withdrawn and taken back: that counts as no reopening.
  again = Resolved();
  again.resolve_time = kNow + absl::Seconds(1);
  EXPECT_EQ(StateOf(Link(), again, kNow), "superseded");
}

TEST(ConfirmationLinkTest, AnAnswerStays) {
  ConfirmationLink link = Link();
  link.revoke_time = kNow;
  EXPECT_EQ(StateOf(link, Resolved(), kNow), "revoked");
  link.answer = "solved";
  EXPECT_EQ(StateOf(link, Resolved(), kNow + absl::Hours(99)), "answered");
}

TEST(ConfirmationLinkTest, WorksForAWhile) {
  EXPECT_EQ(*Validity(std::nullopt), absl::Hours(24 * 14));
  EXPECT_EQ(*Validity(absl::Minutes(1)), absl::Minutes(1));
  EXPECT_EQ(*Validity(absl::Hours(24 * 90)), absl::Hours(24 * 90));
  for (const absl::Duration wrong : {absl::ZeroDuration(), -absl::Hours(1), absl::Seconds(59),
                                     absl::Hours(24 * 90) + absl::Seconds(1)}) {
    EXPECT_FALSE(Validity(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace mainstay::feedback
