// A service's own token, in a file that somebody renews.
#pragma once

#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"

namespace mainstay::auth {

// Reads the file anew whenever it was written since. Thread-safe.
class TokenFile {
 public:
  // Reads nothing yet; an empty path has no token.
  explicit TokenFile(std::string path) : path_(std::move(path)) {}

  // The token, without the white space around it. FAILED_PRECONDITION with reason NO_SERVICE_TOKEN
  // when there is none; one that was there and cannot be read now is gone on with.
  absl::StatusOr<std::string> Get();

 private:
  const std::string path_;
  absl::Mutex mutex_;
  std::string token_ ABSL_GUARDED_BY(mutex_);
  int64_t written_ns_ ABSL_GUARDED_BY(mutex_) = -1;
};

}  // namespace mainstay::auth
