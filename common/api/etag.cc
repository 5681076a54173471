#include "common/api/etag.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::api {

std::string EtagOf(int64_t version) { return absl::StrCat("\"", version, "\""); }

std::optional<int64_t> VersionOf(std::string_view etag) {
  int64_t version = 0;
  if (etag.size() < 3 || !absl::SimpleAtoi(etag.substr(1, etag.size() - 2), &version) ||
      etag != EtagOf(version)) {
    return std::nullopt;
  }
  return version;
}

absl::Status CheckEtag(std::string_view etag, int64_t version) {
  if (etag.empty() || etag == EtagOf(version)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                       "it was changed in the meantime; read it again and repeat the change");
}

}  // namespace mainstay::api
