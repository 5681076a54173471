// Applier::WorkOff: what waits in the backlog.
#include <utility>

#include "common/events/applier.h"
#include "common/log/log.h"
#include "common/pg/savepoint.h"
#include "common/status/status.h"

namespace mainstay::events {

// One transaction's part of it.
class Applier::Backlog {
 public:
  Backlog(const Applier& applier, pg::Tx& tx, absl::Time now)
      : applier_(applier), tx_(tx), now_(now) {}

  absl::StatusOr<Applied> Run(absl::Span<const AccountKey> accounts, int limit,
                              absl::FunctionRef<bool()> go_on) {
    Load(accounts, limit);
    absl::Status outage;
    for (const AccountKey& account : accounts) {
      if (&account != &accounts.front() && !go_on()) break;
      absl::Status status = Follow(account, chains_[account], static_cast<size_t>(limit));
      if (status.ok()) continue;
      // It may be this account's alone: what the others and its first rows did stays, and its next
      // row comes again behind theirs.
      outage = std::move(status);
      unfinished_.insert(account);
    }
    if (!outage.ok() && resolved_.empty() && heads_.empty()) return outage;
    SavePositions(tx_, moved_);
    UpdateBacklog(tx_, kept_);
    ResolveBacklog(tx_, resolved_);
    RestBehind(tx_, heads_);
    WakeHeads(tx_, unfinished_, now_);
    return std::move(applied_);
  }

 private:
  struct Link {
    BacklogRow row;
    bool readable;
    v1::Event event;
  };

  void Load(absl::Span<const AccountKey> accounts, int limit) {
    for (auto& [account, rows] : LockOpenRows(tx_, accounts, limit)) {
      for (BacklogRow& row : rows) {
        v1::Event event;
        const bool readable = event.ParseFromString(row.event);
        if (readable) positions_[AggregateOf(event)] = 0;
        chains_[account].push_back({std::move(row), readable, std::move(event)});
      }
    }
    ReadPositions(tx_, &positions_);
  }

  // An account's rows, from the head to the first that stays. An outage leaves its row as it is.
  absl::Status Follow(const AccountKey& account, std::vector<Link>& chain, size_t limit) {
    for (Link& link : chain) {
      const bool due = &link != &chain.front() || link.row.next_attempt_time <= now_;
      bool gone = false;
      if (due && link.row.state != kDead) {
        ASSIGN_OR_RETURN(gone, Look(link));
        (gone ? resolved_ : kept_).push_back(link.row);
      }
      if (gone) continue;
      heads_[account] = link.row.seq;
      return absl::OkStatus();
    }
    if (chain.size() == limit) unfinished_.insert(account);
    return absl::OkStatus();
  }

  // Whether the row is open no more.
  absl::StatusOr<bool> Look(Link& link) {
    BacklogRow& row = link.row;
    if (!link.readable) {
      NoteFailure(absl::InternalError("the row is damaged"), now_, &row);
      return false;
    }
    const v1::Event& event = link.event;
    int64_t& position = positions_[AggregateOf(event)];
    if (event.aggregate_version() <= position) {
      Count(row, "stale");
      return true;
    }
    if (ByVersion() && event.aggregate_version() > position + 1) {
      if (NoteGap(event, position, now_, &row, &applied_.wishes)) return false;
      Count(row, "gap_skipped");
      log::Warning("missing events are not to be had; going on without them",
                   {{"area", row.area}, {"event_id", row.event_id}, {"type", row.type}});
    }
    const absl::Status status = savepoints_.Run([&] { return applier_.Handle(tx_, event); });
    if (IsOutage(status)) return status;
    if (!status.ok()) {
      Count(row, "failed");
      NoteFailure(status, now_, &row);
      return false;
    }
    Count(row, "applied");
    position = moved_[AggregateOf(event)] = event.aggregate_version();
    return true;
  }

  void Count(const BacklogRow& row, const char* outcome) {
    ++applied_.outcomes[{row.area, outcome}];
  }

  const Applier& applier_;
  pg::Tx& tx_;
  pg::Savepoints savepoints_{tx_};
  const absl::Time now_;
  std::map<AccountKey, std::vector<Link>> chains_;
  Positions positions_, moved_;
  std::vector<BacklogRow> kept_, resolved_;  // open still, and open no more
  std::map<AccountKey, int64_t> heads_;      // that stay: their seq
  std::set<AccountKey> unfinished_;          // with more rows that may go
  Applied applied_;
};

absl::StatusOr<Applied> Applier::WorkOff(pg::Tx& tx, absl::Span<const AccountKey> accounts,
                                         absl::Time now, int limit,
                                         absl::FunctionRef<bool()> go_on) const {
  return Backlog(*this, tx, now).Run(accounts, limit, go_on);
}

}  // namespace mainstay::events
