// The limits of gifts, and what people got, in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/engagement/gifts/gift_limit.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kGiftLimitChanges =
    MAINSTAY_CHANGE_TABLE("gift_limit_changes", "limit_id");

// One with version 0 when it was never set.
GiftLimit ReadGiftLimit(pg::Tx& tx, const std::string& currency);
// The same, locked until the transaction ends.
GiftLimit LockGiftLimit(pg::Tx& tx, const std::string& currency);
// Those that are set, by currency.
std::vector<GiftLimit> ListGiftLimits(pg::Tx& tx);
// The next version of one that was read with LockGiftLimit; of a first one the other of two writers
// fails by the constraint gift_limits_pkey.
void SaveGiftLimit(pg::Tx& tx, const GiftLimit& limit);

// What one recipient got in a year, in one currency. Decimals.
struct GiftTotal {
  std::string direction;   // "given", "received"
  std::string recipient;   // contact's id of what was given, our user of what was received
  std::string account_id;  // of a contact: the account that they are seen under
  std::string currency;
  std::string total;  // pending and approved
  int count = 0;
  int refused = 0;
  std::string limit, left;  // empty: no limit
};
// The totals after `after` (direction, recipient, currency; empty: from the first), of one account,
// resolved by the caller; with an empty `account_id` of every account in the scope.
std::vector<GiftTotal> ListGiftTotals(pg::Tx& tx, int year, const std::string& account_id,
                                      const auth::AccountScope& scope,
                                      const std::vector<std::string>& after, int limit);

}  // namespace mainstay::engagement
