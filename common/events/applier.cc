#include "common/events/applier.h"

#include <algorithm>

#include "common/pg/savepoint.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr absl::Duration kLookBehind = absl::Seconds(1);
// Events that share a savepoint: with more, a failure undoes more; with fewer, each costs more.
constexpr size_t kPart = 16;

}  // namespace

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
class Applier::Intake {
 public:
  Intake(const Applier& applier, pg::Tx& tx, absl::Time now)
      : applier_(applier), tx_(tx), now_(now) {}

  absl::StatusOr<Applied> Run(absl::Span<const v1::Event> events) {
    const Events fresh = Load(events);
    for (size_t i = 0; i < fresh.size(); i += kPart) {
      RETURN_IF_ERROR(TakePart(absl::MakeConstSpan(fresh).subspan(i, kPart)));
    }
    SavePositions(tx_, done_.moved);
    InsertBacklog(tx_, done_.rows);
    WakeHeads(tx_, done_.filled, now_);
    return std::move(done_.applied);
  }

 private:
  using Events = std::vector<const v1::Event*>;

  // What was done so far, beside what handlers wrote.
  struct Done {
    Positions moved;
    std::map<AccountKey, int64_t> heads;  // of all accounts that have open rows
    std::vector<BacklogRow> rows;
    std::set<AccountKey> filled;  // accounts with open rows for which something came after all
    Applied applied;
  };

  // Those that had not been received before.
  Events Load(absl::Span<const v1::Event> events) {
    std::vector<ReceivedEvent> received;
    std::set<AccountKey> accounts;
    for (const v1::Event& event : events) {
      received.push_back({event.event_id(), event.area(), event.seq()});
      accounts.insert(AccountOf(event));
      positions_[AggregateOf(event)] = 0;
    }
    std::set<std::string> ids;
    if (ByInbox()) ids = NoteReceived(tx_, received, now_);
    ReadPositions(tx_, &positions_);
    done_.heads = ReadHeads(tx_, accounts);
    Events fresh;
    for (const v1::Event& event : events) {
      if (!ByInbox() || ids.erase(event.event_id()) > 0) {
        fresh.push_back(&event);
      } else {
        Count(event, "duplicate");
      }
    }
    return fresh;
  }

  // A handler's failure undoes the part, which is then taken again without that event.
  absl::Status TakePart(absl::Span<const v1::Event* const> part) {
    const Done before = done_;
    while (true) {
      const v1::Event* event = nullptr;
      const absl::Status status = savepoints_.Run([&]() -> absl::Status {
        for (const v1::Event* next : part) {
          event = next;
          RETURN_IF_ERROR(Take(*next));
        }
        return absl::OkStatus();
      });
      if (status.ok() || IsOutage(status)) return status;
      BacklogRow& row = failed_[event] = RowOf(*event, kRetrying, now_);
      NoteFailure(status, now_, &row);
      done_ = before;
    }
  }

  absl::Status Take(const v1::Event& event) {
    const int64_t position = PositionOf(event);
    const auto head = done_.heads.find(AccountOf(event));
    const bool backlog = head != done_.heads.end();
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
      NoteGap(event, position, now_, &row, &done_.applied.wishes);
      Park(std::move(row));
    } else if (const auto failed = failed_.find(&event); failed != failed_.end()) {
      Count(event, "failed");
      Park(failed->second);
    } else {
      RETURN_IF_ERROR(applier_.Handle(tx_, event));
      Count(event, "applied");
      done_.moved[AggregateOf(event)] = event.aggregate_version();
      if (backlog) done_.filled.insert(AccountOf(event));
    }
    return absl::OkStatus();
  }

  int64_t PositionOf(const v1::Event& event) {
    const AggregateKey aggregate = AggregateOf(event);
    const auto moved = done_.moved.find(aggregate);
    return moved == done_.moved.end() ? positions_[aggregate] : moved->second;
  }

  void Park(BacklogRow row) {
    const auto [head, first] = done_.heads.emplace(AccountKey{row.area, row.account_id}, row.seq);
    if (!first) head->second = std::min(head->second, row.seq);
    done_.rows.push_back(std::move(row));
  }

  void Count(const v1::Event& event, const char* outcome) {
    ++done_.applied.outcomes[{event.area(), outcome}];
  }

  const Applier& applier_;
  pg::Tx& tx_;
  pg::Savepoints savepoints_{tx_};
  const absl::Time now_;
  Positions positions_;  // before this transaction
  std::map<const v1::Event*, BacklogRow> failed_;
  Done done_;
};

absl::StatusOr<Applied> Applier::TakeIn(pg::Tx& tx, absl::Span<const v1::Event> events,
                                        absl::Time now) const {
  return Intake(*this, tx, now).Run(events);
}

}  // namespace mainstay::events
