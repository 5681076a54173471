// How promises were kept, counted in PostgreSQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

struct CommitmentStatsQuery {
  std::string account_id;            // resolved; empty: every account in the scope
  std::string group_by = "account";  // "account", "promiser", "month"
  std::string party;                 // empty: both
  absl::Time start = absl::InfinitePast(), end = absl::InfiniteFuture();  // of due times
  std::string time_zone;                                                  // of months
  absl::Time now;                  // what is overdue is so then
  std::vector<std::string> after;  // of the last group of the page before: rank and key
  int limit = 50;
};

struct CommitmentCounts {
  // Account's id, promiser, or month as "2026-03"; empty for the total.
  std::string key;
  std::string account_display_name;
  int64_t on_time = 0, after_renegotiation = 0, late = 0, broken = 0, overdue = 0;
  int64_t open = 0;  // not due yet

  int64_t due() const { return on_time + after_renegotiation + late + broken + overdue; }
};

struct CommitmentStats {
  CommitmentCounts total;
  std::vector<CommitmentCounts> groups;  // months newest first; others with the most due first
  std::vector<std::string> next;         // CommitmentStatsQuery::after of the next page
};

// Of all but cancelled commitments, by the time agreed last.
CommitmentStats CountCommitments(pg::Tx& tx, const CommitmentStatsQuery& query,
                                 const auth::AccountScope& scope);

}  // namespace mainstay::engagement
