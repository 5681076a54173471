#include "common/text/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace mainstay::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SearchGrams, CoverEverySubstringOfTwoCharactersAndChineseSingles) {
  std::vector<int32_t> grams = SearchGrams("华为\nab");
  EXPECT_EQ(grams.size(), 4u);  // 华, 为, 华为, ab; nothing across the line break
  for (const char* query : {"华", "为", "华为", "ab"}) {
    std::vector<int32_t> needed = ParseSearchQuery(query).grams;
    EXPECT_FALSE(needed.empty());
    EXPECT_TRUE(std::includes(grams.begin(), grams.end(), needed.begin(), needed.end())) << query;
  }
}

TEST(SearchQuery, TakesWordsApart) {
  SearchQuery query = ParseSearchQuery(" 华为\u3000Ltd. ");
  EXPECT_EQ(query.prefix, "华为ltd");
  EXPECT_THAT(query.words, ElementsAre("华为", "ltd"));
  EXPECT_THAT(ParseSearchQuery("%_!").words, IsEmpty());
  EXPECT_THAT(ParseSearchQuery("a").grams, IsEmpty());
}

}  // namespace
}  // namespace mainstay::text
