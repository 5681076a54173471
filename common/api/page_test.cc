#include "common/api/page.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PageSizeTest, DefaultsAndBounds) {
  EXPECT_EQ(PageSize(0).value(), 50);
  EXPECT_EQ(PageSize(1).value(), 1);
  EXPECT_EQ(PageSize(1000).value(), 1000);
  EXPECT_EQ(PageSize(1001).value(), 1000);
  EXPECT_EQ(PageSize(INT32_MAX).value(), 1000);
  for (int size : {-1, INT32_MIN}) {
    const absl::Status status = PageSize(size).status();
    EXPECT_EQ(status::GetFieldViolations(status).at(0).field, "page_size");
  }
}

class PageTokensTest : public ::testing::Test {
 protected:
  void ExpectRefused(std::string_view binding, std::string_view token) {
    const absl::Status status = tokens_.Parse(binding, token).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << token;
    if (!status.ok()) {
      EXPECT_EQ(status::GetFieldViolations(status).at(0).field, "page_token");
    }
  }

  PageTokens tokens_{"0123456789abcdef"};
};

TEST_F(PageTokensTest, GiveTheCursorBack) {
  const std::vector<std::string> cursor = {"2026-01-01 00:00:00+00", "", std::string("\0\xff", 2),
                                           "大客户"};
  EXPECT_EQ(tokens_.Parse("b", tokens_.Make("b", cursor)).value(), cursor);
  EXPECT_THAT(tokens_.Parse("b", "").value(), IsEmpty());
  EXPECT_THAT(tokens_.Parse("b", tokens_.Make("b", {})).value(), IsEmpty());
}

TEST_F(PageTokensTest, AreTheSameOnEveryInstance) {
  EXPECT_THAT(PageTokens("0123456789abcdef").Parse("b", tokens_.Make("b", {"x"})).value(),
              ElementsAre("x"));
}

TEST_F(PageTokensTest, CannotBeCarriedToAnotherQuery) {
  const std::string token = tokens_.Make("accounts|industry = a|name", {"x"});
  ExpectRefused("accounts|industry = b|name", token);
  ExpectRefused("", token);
  ExpectRefused("accounts|industry = a|name ", token);
  // Bytes cannot move between the binding and the cursor.
  ExpectRefused("a", tokens_.Make("ab", {"c"}));
}

TEST_F(PageTokensTest, CannotBeMadeUpOrChanged) {
  const std::string token = tokens_.Make("b", {"x", "y"});
  for (size_t i = 0; i < token.size(); ++i) {
    for (char c : {'A', 'B', '-', '_', 'z', '9'}) {
      std::string changed = token;
      changed[i] = c;
      if (changed != token) ExpectRefused("b", changed);
    }
    ExpectRefused("b", token.substr(0, i) + token.substr(i + 1));
    if (i > 0) ExpectRefused("b", token.substr(0, i));
  }
  for (const std::string& made_up : {std::string("x"), std::string("AAAA"), std::string("!!!!"),
                                     std::string(22, 'A'), token + "A", token + "=", token + "\n",
                                     " " + token, std::string(10000, 'A'), std::string("\0", 1)}) {
    ExpectRefused("b", made_up);
  }
  ExpectRefused("b", PageTokens("another key of 24 bytes.").Make("b", {"x"}));
}

TEST(PageTokensDeathTest, AShortKeyIsNoKey) {
  EXPECT_DEATH(PageTokens("too short"), "at least 16 bytes");
}

}  // namespace
}  // namespace mainstay::api
