// Facts of aggregates as rows of the outbox: what the *_events.cc of every feature build.
#pragma once

#include <cstdint>
#include <string>

#include <google/protobuf/message.h>

#include "common/events/outbox.h"
#include "common/history/change.h"

namespace mainstay::events {

// The account id of facts that are of no account: they are ordered among themselves.
inline constexpr char kNoAccount[] = "00000000-0000-0000-0000-000000000000";

// Whose fact, at which of its versions. Fields as in OutboxEvent.
struct Aggregate {
  std::string account_id;
  std::string type;
  std::string id;
  int64_t version;
};

// `payload` as a fact of that version, told by whoever writes in `context`.
inline OutboxEvent EventOf(const Aggregate& aggregate, const google::protobuf::Message& payload,
                           const history::WriteContext& context) {
  return {.account_id = aggregate.account_id,
          .aggregate_type = aggregate.type,
          .aggregate_id = aggregate.id,
          .aggregate_version = aggregate.version,
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString(),
          .actor = context.actor,
          .trace = context.trace,
          .occurred_at = context.now};
}

}  // namespace mainstay::events
