// Invitations through another system, such as one of text messages or WeChat: a POST of JSON.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// The body says delivery, number, invitation, language, subject, text, url and recipient {name,
// email, phone, wechat}. Heads: X-Mainstay-Delivery, the delivery's id, the same however often it
// is sent; X-Mainstay-Timestamp, seconds since 1970; X-Mainstay-Signature, SignatureOf them.
// 2xx: taken. 410 or 422: this person cannot be reached, a bounce. Any other 4xx refuses this
// message for now, but for those that are about us or the load (401, 403, 404, 405, 407, 408, 429):
// these, anything else and no answer mean that the other side is away, for as long as it is.
std::unique_ptr<Sender> NewWebhookSender(const DeliverySettings& settings);

// "sha256=" and the hex of HMAC-SHA256 under `key` over "{timestamp}.{body}".
std::string SignatureOf(std::string_view key, std::string_view timestamp, std::string_view body);

}  // namespace mainstay::survey
