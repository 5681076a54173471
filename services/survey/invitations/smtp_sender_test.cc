// Against a real SMTP server, aiosmtpd.
#include "services/survey/invitations/smtp_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/survey/invitations/helper_process_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::HasSubstr;
using enum SendResult::Outcome;

constexpr char kServer[] = "services/survey/invitations/smtp_server_testing.py";

DeliverySettings Settings(const HelperProcess& server) {
  DeliverySettings settings;
  settings.smtp_url = absl::StrCat("smtp://127.0.0.1:", server.port());
  settings.smtp_require_tls = false;
  settings.mail_from = "kam@example.com";
  return settings;
}

OutgoingMessage MessageTo(const std::string& address) {
  return {.delivery_id = "0190a000-0000-7000-8000-000000000001",
          .number = 1,
          .invitation = "campaigns/x/invitations/y",
          .language = "zh",
          .name = "李伟",
          .email = address,
          .phone = "",
          .wechat = "",
          .subject = "提醒：诚邀您参与二〇二六年度客户满意度调查，我们非常重视您的宝贵意见",
          .text = "尊敬的李伟：\n\n请填写 <问卷>。\n.一行以点开头",
          .url = "https://kam.example.com/s/abc?a=1&b=2"};
}

TEST(SmtpSenderTest, AServerGetsTheMailAsItWasMeant) {
  HelperProcess server(kServer, {});
  ASSERT_GT(server.port(), 0) << "is python3-aiosmtpd there?";
  const auto sender = NewSmtpSender(Settings(server));
  for (int i = 0; i < 2; ++i) {
    const SendResult result = sender->Send(MessageTo("li.wei@example.com"));
    ASSERT_EQ(result.outcome, kSent) << result.detail;
    const auto mail = nlohmann::json::parse(server.ReadLine());
    EXPECT_EQ(mail["from"], "kam@example.com");
    EXPECT_EQ(mail["to"][0], "li.wei@example.com");
    EXPECT_EQ(mail["subject"],
              "提醒：诚邀您参与二〇二六年度客户满意度调查，我们非常重视您的宝贵意见");
    EXPECT_THAT(mail["to_head"].get<std::string>(), HasSubstr("李伟"));
    EXPECT_EQ(mail["message_id"], "<0190a000-0000-7000-8000-000000000001@example.com>")
        << "the same, however often";
    EXPECT_THAT(
        absl::StrReplaceAll(mail["text"].get<std::string>(), {{"\r\n", "\n"}}),
        HasSubstr("请填写 <问卷>。\n.一行以点开头\n\nhttps://kam.example.com/s/abc?a=1&b=2"));
    EXPECT_THAT(mail["html"].get<std::string>(),
                HasSubstr("href=\"https://kam.example.com/s/abc?a=1&amp;b=2\""));
    EXPECT_THAT(mail["html"].get<std::string>(), HasSubstr("&lt;问卷&gt;"));
  }
}

TEST(SmtpSenderTest, WhatComesBackForGoodIsABounce) {
  HelperProcess server(kServer, {});
  ASSERT_GT(server.port(), 0);
  const auto sender = NewSmtpSender(Settings(server));
  const SendResult gone = sender->Send(MessageTo("li@nobody.example"));
  EXPECT_EQ(gone.outcome, kBounced);
  EXPECT_THAT(gone.detail, HasSubstr("550 5.1.1 there is no such person"));
  EXPECT_EQ(sender->Send(MessageTo("li@busy.example")).outcome, kRefused);
  EXPECT_EQ(sender->Send(MessageTo("li@closing.example")).outcome, kAway) << "it is the server";
  EXPECT_EQ(sender->Send(MessageTo("no address")).outcome, kBounced);
  EXPECT_EQ(sender->Send(MessageTo("li@example.com")).outcome, kSent) << "the next one goes on";
}

TEST(SmtpSenderTest, AWrongPasswordIsOursToPutRight) {
  HelperProcess server(kServer, {"--auth"});
  ASSERT_GT(server.port(), 0);
  DeliverySettings settings = Settings(server);
  settings.smtp_user = "kam";
  settings.smtp_password = "wrong";
  EXPECT_EQ(NewSmtpSender(settings)->Send(MessageTo("li@example.com")).outcome, kAway);
  settings.smtp_password = "secret";
  const SendResult result = NewSmtpSender(settings)->Send(MessageTo("li@example.com"));
  EXPECT_EQ(result.outcome, kSent) << result.detail;
  EXPECT_EQ(nlohmann::json::parse(server.ReadLine())["user"], "kam");
}

TEST(SmtpSenderTest, WithoutAServerOrItsEncryptionItIsTriedAgain) {
  HelperProcess server(kServer, {});
  ASSERT_GT(server.port(), 0);
  DeliverySettings settings = Settings(server);
  settings.smtp_require_tls = true;
  EXPECT_EQ(NewSmtpSender(settings)->Send(MessageTo("li@example.com")).outcome, kAway);
  settings.smtp_url = "smtp://127.0.0.1:1";
  const SendResult nowhere = NewSmtpSender(settings)->Send(MessageTo("li@example.com"));
  EXPECT_EQ(nowhere.outcome, kAway);
  EXPECT_FALSE(nowhere.may_arrive);
}

}  // namespace
}  // namespace mainstay::survey
