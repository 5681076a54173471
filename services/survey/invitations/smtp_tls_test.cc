// Mails go to the server that the operator means, and nobody on the way reads them: against a real
// SMTP server with TLS, aiosmtpd.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/testing/certificate.h"
#include "services/survey/invitations/helper_process_testing.h"
#include "services/survey/invitations/smtp_sender.h"

namespace mainstay::survey {
namespace {

using enum SendResult::Outcome;

constexpr char kServer[] = "services/survey/invitations/smtp_server_testing.py";

// How TLS begins: the server's option, and the scheme of its address.
struct Way {
  std::string option, scheme;
};

class SmtpTlsTest : public ::testing::TestWithParam<Way> {
 protected:
  DeliverySettings Settings(const std::string& host = "127.0.0.1") const {
    DeliverySettings settings;
    settings.smtp_url = absl::StrCat(GetParam().scheme, "://", host, ":", server_.port());
    settings.smtp_ca_file = certificate_.cert_file;
    settings.smtp_user = "kam";
    settings.smtp_password = "secret";
    settings.mail_from = "kam@example.com";
    return settings;
  }
  static SendResult Send(const DeliverySettings& settings) {
    OutgoingMessage message;
    message.delivery_id = "0190a000-0000-7000-8000-000000000001";
    message.language = "en";
    message.email = "li.wei@example.com";
    message.subject = "s";
    message.text = "t";
    message.url = "https://kam.example.com/s/abc";
    return NewSmtpSender(settings)->Send(message);
  }
  // It took nothing: the next mail that it got is this one.
  void ExpectNothingCame() {
    DeliverySettings settings = Settings();
    settings.mail_from = "next@example.com";
    ASSERT_EQ(Send(settings).outcome, kSent);
    EXPECT_EQ(nlohmann::json::parse(server_.ReadLine())["from"], "next@example.com");
  }

  const testing::Certificate certificate_{"smtp"}, other_{"smtp_other"};
  HelperProcess server_{
      kServer, {"--auth", GetParam().option, certificate_.cert_file, certificate_.key_file}};
};

TEST_P(SmtpTlsTest, MailsAndPasswordsGoEncrypted) {
  ASSERT_GT(server_.port(), 0) << "is python3-aiosmtpd there?";
  const SendResult result = Send(Settings());
  ASSERT_EQ(result.outcome, kSent) << result.detail;
  const auto mail = nlohmann::json::parse(server_.ReadLine());
  EXPECT_EQ(mail["tls"], true);
  EXPECT_EQ(mail["user"], "kam");
}

TEST_P(SmtpTlsTest, AServerThatNobodyVouchesForGetsNothing) {
  ASSERT_GT(server_.port(), 0);
  DeliverySettings settings = Settings();
  settings.smtp_ca_file = other_.cert_file;
  EXPECT_EQ(Send(settings).outcome, kAway) << "signed by somebody else";
  settings.smtp_ca_file = "";
  EXPECT_EQ(Send(settings).outcome, kAway) << "not by those that the system knows";
  settings.smtp_ca_file = "/nowhere.pem";
  EXPECT_EQ(Send(settings).outcome, kAway);
  // Encryption that nobody insists on is still with the right one.
  settings.smtp_ca_file = other_.cert_file;
  settings.smtp_require_tls = false;
  EXPECT_EQ(Send(settings).outcome, kAway);
  ExpectNothingCame();
}

TEST_P(SmtpTlsTest, ACertificateOfAnotherHostIsNone) {
  ASSERT_GT(server_.port(), 0);
  EXPECT_EQ(Send(Settings("localhost")).outcome, kAway) << "it is one for 127.0.0.1";
  ExpectNothingCame();
}

INSTANTIATE_TEST_SUITE_P(Ways, SmtpTlsTest,
                         ::testing::Values(Way{"--starttls", "smtp"}, Way{"--smtps", "smtps"}),
                         [](const auto& info) { return info.param.scheme; });

}  // namespace
}  // namespace mainstay::survey
