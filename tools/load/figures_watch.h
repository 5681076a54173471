// Somebody who looks at a campaign's figures again and again while it is answered.
#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "tools/load/figures_lag.h"

namespace mainstay::load {

struct FiguresWatchOptions {
  std::string server;    // host:port of the gateway's HTTP
  std::string token;     // bearer token of somebody who may read the figures
  std::string campaign;  // "campaigns/{uuid}"
  absl::Duration every = absl::Milliseconds(150);
};

struct FiguresSeen {
  int64_t before = 0;  // counted when the watch began
  std::vector<FiguresLook> looks;
  std::vector<uint32_t> micros;  // of each look, in no order
  int64_t busy = 0;              // looks that the service had no room for, tried again
};

// A thread of its own. Begin, then Finish, once each.
class FiguresWatch {
 public:
  explicit FiguresWatch(FiguresWatchOptions options) : options_(std::move(options)) {}
  ~FiguresWatch();

  // Returns after the first look.
  void Begin();
  // Looks on until `answered` more than before are counted, at most 5 s. The error of the first
  // look that failed.
  absl::StatusOr<FiguresSeen> Finish(int64_t answered);

 private:
  void Run();
  // Whether there is no need to look any more.
  bool Enough();

  const FiguresWatchOptions options_;
  std::thread thread_;
  absl::Notification looked_;  // once, or failed
  absl::Mutex mutex_;
  int64_t until_ ABSL_GUARDED_BY(mutex_) = -1;  // answers; -1: not known yet
  absl::Time deadline_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  absl::StatusOr<FiguresSeen> seen_ = FiguresSeen();  // of the thread until it ended
};

}  // namespace mainstay::load
