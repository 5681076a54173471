#include "common/pg/savepoint.h"

#include <exception>

#include "common/pg/errors.h"

namespace mainstay::pg {

absl::Status Savepoints::Run(absl::FunctionRef<absl::Status()> body) {
  tx_.Exec(set_ ? "RELEASE SAVEPOINT part; SAVEPOINT part" : "SAVEPOINT part");
  set_ = true;
  absl::Status status;
  try {
    status = body();
  } catch (const std::exception& error) {
    Failure failure = Explain(error, nullptr);
    if (failure.lost || failure.conflict || failure.stale_plan) throw;
    status = std::move(failure.status);
    if (status.ok()) status = absl::InternalError(error.what());
  }
  if (!status.ok()) tx_.Exec("ROLLBACK TO SAVEPOINT part");
  return status;
}

}  // namespace mainstay::pg
