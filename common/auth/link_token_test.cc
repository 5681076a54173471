#include "common/auth/link_token.h"

#include <gtest/gtest.h>

#include <set>

namespace mainstay::auth {
namespace {

constexpr char kKey[] = "0123456789abcdef";
constexpr char kPurpose[] = "mainstay.feedback.confirmation_link.v1";

TEST(LinkTokenTest, AreEachOtherThanAllOthers) {
  std::set<std::string> tokens;
  for (int i = 0; i < 10'000; ++i) tokens.insert(NewLinkToken(kKey, kPurpose));
  EXPECT_EQ(tokens.size(), 10'000u);
  for (const std::string& token : tokens) {
    ASSERT_EQ(token.size(), 48u);
    ASSERT_TRUE(IsLinkToken(kKey, kPurpose, token));
  }
}

TEST(LinkTokenTest, NoneCanBeMadeWithoutTheKey) {
  const std::string token = NewLinkToken(kKey, kPurpose);
  EXPECT_FALSE(IsLinkToken("0123456789abcdeF", kPurpose, token));
  for (size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(IsLinkToken(kKey, kPurpose, other)) << i;
  }
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, ""));
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, token.substr(1)));
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, token + "A"));
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, token + "="));
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, std::string(48, 'A')));
  // The random part of one with the signature of another.
  EXPECT_FALSE(
      IsLinkToken(kKey, kPurpose, token.substr(0, 24) + NewLinkToken(kKey, kPurpose).substr(24)));
}

TEST(LinkTokenTest, OpenWhatTheyWereMadeFor) {
  EXPECT_FALSE(IsLinkToken(kKey, "mainstay.survey.invitation.v1", NewLinkToken(kKey, kPurpose)));
}

// Made by another implementation, as links in people's mail boxes were: they open for ever.
TEST(LinkTokenTest, AreReadAsTheyAlwaysWere) {
  EXPECT_TRUE(IsLinkToken(kKey, kPurpose, "AAECAwQFBgcICQoLDA0ODxAREhNumrvHNvr5lkNfWr3L-rTD"));
}

TEST(LinkTokenTest, OfASeedThereIsOneUnderAKeyForAPurpose) {
  std::set<std::string> tokens;
  for (int i = 0; i < 10'000; ++i) {
    const std::string seed = NewLinkSeed();
    const std::string token = LinkTokenOf(kKey, kPurpose, seed);
    ASSERT_EQ(token, LinkTokenOf(kKey, kPurpose, seed));
    ASSERT_TRUE(IsLinkToken(kKey, kPurpose, token));
    ASSERT_EQ(token.find(seed), token.npos);
    tokens.insert(token);
  }
  EXPECT_EQ(tokens.size(), 10'000u);
  const std::string seed = NewLinkSeed();
  EXPECT_NE(LinkTokenOf("0123456789abcdeF", kPurpose, seed), LinkTokenOf(kKey, kPurpose, seed));
  const std::string other = LinkTokenOf(kKey, "mainstay.survey.invitation.v1", seed);
  EXPECT_NE(other.substr(0, 24), LinkTokenOf(kKey, kPurpose, seed).substr(0, 24));
  EXPECT_FALSE(IsLinkToken(kKey, kPurpose, other));
}

TEST(LinkTokenTest, OnlyAHashIsKept) {
  const std::string token = NewLinkToken(kKey, kPurpose);
  EXPECT_EQ(LinkTokenHash(token).size(), 32u);
  EXPECT_EQ(LinkTokenHash(token), LinkTokenHash(token));
  EXPECT_NE(LinkTokenHash(token), LinkTokenHash(NewLinkToken(kKey, kPurpose)));
}

}  // namespace
}  // namespace mainstay::auth
