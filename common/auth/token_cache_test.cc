#include "common/auth/token_cache.h"

#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mainstay::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1767225600);
const absl::Time kLater = kNow + absl::Hours(1);

Principal Someone(const std::string& subject) {
  return {.subject = subject, .roles = {"analyst"}, .expires = kLater};
}

TEST(TokenCacheTest, FindsExactlyWhatWasPutIn) {
  TokenCache cache(64);
  cache.Insert("token-a", 1, kLater, Someone("a"));
  ASSERT_TRUE(cache.Find("token-a", 1, kNow).has_value());
  EXPECT_EQ(cache.Find("token-a", 1, kNow)->subject, "a");
  EXPECT_FALSE(cache.Find("token-b", 1, kNow).has_value());
  EXPECT_FALSE(cache.Find("token-", 1, kNow).has_value());
  EXPECT_FALSE(cache.Find("xtoken-a", 1, kNow).has_value());  // the same shard by its end
  EXPECT_FALSE(cache.Find("", 1, kNow).has_value());
}

TEST(TokenCacheTest, ForgetsAtExpiry) {
  TokenCache cache(64);
  cache.Insert("token", 1, kLater, Someone("a"));
  EXPECT_TRUE(cache.Find("token", 1, kLater - absl::Nanoseconds(1)).has_value());
  EXPECT_FALSE(cache.Find("token", 1, kLater).has_value());
  EXPECT_FALSE(cache.Find("token", 1, kNow).has_value());
}

TEST(TokenCacheTest, ForgetsWhenTheKeysChange) {
  TokenCache cache(64);
  cache.Insert("token", 1, kLater, Someone("a"));
  EXPECT_FALSE(cache.Find("token", 2, kNow).has_value());
  EXPECT_FALSE(cache.Find("token", 1, kNow).has_value());
  // A verification that began under the old keys comes too late.
  cache.Insert("token", 1, kLater, Someone("a"));
  EXPECT_FALSE(cache.Find("token", 2, kNow).has_value());
  cache.Insert("token", 2, kLater, Someone("a"));
  EXPECT_TRUE(cache.Find("token", 2, kNow).has_value());
}

TEST(TokenCacheTest, StaysBoundedAndKeepsWhatIsUsed) {
  constexpr int kEntries = 512;
  TokenCache cache(kEntries);
  cache.Insert("hot", 1, kLater, Someone("hot"));
  for (int i = 0; i < 20 * kEntries; ++i) {
    cache.Insert(absl::StrCat("token-", i), 1, kLater, Someone("cold"));
    ASSERT_TRUE(cache.Find("hot", 1, kNow).has_value()) << i;
  }
  int kept = 0;
  for (int i = 0; i < 20 * kEntries; ++i) {
    kept += cache.Find(absl::StrCat("token-", i), 1, kNow).has_value() ? 1 : 0;
  }
  EXPECT_LE(kept, kEntries);
  EXPECT_GE(kept, kEntries / 4);
}

TEST(TokenCacheTest, KeepsNothingThatIsTooLongOrWhenSwitchedOff) {
  TokenCache cache(64);
  const std::string longest(5000, 'x');
  cache.Insert(longest, 1, kLater, Someone("a"));
  EXPECT_FALSE(cache.Find(longest, 1, kNow).has_value());
  TokenCache off(0);
  off.Insert("token", 1, kLater, Someone("a"));
  EXPECT_FALSE(off.Find("token", 1, kNow).has_value());
}

}  // namespace
}  // namespace mainstay::auth
