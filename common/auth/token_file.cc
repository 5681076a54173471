#include "common/auth/token_file.h"

#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::auth {

absl::StatusOr<std::string> TokenFile::Get() {
  const absl::MutexLock lock(&mutex_);
  struct stat found = {};
  if (!path_.empty() && stat(path_.c_str(), &found) == 0) {
    const int64_t written = int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec;
    if (written != written_ns_) {
      std::ifstream file(path_);
      std::stringstream text;
      text << file.rdbuf();
      const std::string token(absl::StripAsciiWhitespace(text.str()));
      if (!token.empty()) {
        token_ = token;
        written_ns_ = written;
      }
    }
  }
  if (!token_.empty()) return token_;
  return status::Error(absl::StatusCode::kFailedPrecondition, "NO_SERVICE_TOKEN",
                       path_.empty() ? "this service has no token of its own: an operator has to "
                                       "give it one by --service-token-file"
                                     : "the service's own token cannot be read; an operator has to "
                                       "look at the file of --service-token-file");
}

}  // namespace mainstay::auth
