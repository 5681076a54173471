// What changed on orders, out of what they were before (order_revisions).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/history/change.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// At most `limit` changes of an order after `cursor`: newest version first, and within it by field:
// kind, order_time, currency_code, total, line_count, lines. The first version is one change
// "create", every later one "replace". The reason is the one given, or "tradeImports/{uuid}". The
// caller has found the order in the scope in the same transaction.
std::vector<history::RecordedChange> ReadOrderChanges(
    pg::Tx& tx, const std::string& order_id, const std::optional<history::ChangeCursor>& cursor,
    int limit);

}  // namespace mainstay::accounts
