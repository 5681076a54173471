// Verifies OIDC bearer tokens (JWT, RFC 7519; algorithms RS256, ES256, EdDSA/Ed25519).
// Refused: `none`, HS*, any algorithm other than the key's own, `jku`, `jwk`, `x5u`, `x5c`, `crit`,
// a missing or wrong iss, aud, exp, sub, a future nbf or iat, more than 8 KiB.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/principal.h"
#include "common/time/clock.h"

namespace mainstay::auth {

struct VerifierOptions {
  std::string issuer;    // the `iss` to require
  std::string audience;  // must be among `aud`
  // Where the keys are (JWKS, RFC 7517): an http(s) URL or a file path. Fetched at start, again
  // on an unknown kid at most every `min_refresh`, and at least every `max_age`.
  std::string jwks;
  absl::Duration leeway = absl::Seconds(60);
  absl::Duration min_refresh = absl::Seconds(30);
  absl::Duration max_age = absl::Minutes(10);
  size_t cache_entries = 4096;  // verified tokens remembered until they expire
  const time::Clock* clock = &time::SystemClock();
};

// Thread-safe.
class Verifier {
 public:
  // Reads the keys once; fails when they cannot be read or hold no usable key.
  static absl::StatusOr<std::unique_ptr<Verifier>> Create(VerifierOptions options);
  virtual ~Verifier() = default;

  // The principal of a compact JWT (without "Bearer "), or UNAUTHENTICATED with reason
  // TOKEN_INVALID / TOKEN_EXPIRED. The message never quotes the token.
  virtual absl::StatusOr<Principal> Verify(std::string_view token) = 0;
};

}  // namespace mainstay::auth
