// Verifies OIDC bearer tokens: compact JWTs signed with RS256, ES256 or EdDSA (Ed25519).
//
// Refused, each with UNAUTHENTICATED:
//  - form: more than 8 KiB; not three parts; base64url that is padded, not canonical or holds other
//    characters; a header or claims that are not one JSON object in UTF-8, name a key twice, or
//    nest deeper than 16
//  - header: `alg` absent, `none`, HS* or anything but the three; an `alg` that is not the key's
//    own; `jku`, `jwk`, `x5u`, `x5c`, `crit`, `b64`, `zip`, `cty`, `enc`; a `typ` other than JWT
//    or at+jwt; a `kid` that is not 1 to 256 bytes of text, or that the issuer does not publish;
//    no `kid` when the issuer publishes several keys
//  - signature: not the key's; of the wrong length; ECDSA in DER instead of r||s
//  - claims: `iss` absent or another; `aud` absent or without ours; `sub` absent or not 1 to 128
//    bytes without '/' and control characters; `exp` absent or past; `nbf` or `iat` in the future;
//    a time that is not a number of seconds from 0 to the end of the year 9999; `roles` that are
//    not an array of text; a `name` that is not text of at most 256 bytes
//  - keys (see jwk.h): RSA under 2048 bits, points off their curve, private or symmetric keys
#pragma once

#include <cstddef>
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
  size_t cache_entries = 4096;  // verified tokens remembered until they expire or the keys change
  const time::Clock* clock = &time::SystemClock();
};

// Thread-safe.
class Verifier {
 public:
  // Reads the keys once; fails when they cannot be read or hold no usable key.
  static absl::StatusOr<std::unique_ptr<Verifier>> Create(VerifierOptions options);
  virtual ~Verifier() = default;

  // The principal of a compact JWT (without "Bearer "), or UNAUTHENTICATED with reason
  // TOKEN_INVALID / TOKEN_EXPIRED. The message never quotes the token. Never waits for the network,
  // so that it may run on the threads of gRPC and HTTP: an unknown kid has the keys fetched in the
  // background unless they were lately, and until they are there the answer is UNAVAILABLE with
  // reason TOKEN_KEYS_PENDING, which callers may repeat.
  virtual absl::StatusOr<Principal> Verify(std::string_view token) = 0;
};

}  // namespace mainstay::auth
