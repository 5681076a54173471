#include "services/engagement/gifts/gift.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/gifts/gift_limit.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;

constexpr absl::CivilDay kToday(2026, 9, 20);

Gift Mooncakes() {
  Gift g;
  g.direction = "given";
  g.kind = "gift";
  g.value = {"300", "CNY"};
  g.contact_id = "0190a000-0000-7000-8000-000000000002";
  g.day = kToday;
  g.occasion = " 中秋节 ";
  Complete(g, "wang.li");
  return g;
}

std::string ReasonOf(const absl::Status& status) {
  const auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

TEST(GiftTest, TheRecipientIsWhoGetsIt) {
  Gift g = Mooncakes();
  EXPECT_TRUE(Validate(g, kToday).ok());
  EXPECT_EQ(g.occasion, "中秋节");
  EXPECT_EQ(RecipientOf(g), g.contact_id);
  g.direction = "received";
  EXPECT_EQ(RecipientOf(g), "wang.li");
}

TEST(GiftTest, TheYearTurnsInChina) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  EXPECT_EQ(RegisterDay(absl::FromCivil(absl::CivilSecond(2026, 12, 31, 15, 59, 59), utc)),
            absl::CivilDay(2026, 12, 31));
  EXPECT_EQ(RegisterDay(absl::FromCivil(absl::CivilSecond(2026, 12, 31, 16, 0, 0), utc)),
            absl::CivilDay(2027, 1, 1));
}

TEST(GiftTest, EverythingWrongIsNamed) {
  Gift g;
  g.user = "a b";
  g.day = kToday + 1;
  EXPECT_THAT(FieldsOf(Validate(g, kToday)),
              ElementsAre("direction", "kind", "value", "contact", "user", "date"));
  g = Mooncakes();
  for (const char* worth : {"0", "0.00", ""}) {
    g.value.decimal = worth;
    EXPECT_THAT(FieldsOf(Validate(g, kToday)), ElementsAre("value")) << worth;
  }
  g.value = {"-5", "CNY"};
  EXPECT_THAT(FieldsOf(Validate(g, kToday)), ElementsAre("value"));
  g.value = {"5", "RMB"};
  EXPECT_THAT(FieldsOf(Validate(g, kToday)), ElementsAre("value"));
}

TEST(GiftTest, TheLimitNamesSumLimitAndWhatIsLeft) {
  const Gift g = Mooncakes();
  EXPECT_TRUE(CheckLimit(g, {.total = "5000", .fits = true}, true).ok());
  const absl::Status status =
      CheckLimit(g, {.total = "800", .limit = "1000", .left = "200", .fits = false}, true);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "GIFT_LIMIT");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("got 800 CNY in 2026 and may get 1000 CNY a year: 200 CNY is left"));
  // Figures that sum what the caller does not see are not told.
  const absl::Status blind =
      CheckLimit(g, {.total = "800", .limit = "1000", .left = "200", .fits = false}, false);
  EXPECT_EQ(ReasonOf(blind), "GIFT_LIMIT");
  EXPECT_THAT(std::string(blind.message()), ::testing::Not(::testing::HasSubstr("800")));
}

TEST(GiftTest, EveryVerbFromEveryState) {
  for (const char* state : {"pending", "approved", "refused", "cancelled"}) {
    Gift g = Mooncakes();
    g.state = state;
    Gift approved = g, refused = g, cancelled = g;
    const bool pending = g.state == "pending";
    EXPECT_EQ(Approve(approved, "zhao.min").ok(), pending) << state;
    EXPECT_EQ(Refuse(refused, "too much").ok(), pending || g.state == "approved") << state;
    EXPECT_EQ(CancelGift(cancelled, "twice").ok(), pending) << state;
  }
  Gift g = Mooncakes();
  EXPECT_THAT(FieldsOf(Refuse(g, " ")), ElementsAre("reason"));
  EXPECT_EQ(ReasonOf(Approve(g, "wang.li")), "OWN_GIFT");
  ASSERT_TRUE(Approve(g, "zhao.min").ok());
  ASSERT_TRUE(Refuse(g, "handed back").ok());
  EXPECT_EQ(g.approver, "");
  EXPECT_EQ(g.close_reason, "handed back");
}

TEST(GiftLimitTest, IsInItsCurrencyAndNotNegative) {
  EXPECT_TRUE(ValidateLimit("CNY", {}).ok());
  EXPECT_TRUE(ValidateLimit("CNY", {"0", "CNY"}).ok());
  EXPECT_THAT(FieldsOf(ValidateLimit("CNY", {"1", "USD"})), ElementsAre("amount"));
  EXPECT_THAT(FieldsOf(ValidateLimit("CNY", {"-1", "CNY"})), ElementsAre("amount"));
}

}  // namespace
}  // namespace mainstay::engagement
