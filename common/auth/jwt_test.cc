#include "common/auth/jwt.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/auth/token_test_kit.h"

namespace mainstay::auth {
namespace {

using ::testing::ElementsAre;

TEST(JwtTest, TakesGoodTokensOfTheThreeAlgorithms) {
  for (const SigningKey* key : {&TheKeys().rsa, &TheKeys().ec, &TheKeys().ed}) {
    SCOPED_TRACE(AlgorithmName(key->algorithm()));
    absl::StatusOr<Principal> principal = Judge(key->Token(GoodClaims()));
    ASSERT_TRUE(principal.ok()) << principal.status();
    EXPECT_EQ(principal->subject, "wang.li");
    EXPECT_EQ(principal->display_name, "王丽");
    EXPECT_THAT(principal->roles, ElementsAre("account_manager"));
    EXPECT_EQ(principal->expires, kNow + absl::Hours(1));
  }
}

TEST(JwtTest, TakesWhatTheStandardsAllow) {
  const std::pair<const char*, std::string> cases[] = {
      {"aud a list with us", WithClaims({{"aud", {"payroll", "mainstay"}}})},
      {"exp within the leeway", WithClaims({{"exp", kSeconds - 59}})},
      {"nbf within the leeway", WithClaims({{"nbf", kSeconds + 60}})},
      {"iat within the leeway", WithClaims({{"iat", kSeconds + 60}})},
      {"iat absent", WithoutClaim("iat")},
      {"name absent", WithoutClaim("name")},
      {"roles absent", WithoutClaim("roles")},
      {"a fraction of a second", WithClaims({{"exp", kSeconds + 0.5}})},
      {"claims we do not know", WithClaims({{"nonce", {{"deep", {1, 2, 3}}}}})},
      {"typ at+jwt", WithHeader({{"typ", "at+jwt"}})},
      {"typ jwt in lower case", WithHeader({{"typ", "jwt"}})},
      {"x5t, a thumbprint only", WithHeader({{"x5t", "abc"}})},
  };
  for (const auto& [name, token] : cases) {
    absl::StatusOr<Principal> principal = Judge(token);
    EXPECT_TRUE(principal.ok()) << name << ": " << principal.status();
  }
}

TEST(JwtTest, DropsRolesItDoesNotKnowAndThoseNamedTwice) {
  absl::StatusOr<Principal> principal =
      Judge(WithClaims({{"roles", {"superuser", "analyst", "admin", "analyst"}}}));
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_THAT(principal->roles, ElementsAre("admin", "analyst"));
}

TEST(JwtTest, NoByteOfATokenCanBeChanged) {
  const std::string good = TheKeys().ec.Token(GoodClaims());
  for (size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(Judge(changed).ok()) << "byte " << i;
  }
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(Judge(good.substr(0, size)).ok()) << "first " << size << " bytes";
  }
}

}  // namespace
}  // namespace mainstay::auth
