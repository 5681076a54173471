#include "services/survey/invitations/mail.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"

namespace mainstay::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDelivery[] = "0190a000-0000-7000-8000-000000000001";

OutgoingMessage Message() {
  return {.delivery_id = kDelivery,
          .number = 0,
          .invitation = "campaigns/x/invitations/y",
          .language = "zh",
          .name = "李\r\nBcc: all@example.com",
          .email = "li@example.com",
          .phone = "",
          .wechat = "",
          .subject = "诚邀您参与二〇二六年度客户满意度调查，我们非常重视您的宝贵意见和建议",
          .text = "您好 <李>\n请填写。",
          .url = "https://kam.example.com/s/abc"};
}

TEST(MailTest, IsOneThatMailSystemsTake) {
  const std::string mail = MailOf(Message(), "kam@example.com", absl::UnixEpoch());
  EXPECT_THAT(mail,
              HasSubstr("Message-ID: <0190a000-0000-7000-8000-000000000001@example.com>\r\n"));
  EXPECT_THAT(mail, HasSubstr("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"));
  EXPECT_THAT(mail, HasSubstr("Content-Language: zh-CN\r\n"));
  EXPECT_THAT(mail, HasSubstr("text/plain; charset=utf-8"));
  EXPECT_THAT(mail, HasSubstr("text/html; charset=utf-8"));
  EXPECT_THAT(mail, Not(HasSubstr("Bcc:"))) << "a name is no head of its own";
  for (const std::string_view line : absl::StrSplit(mail, "\r\n")) {
    EXPECT_LE(line.size(), 100u) << line;
    for (const char c : line) EXPECT_TRUE(c >= ' ' && c < 0x7f) << line;
  }
}

TEST(MailTest, TheSameDeliveryHasTheSameId) {
  EXPECT_EQ(DeliveryOf(MessageIdOf(kDelivery, "kam@example.com")), kDelivery);
  EXPECT_EQ(DeliveryOf(" 0190a000-0000-7000-8000-000000000001@example.com"), kDelivery);
  EXPECT_EQ(DeliveryOf("<somebody-elses@example.com>"), "");
}

TEST(MailTest, AddressesThatWouldBeSomethingElseAreNone) {
  EXPECT_TRUE(IsMailAddress("li.wei+kam@mail.example.com"));
  for (const char* text : {"", "li", "@example.com", "li@", "li@a@b", "li@example.com>", "a b@c.d",
                           "a@b.c\r\nRCPT TO:<x@y.z>", "a@b,c@d"}) {
    EXPECT_FALSE(IsMailAddress(text)) << text;
  }
}

}  // namespace
}  // namespace mainstay::survey
