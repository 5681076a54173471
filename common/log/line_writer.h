// Whole lines from any thread to a file descriptor, written by a thread of its own in large pieces.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace mainstay::log {

// Adding a line is a copy under a lock, and wakes nobody unless the writer was idle: at thousands
// of lines a second a wake-up for each would cost more than making the line. Thread-safe.
class LineWriter {
 public:
  explicit LineWriter(int descriptor);
  ~LineWriter();  // writes what there is

  // Never blocks on the descriptor: when it is slower than the callers, lines are dropped and
  // counted, and a line says how many. An urgent one is written at once, others within 100 ms.
  void Add(std::string_view line, bool urgent);
  // Returns when every line added before has been written, at the latest after 2 s.
  void Flush();

 private:
  void Run();
  void Write(std::string_view text) const;

  const int descriptor_;
  absl::Mutex mutex_;
  std::string buffer_ ABSL_GUARDED_BY(mutex_);
  bool urgent_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t dropped_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t added_ ABSL_GUARDED_BY(mutex_) = 0;    // bytes
  uint64_t written_ ABSL_GUARDED_BY(mutex_) = 0;  // bytes
  absl::CondVar filled_, drained_;
  std::thread thread_;
};

}  // namespace mainstay::log
