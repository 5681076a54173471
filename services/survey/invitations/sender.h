// What takes an invitation to a person.
#pragma once

#include <memory>
#include <string>

#include "services/survey/campaigns/delivery_settings.h"

namespace mainstay::survey {

// An invitation or a reminder on its way. Holds a secret and personal data: never logged.
struct OutgoingMessage {
  std::string delivery_id;  // bare UUID: the same however often it is tried
  int number = 0;           // 0: the invitation, then its reminders
  std::string invitation;   // resource name
  std::string language;     // "zh", "en"
  std::string name, email, phone, wechat;
  std::string subject, text;  // without the link
  std::string url;
};

struct SendResult {
  // Sent; come back for good, such as an address that does not exist; refused for now by whom it is
  // for, such as a full mailbox; or not said by anybody who could know, because the way there is
  // down: the other side cannot be reached, does not let us in, or takes nothing from anybody.
  enum class Outcome { kSent, kBounced, kRefused, kAway };
  Outcome outcome = Outcome::kAway;
  std::string detail;  // what the other side said, at most 500 characters; no personal data of ours
  // Of kAway: the whole message was handed over before the way broke, so that it may arrive.
  bool may_arrive = false;
};

// Used by one thread at a time. Send blocks for at most half a minute, and may be called again with
// the same message after it was sent: its delivery's id tells the other side.
class Sender {
 public:
  virtual ~Sender() = default;
  virtual SendResult Send(const OutgoingMessage& message) = 0;
};

// Those of the settings; null where there is none.
struct Senders {
  std::unique_ptr<Sender> email, webhook;
};
Senders MakeSenders(const DeliverySettings& settings);

// What a result keeps of what another program said: printable, at most 500 characters.
std::string DetailOf(const std::string& said);

}  // namespace mainstay::survey
