// Locks by name that are nobody's row.
#pragma once

#include <string_view>

#include "common/pg/session.h"

namespace mainstay::pg {

// Takes the lock `name` until the transaction ends; false when another transaction has it. Names
// are the database's: two that hash alike (64 bits) share a lock.
bool TryAdvisoryLock(Tx& tx, std::string_view name);

}  // namespace mainstay::pg
