#include "services/survey/invitations/sender.h"

#include "common/text/rules.h"
#include "services/survey/invitations/mail_folder.h"
#include "services/survey/invitations/smtp_sender.h"
#include "services/survey/invitations/webhook_sender.h"

namespace mainstay::survey {

Senders MakeSenders(const DeliverySettings& settings) {
  Senders senders;
  if (!settings.smtp_url.empty()) {
    senders.email = NewSmtpSender(settings);
  } else if (!settings.mail_folder.empty()) {
    senders.email = NewMailFolder(settings);
  }
  if (!settings.webhook_url.empty()) senders.webhook = NewWebhookSender(settings);
  return senders;
}

std::string DetailOf(const std::string& said) { return text::Acceptable(text::Trim(said), 500); }

}  // namespace mainstay::survey
