// Etags: the row's version, quoted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace mainstay::api {

std::string EtagOf(int64_t version);  // 7 → "\"7\""
// The version of an etag of another service of the suite; nothing for what EtagOf did not make.
std::optional<int64_t> VersionOf(std::string_view etag);
// OK when `etag` is empty or is that version's; ABORTED with reason ETAG_MISMATCH otherwise.
absl::Status CheckEtag(std::string_view etag, int64_t version);

}  // namespace mainstay::api
