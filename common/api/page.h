// Keyset pages with opaque tokens. A token is authenticated (HMAC-SHA256 with the service's key)
// and bound to what the list was asked for, so it cannot be made up or carried to another query.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::api {

// `requested` 0 → 50, over 1000 → 1000, negative → INVALID_ARGUMENT on "page_size".
absl::StatusOr<int> PageSize(int requested);

// Thread-safe.
class PageTokens {
 public:
  // `key`: at least 16 bytes, the same on every instance of the service.
  explicit PageTokens(std::string key);

  // `binding`: what must be the same on the next page: parent + filter + order + caller's scope.
  // `cursor`: the sort values of the last row, in order.
  std::string Make(std::string_view binding, const std::vector<std::string>& cursor) const;
  // The cursor; empty for an empty token; INVALID_ARGUMENT on "page_token" for anything else that
  // Make did not make for this binding.
  absl::StatusOr<std::vector<std::string>> Parse(std::string_view binding,
                                                 std::string_view token) const;

 private:
  std::string key_;
};

}  // namespace mainstay::api
