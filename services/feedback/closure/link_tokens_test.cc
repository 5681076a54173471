#include "services/feedback/closure/link_tokens.h"

#include <gtest/gtest.h>

#include <set>

namespace mainstay::feedback {
namespace {

constexpr char kKey[] = "0123456789abcdef";

TEST(LinkTokensTest, AreEachOtherThanAllOthers) {
  std::set<std::string> tokens;
  for (int i = 0; i < 10'000; ++i) tokens.insert(NewLinkToken(kKey));
  EXPECT_EQ(tokens.size(), 10'000u);
  for (const std::string& token : tokens) {
    ASSERT_EQ(token.size(), 48u);
    ASSERT_TRUE(IsLinkToken(kKey, token));
  }
}

TEST(LinkTokensTest, NoneCanBeMadeWithoutTheKey) {
  const std::string token = NewLinkToken(kKey);
  EXPECT_FALSE(IsLinkToken("0123456789abcdeF", token));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(IsLinkToken(kKey, other)) << i;
  }
  EXPECT_FALSE(IsLinkToken(kKey, ""));
  EXPECT_FALSE(IsLinkToken(kKey, token.substr(1)));
  EXPECT_FALSE(IsLinkToken(kKey, token + "A"));
  EXPECT_FALSE(IsLinkToken(kKey, token + "="));
  EXPECT_FALSE(IsLinkToken(kKey, std::string(48, 'A')));
  // The random part of one with the signature of another.
  EXPECT_FALSE(IsLinkToken(kKey, token.substr(0, 24) + NewLinkToken(kKey).substr(24)));
}

TEST(LinkTokensTest, OnlyAHashIsKept) {
  const std::string token = NewLinkToken(kKey);
  EXPECT_EQ(LinkTokenHash(token).size(), 32u);
  EXPECT_EQ(LinkTokenHash(token), LinkTokenHash(token));
  EXPECT_NE(LinkTokenHash(token), LinkTokenHash(NewLinkToken(kKey)));
}

}  // namespace
}  // namespace mainstay::feedback
