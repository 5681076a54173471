// Locks by name that are nobody's row.
#pragma once

#include <cstdint>
#include <string_view>

#include "common/pg/session.h"

namespace mainstay::pg {

// The number that stands for the lock `name` in every process: the first 64 bits of its SHA-256, so
// that names of different locks do not meet. For TxOptions::locks.
int64_t AdvisoryKey(std::string_view name);

// Takes the lock until the transaction ends; false when another transaction has it.
bool TryAdvisoryLock(Tx& tx, std::string_view name);

}  // namespace mainstay::pg
