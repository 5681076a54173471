#include "common/pg/advisory_lock.h"

#include <pqxx/pqxx>

namespace mainstay::pg {
namespace {

constexpr Statement kTry{"advisory_lock_try",
                         "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))"};

}  // namespace

bool TryAdvisoryLock(Tx& tx, std::string_view name) { return tx.Run(kTry, name)[0][0].as<bool>(); }

}  // namespace mainstay::pg
