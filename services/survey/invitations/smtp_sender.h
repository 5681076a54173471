// Mails by SMTP, over libcurl.
#pragma once

#include <memory>

#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// settings.smtp_url: "smtp://host:587" (STARTTLS as settings.smtp_require_tls says) or
// "smtps://host:465". Keeps the connection between mails. A 5xx about the recipient or the mail
// itself is a bounce; about anything else, such as our own sender or password, it is tried again,
// as an operator can put it right.
std::unique_ptr<Sender> NewSmtpSender(const DeliverySettings& settings);

}  // namespace mainstay::survey
