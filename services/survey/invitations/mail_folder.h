// Mails as files of a folder: for a mail system that picks them up, and for developers to read.
#pragma once

#include <memory>

#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// Each mail is "{delivery}.eml" in settings.mail_folder, which is made if it is not there. A file
// appears whole; one that is sent twice stands there once.
std::unique_ptr<Sender> NewMailFolder(const DeliverySettings& settings);

}  // namespace mainstay::survey
