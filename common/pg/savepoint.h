// Parts of a transaction that may fail alone.
#pragma once

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/pg/session.h"

namespace mainstay::pg {

// Those of one transaction, one after the other; each costs one round trip.
class Savepoints {
 public:
  explicit Savepoints(Tx& tx) : tx_(tx) {}

  // Runs `body`, the next part: when it returns an error, or a statement in it fails, what it did
  // is undone, the error (as Session would have told it, without messages by constraint) is
  // returned, and the transaction goes on. What only the whole transaction can answer — a lost
  // connection, a conflict with another transaction — goes through to the Session. Not nested.
  absl::Status Run(absl::FunctionRef<absl::Status()> body);

 private:
  Tx& tx_;
  bool set_ = false;  // the last part's savepoint is there still
};

}  // namespace mainstay::pg
