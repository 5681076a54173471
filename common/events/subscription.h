// What a service does with the events of other areas.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include <mainstay/events/v1/event.pb.h>

#include "absl/status/status.h"
#include "common/pg/session.h"

namespace mainstay::events {

// An event's effect: in the transaction, and nowhere else, so that it happens exactly once. Runs on
// the consumer's thread, and may run again after a failure, when everything it wrote is undone.
// An error of the kind that passes (UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED) is
// tried again until it has passed, and holds up everything; any other is the event's own: tried
// five times within half a minute, then a dead letter, behind which its account waits.
using Handler = std::function<absl::Status(pg::Tx&, const v1::Event&)>;

// The events of one area. A copyable value.
struct Subscription {
  std::string area;  // "accounts"
  // By the full name of the payload's message. Types without a handler pass by.
  std::map<std::string, Handler, std::less<>> handlers;

  // Adds a handler for a type of payload: absl::Status handle(pg::Tx&, const v1::Event&, const P&).
  template <class Payload, class F>
  Subscription& On(F handle) {
    handlers[Payload::descriptor()->full_name()] =
        [handle = std::move(handle)](pg::Tx& tx, const v1::Event& event) -> absl::Status {
      Payload payload;
      if (!payload.ParseFromString(event.payload())) {
        return absl::InternalError("the event's payload cannot be parsed");
      }
      return handle(tx, event, payload);
    };
    return *this;
  }
};

}  // namespace mainstay::events
