// Advisory locks that last as long as a connection: who holds them is alone at a piece of work.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/pg/session.h"

namespace mainstay::pg {

// The locks of one session, told apart by their index in `names`. When the connection is lost they
// are lost with it, all at once, and PostgreSQL gives them to whoever asks next. Not thread-safe:
// the session's thread.
class SessionLocks {
 public:
  // `session` must outlive this. Names are the database's; see TryAdvisoryLock.
  SessionLocks(Session* session, std::vector<std::string> names);

  // Asks for every lock that is not held, without waiting; the indices newly taken, ascending.
  absl::StatusOr<std::vector<size_t>> TryMissing();

  // What is held, ascending; empty after Check has found them lost.
  const std::vector<size_t>& held() const { return held_; }

  // To be called first in each transaction of the session that relies on the locks: ABORTED when
  // its connection is not the one that took them, and then none is held any more. While it says OK
  // no other session holds them until this transaction has ended.
  absl::Status Check();

 private:
  Session* const session_;
  const std::vector<std::string> names_;
  std::vector<size_t> held_;
  int64_t connection_ = 0;  // the session's, that took them
};

}  // namespace mainstay::pg
