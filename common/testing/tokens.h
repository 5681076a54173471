// Tokens for tests: a key pair made in the process, its JWKS in a temporary file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/auth/signing_key.h"
#include "common/auth/verifier.h"

namespace mainstay::testing {

class TestIssuer {
 public:
  TestIssuer();
  ~TestIssuer();
  TestIssuer(const TestIssuer&) = delete;
  TestIssuer& operator=(const TestIssuer&) = delete;

  // For Verifier::Create.
  auth::VerifierOptions options() const;
  // A token of this issuer, good for an hour from `now`.
  std::string Token(std::string_view user, const std::vector<std::string>& roles,
                    absl::Time now = absl::Now()) const;

 private:
  std::string directory_;
  auth::SigningKey key_;
};

}  // namespace mainstay::testing
