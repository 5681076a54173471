// Compact JSON Web Tokens (RFC 7515, RFC 7519) taken apart and judged. Pure functions; every error
// is UNAUTHENTICATED with reason TOKEN_INVALID or TOKEN_EXPIRED, and never quotes the token.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/jwk.h"
#include "common/auth/principal.h"

namespace mainstay::auth {

inline constexpr size_t kMaxTokenBytes = 8 << 10;

// A token whose signature is not yet verified: nothing in it may be believed but `algorithm` and
// `kid`, and these only to find the key.
struct UnverifiedToken {
  Algorithm algorithm;
  std::optional<std::string> kid;
  std::string_view signing_input;  // points into the token
  std::string payload;             // JSON
  std::string signature;           // bytes
};

// What a token must say.
struct TokenRules {
  std::string issuer;
  std::string audience;
  absl::Duration leeway;  // clocks may differ by this much, for exp, nbf and iat
};

absl::Status TokenInvalid(std::string_view message);

absl::StatusOr<UnverifiedToken> ParseToken(std::string_view token);
// OK when `token` was signed by `key` with the key's own algorithm.
absl::Status CheckSignature(const UnverifiedToken& token, const Jwk& key);
// Who a verified token speaks for. `payload` must come from a token with a good signature.
absl::StatusOr<Principal> CheckClaims(std::string_view payload, const TokenRules& rules,
                                      absl::Time now);

}  // namespace mainstay::auth
