// How many streams of a kind there are at once.
#pragma once

#include <atomic>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/status/status.h"

namespace mainstay::rpc {

// Each stream holds a worker and its connection for as long as it lasts, and the workers are for
// other calls too; a watch holds none, but each of its looks takes one. Thread-safe.
class StreamLimit {
 public:
  // `full`: what a call gets when there are `limit` already, with a delay after which to try again.
  StreamLimit(int limit, absl::Status full) : limit_(limit), full_(std::move(full)) {}
  // OK: call Leave when the stream has ended.
  absl::Status Enter() {
    if (running_.fetch_add(1) < limit_) return absl::OkStatus();
    Leave();
    return full_;
  }
  void Leave() { running_.fetch_sub(1); }

 private:
  const int limit_;
  const absl::Status full_;
  std::atomic<int> running_ = 0;
};

// RESOURCE_EXHAUSTED with reason TOO_MANY_UPLOADS.
inline absl::Status TooManyUploads() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, "TOO_MANY_UPLOADS",
                            "as many files as the service takes at once are being uploaded; try "
                            "again when one of them is through",
                            absl::Seconds(10));
}

// RESOURCE_EXHAUSTED with reason TOO_MANY_ANALYSES, for calls that hold a worker and many texts.
inline absl::Status TooManyAnalyses() {
  return status::RetryLater(absl::StatusCode::kResourceExhausted, "TOO_MANY_ANALYSES",
                            "as many analyses as the service runs at once are under way; try "
                            "again when one of them is through",
                            absl::Seconds(5));
}

}  // namespace mainstay::rpc
