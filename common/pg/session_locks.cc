#include "common/pg/session_locks.h"

#include <algorithm>
#include <pqxx/pqxx>
#include <utility>

#include "absl/time/clock.h"

namespace mainstay::pg {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);

constexpr Statement kTry{"session_locks_try", R"sql(
SELECT i FROM unnest($1::text[]) WITH ORDINALITY AS wanted (name, i)
WHERE pg_try_advisory_lock(hashtextextended(name, 0)) ORDER BY i
)sql"};

}  // namespace

SessionLocks::SessionLocks(Session* session, std::vector<std::string> names)
    : session_(session), names_(std::move(names)) {}

absl::StatusOr<std::vector<size_t>> SessionLocks::TryMissing() {
  std::vector<size_t> taken;
  absl::Status status =
      session_->ReadOne({.deadline = absl::Now() + kPatience}, [&](Tx& tx) -> absl::Status {
        Check().IgnoreError();  // over a new connection every one is missing
        std::vector<size_t> missing;
        std::vector<std::string> names;
        for (size_t i = 0; i < names_.size(); ++i) {
          if (std::binary_search(held_.begin(), held_.end(), i)) continue;
          missing.push_back(i);
          names.push_back(names_[i]);
        }
        taken.clear();
        connection_ = session_->connections();
        if (missing.empty()) return absl::OkStatus();
        for (const auto& row : tx.Run(kTry, names)) {
          taken.push_back(missing[row[0].as<size_t>() - 1]);
        }
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  held_.insert(held_.end(), taken.begin(), taken.end());
  std::sort(held_.begin(), held_.end());
  return taken;
}

absl::Status SessionLocks::Check() {
  if (connection_ == session_->connections()) return absl::OkStatus();
  held_.clear();
  return absl::AbortedError("the connection that held the locks was lost");
}

}  // namespace mainstay::pg
