// The saved bearer token: a file that only its owner can read.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mainstay::ctl {

// $XDG_CONFIG_HOME/mainstay/token, or ~/.config/mainstay/token.
std::string DefaultTokenFile();

// The token without white space around it; empty when there is no file.
absl::StatusOr<std::string> ReadTokenFile(const std::string& path);
// Makes the folders (0700) and the file (0600).
absl::Status WriteTokenFile(const std::string& path, const std::string& token);

// UNAUTHENTICATED that says what to do: for no token at all, and for what is not a JWT. Whether it
// is a good one, the server decides.
absl::Status CheckToken(const std::string& token);

// What a token says of itself, unverified: for people, never for decisions.
struct TokenClaims {
  std::string subject, name, issuer, roles;
  absl::Time expires = absl::InfinitePast();
};
absl::StatusOr<TokenClaims> ReadClaims(const std::string& token);

}  // namespace mainstay::ctl
