#include "common/rpc/files.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace mainstay::rpc {

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || content.empty()) {
    return absl::FailedPreconditionError(absl::StrCat("cannot read ", path, ", or it is empty"));
  }
  return content;
}

}  // namespace mainstay::rpc
