// The events that could not be applied when they came; event_backlog in inbox.sql says how.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/pg/session.h"

namespace mainstay::events {

// An account as one area's events tell of it: what keeps its order.
struct AccountKey {
  std::string area, account_id;
  auto operator<=>(const AccountKey&) const = default;
};

inline constexpr std::string_view kGap = "gap", kWaiting = "waiting", kRetrying = "retrying",
                                  kDead = "dead", kReplayed = "replayed", kDiscarded = "discarded";

struct BacklogRow {
  std::string event_id, area;
  int partition;
  std::string account_id;
  int64_t seq;
  std::string type;
  std::string event;  // a mainstay.events.v1.Event, serialized
  std::string state;  // one of the above
  int attempts = 0;
  absl::Time next_attempt_time = absl::InfiniteFuture();
  std::string error;
  absl::Time create_time;
  std::string handled_by, reason;  // empty unless somebody replayed or discarded it
  absl::Time handle_time = absl::InfiniteFuture();
};

// The seq of the head of each of these accounts; those without an open row are left out.
std::map<AccountKey, int64_t> ReadHeads(pg::Tx& tx, const std::set<AccountKey>& accounts);

void InsertBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows);
// Writes state, attempts, next attempt and error.
void UpdateBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows);
// What becomes of open rows that were applied: a dead letter that somebody replayed is kept.
void ResolveBacklog(pg::Tx& tx, absl::Span<const BacklogRow> rows);

// The heads of these accounts are to be looked at now, unless they are dead.
void WakeHeads(pg::Tx& tx, const std::set<AccountKey>& accounts, absl::Time now);
// The rows behind these seqs of their accounts wait for something to happen.
void RestBehind(pg::Tx& tx, const std::map<AccountKey, int64_t>& heads);

// A partition of an area's stream.
struct AreaPartition {
  std::string area;
  int partition;
};
// Accounts with a row whose time has come, of these partitions, each once, those first that have
// waited longest. `limit`: of such rows, at least 1.
std::vector<AccountKey> DueAccounts(pg::Tx& tx, absl::Span<const AreaPartition> held,
                                    absl::Time now, int limit);

// The open rows of each of these accounts, the head first, at most `limit` of one; locked.
std::map<AccountKey, std::vector<BacklogRow>> LockOpenRows(pg::Tx& tx,
                                                           absl::Span<const AccountKey> accounts,
                                                           int limit);

// A page of the rows in `state`, oldest first, after the row with this time and id ("" and "" from
// the start).
std::vector<BacklogRow> ListBacklog(pg::Tx& tx, std::string_view state,
                                    const std::string& after_time, const std::string& after_id,
                                    int limit);
// A row, locked; nothing when there is none.
std::optional<BacklogRow> LockBacklogRow(pg::Tx& tx, const std::string& event_id);
// Writes state, attempts and next attempt, and who did it, when and why.
void HandleBacklogRow(pg::Tx& tx, const BacklogRow& row);

// How many rows each area has in each of the open states.
struct BacklogCount {
  std::string area, state;
  int64_t rows;
};
std::vector<BacklogCount> CountBacklog(pg::Tx& tx);

// Deletes at most `limit` replayed or discarded rows that were handled before `before`; how many.
int DeleteHandledBefore(pg::Tx& tx, absl::Time before, int limit);

}  // namespace mainstay::events
