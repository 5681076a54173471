#include "common/events/event_rules.h"

#include <algorithm>

#include "common/events/outbox.h"
#include "common/fault/fault.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr size_t kErrorBytes = 1000;  // kept of a failure's text

}  // namespace

bool IsOutage(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
      return true;
    default: {
      const auto detail = status::GetErrorDetail(status);
      return detail.has_value() && detail->reason == "COMMIT_IN_DOUBT";
    }
  }
}

absl::Duration BackoffAfter(int attempt) {
  constexpr absl::Duration kBackoffs[] = {absl::Milliseconds(200), absl::Seconds(1),
                                          absl::Seconds(5), absl::Seconds(20)};
  return kBackoffs[std::clamp(attempt, 1, 4) - 1];
}

AggregateKey AggregateOf(const v1::Event& event) {
  return {event.area(), event.aggregate_type(), event.aggregate_id()};
}

AccountKey AccountOf(const v1::Event& event) { return {event.area(), event.account_id()}; }

BacklogRow RowOf(const v1::Event& event, std::string_view state, absl::Time now) {
  return {.event_id = event.event_id(),
          .area = event.area(),
          .partition = PartitionOf(event.account_id()),
          .account_id = event.account_id(),
          .seq = event.seq(),
          .type = event.type(),
          .event = event.SerializeAsString(),
          .state = std::string(state),
          .create_time = now};
}

void NoteFailure(const absl::Status& status, absl::Time now, BacklogRow* row) {
  row->attempts = row->state == kRetrying ? row->attempts + 1 : 1;
  row->error = status.ToString(absl::StatusToStringMode::kWithNoExtraData).substr(0, kErrorBytes);
  // Whatever it quotes, PostgreSQL must be able to hold it.
  std::replace_if(
      row->error.begin(), row->error.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  const bool dead = row->attempts >= kAttempts;
  row->state = dead ? kDead : kRetrying;
  row->next_attempt_time = dead ? absl::InfiniteFuture() : now + BackoffAfter(row->attempts);
  log::Warning(dead ? "an event is a dead letter" : "an event's handler failed",
               {{"area", row->area},
                {"event_id", row->event_id},
                {"type", row->type},
                {"attempt", int64_t{row->attempts}},
                {"error", row->error}});
}

bool NoteGap(const v1::Event& event, int64_t position, absl::Time now, BacklogRow* row,
             Wishes* wishes) {
  const int wished = row->state == kGap ? row->attempts : 0;
  if (wished >= kWishes) return false;
  row->state = kGap;
  row->attempts = wished + 1;
  row->next_attempt_time = now + kWishInterval;
  wishes->push_back({{event.area(), PartitionOf(event.account_id())},
                     {.aggregate_type = event.aggregate_type(),
                      .aggregate_id = event.aggregate_id(),
                      .first_version = position + 1,
                      .last_version = event.aggregate_version() - 1}});
  return true;
}

bool ByInbox() { return fault::Point("mutation.consumer_no_inbox").ok(); }
bool ByVersion() { return fault::Point("mutation.consumer_no_versions").ok(); }

}  // namespace mainstay::events
