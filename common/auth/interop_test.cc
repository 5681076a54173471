// Our tokens and another implementation's (PyJWT, Debian's python3-jwt), verified by each other.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/signing_key.h"
#include "common/auth/verifier.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;

// Debian's interpreter: another one first in PATH would not see Debian's packages.
constexpr char kPython[] = "/usr/bin/python3";

class InteropTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system(absl::StrCat(kPython, " -c 'import jwt, cryptography' 2>/dev/null").c_str())) {
      FAIL() << "python3-jwt and python3-cryptography are not installed (tools/packages.txt)";
    }
    std::string pattern = (std::filesystem::temp_directory_path() / "interop-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  void TearDown() override {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  int Python(const std::string& command) {
    return std::system(
        absl::StrCat(kPython, " common/auth/pyjwt_interop.py ", command, " ", folder_).c_str());
  }

  std::string folder_;
};

TEST_F(InteropTest, PyJwtsTokensAreVerifiedHere) {
  ASSERT_EQ(Python("mint"), 0);
  auto verifier = Verifier::Create(
      {.issuer = "https://issuer.test", .audience = "mainstay", .jwks = folder_ + "/jwks.json"});
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  std::ifstream tokens(folder_ + "/tokens");
  int count = 0;
  for (std::string token; std::getline(tokens, token); ++count) {
    absl::StatusOr<Principal> principal = (*verifier)->Verify(token);
    ASSERT_TRUE(principal.ok()) << principal.status();
    EXPECT_EQ(principal->subject, "wang.li");
    EXPECT_EQ(principal->display_name, "王丽");
    EXPECT_TRUE(principal->has_role("analyst"));
  }
  EXPECT_EQ(count, 3);
}

TEST_F(InteropTest, OurTokensAreVerifiedByPyJwt) {
  std::ofstream tokens(folder_ + "/tokens");
  json set = {{"keys", json::array()}};
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  for (Algorithm algorithm : {Algorithm::kRs256, Algorithm::kEs256, Algorithm::kEdDsa}) {
    const SigningKey key = *SigningKey::Generate(algorithm);
    set["keys"].push_back(key.jwk());
    // Many, because one ECDSA signature in 128 has a leading zero to lose.
    for (int i = 0; i < (algorithm == Algorithm::kEs256 ? 500 : 5); ++i) {
      tokens << key.Token({{"iss", "https://issuer.test"},
                           {"aud", "mainstay"},
                           {"sub", "wang.li"},
                           {"name", "王丽"},
                           {"roles", {"analyst"}},
                           {"jti", absl::StrCat(i)},
                           {"iat", now},
                           {"exp", now + 600}})
             << "\n";
    }
  }
  tokens.close();
  std::ofstream(folder_ + "/jwks.json") << set.dump();
  EXPECT_EQ(Python("check"), 0);
}

}  // namespace
}  // namespace mainstay::auth
