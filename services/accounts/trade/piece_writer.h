// Stores an upload's pieces on a thread of its own, so that storing and COPY go on at the same
// time.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "common/pg/session.h"

namespace mainstay::accounts {

// Between the first Push and the return of Flush the session belongs to the thread. Push and Flush
// are for one thread.
class PieceWriter {
 public:
  // `offset`: where the first piece stands in the file.
  PieceWriter(pg::Session& session, std::string import_id, int64_t offset);
  // Stores what is waiting.
  ~PieceWriter();

  // Takes a piece; waits while four are waiting. The error of an earlier one: ABORTED with reason
  // IMPORT_CANCELLED when the import does not take bytes any more.
  absl::Status Push(std::string piece);
  // Waits until every piece is stored.
  absl::Status Flush();

 private:
  static constexpr size_t kMaxWaiting = 4;

  void Run();
  absl::Status Store(const std::string& piece);
  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return waiting_.size() < kMaxWaiting; }
  bool IsIdle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return waiting_.empty() && !busy_; }
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !waiting_.empty() || ended_; }

  pg::Session& session_;
  const std::string import_id_;
  int64_t offset_;  // the thread's
  absl::Mutex mutex_;
  std::deque<std::string> waiting_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace mainstay::accounts
