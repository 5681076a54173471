// Tokens for tests: a key pair made in the process, its JWKS in a temporary file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/auth/verifier.h"

namespace mainstay::testing {

class TestIssuer {
 public:
  TestIssuer();
  ~TestIssuer();
  // For Verifier::Create.
  auth::VerifierOptions options() const;
  // A token of this issuer, good for an hour.
  std::string Token(std::string_view user, const std::vector<std::string>& roles) const;

 private:
  std::string directory_;
  std::string private_key_pem_;
};

}  // namespace mainstay::testing
