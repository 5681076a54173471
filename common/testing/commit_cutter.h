// A proxy before PostgreSQL's socket that loses the answer to a COMMIT: the transaction is
// committed, but its client will never hear of it.
#pragma once

#include <memory>
#include <string>

namespace mainstay::testing {

// Thread-safe.
class CommitCutter {
 public:
  virtual ~CommitCutter() = default;
  // The DSN that goes through the proxy.
  virtual const std::string& dsn() const = 0;
  // From now on the first connection that sends COMMIT is closed once PostgreSQL has answered.
  virtual void Arm() = 0;
};

// `dsn`: of a TestDatabase.
std::unique_ptr<CommitCutter> NewCommitCutter(const std::string& dsn);

}  // namespace mainstay::testing
