#include "services/survey/invitations/webhook_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "services/survey/invitations/helper_process_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::HasSubstr;
using enum SendResult::Outcome;

class WebhookSenderTest : public ::testing::Test {
 protected:
  SendResult SendTo(int http_status) {
    DeliverySettings settings;
    settings.webhook_url = absl::StrCat("http://127.0.0.1:", server_.port(), "/", http_status);
    settings.webhook_key = "0123456789abcdef";
    return NewWebhookSender(settings)->Send({.delivery_id = "0190a000",
                                             .number = 0,
                                             .invitation = "campaigns/x/invitations/y",
                                             .language = "en",
                                             .name = "Li \"Wei\"",
                                             .email = "",
                                             .phone = "+86 1",
                                             .wechat = "liwei",
                                             .subject = "s",
                                             .text = "请",
                                             .url = "https://kam.example.com/s/abc"});
  }
  HelperProcess server_{"services/survey/invitations/webhook_server_testing.py", {}};
};

TEST_F(WebhookSenderTest, TheOtherSideCanTellThatItWasUs) {
  ASSERT_GT(server_.port(), 0);
  ASSERT_EQ(SendTo(202).outcome, kSent);
  const auto request = nlohmann::json::parse(server_.ReadLine());
  EXPECT_EQ(request["delivery"], "0190a000");
  const auto body = request["body"].get<std::string>();
  EXPECT_EQ(request["signature"],
            SignatureOf("0123456789abcdef", request["timestamp"].get<std::string>(), body));
  const auto told = nlohmann::json::parse(body);
  EXPECT_EQ(told["recipient"]["name"], "Li \"Wei\"");
  EXPECT_EQ(told["url"], "https://kam.example.com/s/abc");
}

TEST_F(WebhookSenderTest, WhatTheAnswerMeans) {
  ASSERT_GT(server_.port(), 0);
  EXPECT_EQ(SendTo(422).outcome, kBounced);
  EXPECT_EQ(SendTo(410).outcome, kBounced);
  EXPECT_EQ(SendTo(400).outcome, kRefused);
  for (const int status : {401, 403, 404, 405, 407, 408, 429, 302, 503}) {
    EXPECT_EQ(SendTo(status).outcome, kAway) << status << ": not about this person";
  }
  const SendResult broken = SendTo(500);
  EXPECT_EQ(broken.outcome, kAway);
  EXPECT_TRUE(broken.may_arrive) << "who failed may have passed it on";
  EXPECT_THAT(broken.detail, HasSubstr("HTTP status 500: as asked"));
}

// Made by another implementation.
TEST(SignatureTest, IsHmacOfTimeAndBody) {
  EXPECT_EQ(SignatureOf("k", "1", "{}"),
            "sha256=3dd49b2593d0f9a349e9e71c4bde3e2b862c2be4003fe9b4ba81332029310158");
}

}  // namespace
}  // namespace mainstay::survey
