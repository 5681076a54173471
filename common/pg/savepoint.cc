#include "common/pg/savepoint.h"

#include <exception>

#include "common/pg/errors.h"

namespace mainstay::pg {

absl::Status Savepoint(Tx& tx, absl::FunctionRef<absl::Status()> body) {
  tx.Exec("SAVEPOINT part");
  absl::Status status;
  try {
    status = body();
  } catch (const std::exception& error) {
    Failure failure = Explain(error, nullptr);
    if (failure.lost || failure.conflict || failure.stale_plan) throw;
    status = std::move(failure.status);
    if (status.ok()) status = absl::InternalError(error.what());
  }
  tx.Exec(status.ok() ? "RELEASE SAVEPOINT part"
                      : "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part");
  return status;
}

}  // namespace mainstay::pg
