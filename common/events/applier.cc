#include "common/events/applier.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/events/outbox.h"
#include "common/fault/fault.h"
#include "common/log/log.h"
#include "common/pg/savepoint.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr absl::Duration kLookBehind = absl::Seconds(1);
constexpr size_t kErrorBytes = 1000;  // kept of a failure's text

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

// The row after its handler has failed once more.
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

// The row while the versions after `position` are missing. False when there were wishes enough.
bool NoteGap(const v1::Event& event, int64_t position, absl::Time now, BacklogRow* row,
             Applied* applied) {
  const int wishes = row->state == kGap ? row->attempts : 0;
  if (wishes >= kWishes) return false;
  row->state = kGap;
  row->attempts = wishes + 1;
  row->next_attempt_time = now + kWishInterval;
  applied->wishes.push_back({{event.area(), PartitionOf(event.account_id())},
                             {.aggregate_type = event.aggregate_type(),
                              .aggregate_id = event.aggregate_id(),
                              .first_version = position + 1,
                              .last_version = event.aggregate_version() - 1}});
  return true;
}

// The guards that the tests of the tests want to miss.
bool ByInbox() { return fault::Point("mutation.consumer_no_inbox").ok(); }
bool ByVersion() { return fault::Point("mutation.consumer_no_versions").ok(); }

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

Applier::Applier(std::vector<Subscription> subscriptions) {
  for (Subscription& subscription : subscriptions) {
    std::string area = subscription.area;
    by_area_.emplace(std::move(area), std::move(subscription));
  }
}

absl::Status Applier::Handle(pg::Tx& tx, const v1::Event& event) const {
  const auto area = by_area_.find(event.area());
  if (area == by_area_.end()) return absl::OkStatus();
  const auto handler = area->second.handlers.find(event.type());
  return handler == area->second.handlers.end() ? absl::OkStatus() : handler->second(tx, event);
}

// One transaction's new events.
class Applier::Batch {
 public:
  Batch(const Applier& applier, pg::Tx& tx, absl::Time now, bool careful)
      : applier_(applier), tx_(tx), now_(now), careful_(careful) {}

  absl::StatusOr<Applied> Run(absl::Span<const v1::Event> events) {
    Load(events);
    for (const v1::Event& event : events) {
      if (ByInbox() && fresh_.erase(event.event_id()) == 0) {
        Count(event, "duplicate");
        continue;
      }
      RETURN_IF_ERROR(Take(event));
    }
    SavePositions(tx_, moved_);
    InsertBacklog(tx_, rows_);
    WakeHeads(tx_, filled_, now_);
    return std::move(applied_);
  }

 private:
  void Load(absl::Span<const v1::Event> events) {
    std::vector<ReceivedEvent> received;
    std::set<AccountKey> accounts;
    for (const v1::Event& event : events) {
      received.push_back({event.event_id(), event.area(), event.seq()});
      accounts.insert(AccountOf(event));
      positions_[AggregateOf(event)] = 0;
    }
    if (ByInbox()) fresh_ = NoteReceived(tx_, received, now_);
    ReadPositions(tx_, &positions_);
    heads_ = ReadHeads(tx_, accounts);
  }

  absl::Status Take(const v1::Event& event) {
    const int64_t position = positions_[AggregateOf(event)];
    const auto head = heads_.find(AccountOf(event));
    const bool backlog = head != heads_.end();
    if (ByVersion() && event.aggregate_version() <= position) {
      Count(event, "stale");
    } else if (backlog && head->second < event.seq()) {
      Count(event, "waiting");
      BacklogRow row = RowOf(event, kWaiting, now_);
      // Somebody may be discarding the head at this moment, and will not see this row.
      row.next_attempt_time = now_ + kLookBehind;
      Park(std::move(row));
    } else if (ByVersion() && event.aggregate_version() > position + 1) {
      Count(event, "gap");
      BacklogRow row = RowOf(event, kGap, now_);
      NoteGap(event, position, now_, &row, &applied_);
      Park(std::move(row));
    } else {
      RETURN_IF_ERROR(Apply(event));
      if (backlog) filled_.insert(AccountOf(event));
    }
    return absl::OkStatus();
  }

  absl::Status Apply(const v1::Event& event) {
    if (careful_) {
      const absl::Status status = savepoints_.Run([&] { return applier_.Handle(tx_, event); });
      if (!status.ok()) {
        if (IsOutage(status)) return status;
        Count(event, "failed");
        BacklogRow row = RowOf(event, kRetrying, now_);
        NoteFailure(status, now_, &row);
        Park(std::move(row));
        return absl::OkStatus();
      }
    } else {
      RETURN_IF_ERROR(applier_.Handle(tx_, event));
    }
    Count(event, "applied");
    positions_[AggregateOf(event)] = moved_[AggregateOf(event)] = event.aggregate_version();
    return absl::OkStatus();
  }

  void Park(BacklogRow row) {
    const auto [head, first] = heads_.emplace(AccountKey{row.area, row.account_id}, row.seq);
    if (!first) head->second = std::min(head->second, row.seq);
    rows_.push_back(std::move(row));
  }

  void Count(const v1::Event& event, const char* outcome) {
    ++applied_.outcomes[{event.area(), outcome}];
  }

  const Applier& applier_;
  pg::Tx& tx_;
  pg::Savepoints savepoints_{tx_};
  const absl::Time now_;
  const bool careful_;
  std::set<std::string> fresh_;
  Positions positions_, moved_;
  std::map<AccountKey, int64_t> heads_;
  std::vector<BacklogRow> rows_;
  std::set<AccountKey> filled_;  // accounts with open rows for which something came after all
  Applied applied_;
};

absl::StatusOr<Applied> Applier::TakeIn(pg::Tx& tx, absl::Span<const v1::Event> events,
                                        absl::Time now, bool careful) const {
  return Batch(*this, tx, now, careful).Run(events);
}

// One transaction's part of an account's backlog.
class Applier::Chain {
 public:
  Chain(const Applier& applier, pg::Tx& tx, absl::Time now)
      : applier_(applier), tx_(tx), now_(now) {}

  absl::StatusOr<Applied> Run(std::vector<BacklogRow> rows, size_t limit) {
    for (BacklogRow& row : rows) {
      const bool due = &row != &rows.front() || row.next_attempt_time <= now_;
      bool gone = false;
      if (due && row.state != kDead) {
        ASSIGN_OR_RETURN(gone, Look(row));
      }
      if (gone) continue;
      RestBehind(tx_, row);
      return std::move(applied_);
    }
    applied_.more = rows.size() == limit;
    if (applied_.more) WakeHeads(tx_, {{rows[0].area, rows[0].account_id}}, now_);
    return std::move(applied_);
  }

 private:
  // Whether the row is open no more.
  absl::StatusOr<bool> Look(BacklogRow& row) {
    v1::Event event;
    if (!event.ParseFromString(row.event)) return absl::InternalError("a backlog row is damaged");
    Positions position = {{AggregateOf(event), 0}};
    ReadPositions(tx_, &position);
    int64_t& version = position.begin()->second;
    if (event.aggregate_version() <= version) {
      Count(event, "stale");
      ResolveBacklog(tx_, row);
      return true;
    }
    if (ByVersion() && event.aggregate_version() > version + 1) {
      if (NoteGap(event, version, now_, &row, &applied_)) {
        UpdateBacklog(tx_, row);
        return false;
      }
      Count(event, "gap_skipped");
      log::Warning("missing events are not to be had; going on without them",
                   {{"area", row.area}, {"event_id", row.event_id}, {"type", row.type}});
    }
    const absl::Status status = savepoints_.Run([&] { return applier_.Handle(tx_, event); });
    if (IsOutage(status)) return status;
    if (!status.ok()) {
      Count(event, "failed");
      NoteFailure(status, now_, &row);
      UpdateBacklog(tx_, row);
      return false;
    }
    Count(event, "applied");
    version = event.aggregate_version();
    SavePositions(tx_, position);
    ResolveBacklog(tx_, row);
    return true;
  }

  void Count(const v1::Event& event, const char* outcome) {
    ++applied_.outcomes[{event.area(), outcome}];
  }

  const Applier& applier_;
  pg::Tx& tx_;
  pg::Savepoints savepoints_{tx_};
  const absl::Time now_;
  Applied applied_;
};

absl::StatusOr<Applied> Applier::WorkOff(pg::Tx& tx, const AccountKey& account, absl::Time now,
                                         int limit) const {
  return Chain(*this, tx, now).Run(LockOpenRows(tx, account, limit), static_cast<size_t>(limit));
}

}  // namespace mainstay::events
