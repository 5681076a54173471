// From a file's orders (trade_accounts and trade_incoming of staging_store.h) to the books,
// set-based. On the way trade_outcome, a temporary table too, says what became of each order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/accounts/trade/trade_file.h"
#include "services/accounts/trade/trade_import.h"

namespace mainstay::accounts {

// A customer of the file that has no account.
struct FileCustomer {
  std::string external_id;
  std::string name;    // as in the file; may be empty
  std::string region;  // of the newest line; may be empty
};

// Rejects the lines of customers whose external id has control characters as BAD_CUSTOMER.
void RejectBadCustomers(pg::Tx& tx, const std::string& import_id);
// At most `limit` external ids after `after` (empty: from the beginning), in order.
std::vector<std::string> FileExternalIds(pg::Tx& tx, const std::string& after, int limit);
// Sets the account ids of external ids, place by place.
void SetAccountIds(pg::Tx& tx, const std::vector<std::string>& external_ids,
                   const std::vector<std::string>& account_ids);
// At most `limit` customers that still have no account id, in order.
std::vector<FileCustomer> UnknownCustomers(pg::Tx& tx, int limit);
// Rejects the lines of customers without an account id as UNKNOWN_CUSTOMER.
void RejectUnknownCustomers(pg::Tx& tx, const std::string& import_id);

// Locks the trade of every account of the file and of those that they were merged into, in id
// order, so that whoever records orders for one of them waits. Creates trade_survivors.
void LockLedgers(pg::Tx& tx);

// An account whose newest line in the file is newer than the one its region came from. Lines of an
// account that was merged tell the region of the survivor.
struct FileRegion {
  std::string account_id;  // the survivor
  std::string region;
};
std::vector<FileRegion> TakeRegions(pg::Tx& tx, const TradeFile& file);

// Rejected records by reason, the most frequent first.
std::vector<std::pair<std::string, int64_t>> CountRejects(pg::Tx& tx, const std::string& import_id);

// Who applies, when, for which import.
struct ApplyContext {
  std::string import_id;
  std::string actor;
  absl::Time now;
};
// Inserts new orders, replaces those with other content and keeps what they were in
// order_revisions, leaves the others alone. Creates trade_outcome.
void ApplyOrders(pg::Tx& tx, const ApplyContext& context);

// Counts and net sales of trade_outcome into `result`.
void CountOutcome(pg::Tx& tx, TradeImportResult& result);

// What changed in one account's trade, with the ledger's new version.
struct LedgerChange {
  std::string account_id;
  int64_t version = 0;
  int64_t orders_created = 0;
  int64_t orders_replaced = 0;
  absl::Time earliest;  // of the orders
  absl::Time latest;
};
// Moves the ledgers of the accounts whose orders changed one version on.
std::vector<LedgerChange> AdvanceLedgers(pg::Tx& tx);

}  // namespace mainstay::accounts
