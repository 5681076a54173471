// An invitation as a mail (RFC 5322): text and HTML beside each other, in UTF-8.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// The Message-ID of a delivery, the same however often it is sent: "<{uuid}@{domain of from}>".
std::string MessageIdOf(std::string_view delivery_id, std::string_view from);

// The delivery of a Message-ID, with or without angle brackets; empty for what is none of ours.
std::string DeliveryOf(std::string_view message_id);

// Whether an address can stand in a mail's envelope and head: one "@", no spaces, no line breaks.
bool IsMailAddress(std::string_view address);

// The whole mail, lines ended by CR LF. `from`: an address.
std::string MailOf(const OutgoingMessage& message, std::string_view from, absl::Time now);

}  // namespace mainstay::survey
