// Public keys of a token issuer (JWK and JWK Set, RFC 7517; RFC 7518 §6; RFC 8037).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/auth/openssl_ptr.h"

namespace mainstay::auth {

// What a key signs with; a key has exactly one algorithm, and a token cannot choose another.
enum class Algorithm { kRs256, kEs256, kEdDsa };

// "RS256", "ES256", "EdDSA" as in a token's `alg`; nothing for any other name.
std::optional<Algorithm> AlgorithmByName(std::string_view name);
std::string_view AlgorithmName(Algorithm algorithm);

// One key. Constant and thread-safe.
class Jwk {
 public:
  Jwk(std::string kid, Algorithm algorithm, PkeyPtr key)
      : kid_(std::move(kid)), algorithm_(algorithm), key_(std::move(key)) {}

  const std::string& kid() const { return kid_; }  // may be empty
  Algorithm algorithm() const { return algorithm_; }
  // True when `signature` (as a JWS carries it: for ES256 the 64 bytes r||s) is this key's over
  // `message`.
  bool Verify(std::string_view message, std::string_view signature) const;

 private:
  std::string kid_;
  Algorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
};

// The usable keys of an issuer. Constant and thread-safe.
class KeySet {
 public:
  // Reads a JWK Set. Keys that are not for verifying signatures are passed over: another `kty`,
  // curve, `alg` or `use`, `key_ops` without "verify", an RSA modulus under 2048 or over 8192
  // bits, a point off its curve. An error for the whole set: malformed JSON, a key named twice,
  // a private key among them (it is public now and must be replaced), more than 64 keys, or no
  // usable key at all.
  static absl::StatusOr<KeySet> Parse(std::string_view json);

  // The key for a token with this `kid`; without a kid the only key of a set of one.
  const Jwk* Find(const std::optional<std::string>& kid) const;
  size_t size() const { return keys_.size(); }

 private:
  std::vector<Jwk> keys_;
};

}  // namespace mainstay::auth
