// The issuer of tokens for development: one key pair in a folder, its JWKS beside it. To the
// services it is an OIDC issuer like any other.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::issuer {

// Makes `directory`/key.pem (ES256, readable by its owner only) unless it is there, and writes
// `directory`/jwks.json from it. An interrupted call leaves nothing half-written.
absl::Status Init(const std::string& directory);

struct TokenRequest {
  std::string issuer = "https://issuer.mainstay.local";
  std::string audience = "mainstay";
  std::string user;  // 1 to 128 bytes without '/' and control characters
  std::string name;  // may be empty
  std::vector<std::string> roles;
  absl::Duration ttl = absl::Hours(1);  // 1 s to 31 days
};

// A token signed with the key in `directory`, good from `now`.
absl::StatusOr<std::string> MintToken(const std::string& directory, const TokenRequest& request,
                                      absl::Time now);

}  // namespace mainstay::issuer
