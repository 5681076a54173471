// Private keys that sign tokens: for the development issuer and for tests. Services hold none.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "common/auth/jwk.h"
#include "common/auth/openssl_ptr.h"

namespace mainstay::auth {

// Constant and thread-safe.
class SigningKey {
 public:
  // A new key: RSA of 2048 bits, P-256 or Ed25519.
  static absl::StatusOr<SigningKey> Generate(Algorithm algorithm);
  // PKCS#8 PEM without a passphrase.
  static absl::StatusOr<SigningKey> FromPem(std::string_view pem);
  std::string ToPem() const;

  Algorithm algorithm() const { return algorithm_; }
  // The JWK thumbprint (RFC 7638), so that the same key always has the same id.
  const std::string& kid() const { return kid_; }
  // The public key: {"kty":…,"kid":…,"alg":…,"use":"sig",…}.
  const nlohmann::json& jwk() const { return jwk_; }

  // A JWS signature over `message`; ES256 as r||s.
  std::string Sign(std::string_view message) const;
  // A compact JWT with `alg`, `kid` and `typ` in its header.
  std::string Token(const nlohmann::json& claims) const;

 private:
  SigningKey(Algorithm algorithm, PkeyPtr key);

  Algorithm algorithm_;
  std::shared_ptr<EVP_PKEY> key_;
  nlohmann::json jwk_;
  std::string kid_;
};

}  // namespace mainstay::auth
