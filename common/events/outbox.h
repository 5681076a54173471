// The outbox: facts written in the same transaction as the change they tell of, which the relay
// (relay.h) then publishes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "common/trace/trace.h"

namespace mainstay::events {

// Into how many streams an area's events go. Fixed for ever.
inline constexpr int kPartitions = 16;

// One fact. The aggregate's row must be locked (or new) in the same transaction, so that versions
// follow the order of commits.
struct OutboxEvent {
  std::string account_id;      // bare UUID; orders the event among its account's
  std::string aggregate_type;  // "account", "order", …
  std::string aggregate_id;    // bare UUID
  int64_t aggregate_version;   // the version that the change made; unique for the aggregate
  std::string type;            // full name of the payload's message
  std::string payload;         // the message, serialized
  std::string actor;           // user id
  trace::TraceContext trace;
  absl::Time occurred_at;
};

// Partition of an account's events: 64-bit FNV-1a of the UUID's text, mod 16. Fixed for ever.
int PartitionOf(std::string_view account_id);

// The INSERT itself, for stores that write several rows in one statement, and its parameters in
// order ($1…$11): event_id, account_id, aggregate_type, aggregate_id, aggregate_version,
// partition, type, payload, trace, actor, occurred_at.
extern const std::string_view kInsertOutboxSql;
std::vector<pg::Param> OutboxParams(const OutboxEvent& event);

// Writes one event.
void Append(pg::Tx& tx, const OutboxEvent& event);
// Writes many in one statement.
void AppendAll(pg::Tx& tx, const std::vector<OutboxEvent>& events);

}  // namespace mainstay::events
