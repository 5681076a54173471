// Clocks of cases in PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/feedback/sla/case_clock.h"

namespace mainstay::feedback {

absl::Status InsertClocks(pg::Tx& tx, const std::vector<CaseClock>& clocks);
// Writes clocks that were read with one of the Lock… functions.
void SaveClocks(pg::Tx& tx, const std::vector<CaseClock>& clocks);

// A case's clocks, in the order in which they are met.
std::vector<CaseClock> ReadClocks(pg::Tx& tx, const std::string& case_id);

// These lock what they return until the transaction ends. The latter two pass over what somebody
// else has locked, so that several instances share the work and nobody waits.
std::vector<CaseClock> LockClocks(pg::Tx& tx, const std::vector<std::string>& case_ids);
// At most `limit` that somebody has to look at by `now`, the longest waiting first.
std::vector<CaseClock> LockDueClocks(pg::Tx& tx, absl::Time now, int limit);
// At most `limit` open ones of which the account's tier, the policy in force or the calendar is
// another one than they were planned by.
std::vector<CaseClock> LockOutdatedClocks(pg::Tx& tx, int limit);

// Row by row, for what reads clocks together with their cases: MAINSTAY_CLOCK_COLUMNS of
// case_clocks k, from the column `first` on.
#define MAINSTAY_CLOCK_COLUMNS                                                                 \
  "k.clock_id, k.case_id, k.account_id, k.kind, k.version, k.start_time, k.pause_from, "       \
  "k.pause_to, k.undone_from, k.undone_to, k.met_time, k.withdraw_time, k.tier, k.policy_id, " \
  "k.policy_version, k.rule, k.calendar, k.calendar_version, k.target, k.at_risk_after, "      \
  "k.count_reopened, k.at_risk_time, k.due_time, k.next_check_time, k.at_risk_told, "          \
  "k.breach_told, k.level"
inline constexpr int kClockColumns = 27;
CaseClock ClockOfRow(const pqxx::row& row);

// What is told of a case when one of its clocks is: seen under the account that survived merges.
struct ClockCase {
  std::string id;
  std::string account_id;
  int64_t number = 0;
  CaseTraits traits;  // the tier of the account that survived
  absl::Time receive_time;
  absl::Time create_time;  // of the case: when it was entered
  std::string assignee;
  std::string owner;  // of the account
};
std::vector<ClockCase> ReadClockCases(pg::Tx& tx, const std::vector<std::string>& case_ids);

// The tiers of the accounts that these are seen under, one for each, in order.
std::vector<std::string> ReadTiers(pg::Tx& tx, const std::vector<std::string>& account_ids);

}  // namespace mainstay::feedback
