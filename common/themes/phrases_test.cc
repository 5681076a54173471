#include "common/themes/phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "common/themes/terms.h"

namespace mainstay::themes {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// Texts whose words are given with spaces between; "|" ends a phrase.
Corpus CorpusOf(const std::vector<std::string>& texts) {
  Corpus corpus;
  for (const std::string& text : texts) {
    std::vector<Word> words;
    for (std::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
      words.push_back({.text = word == "|" ? "" : std::string(word),
                       .word_class = word == "|" ? WordClass::kBreak : ClassOf(word)});
    }
    corpus.Add(words);
  }
  return corpus;
}

std::vector<std::string> Coherent(const Corpus& corpus, const Phrases& phrases) {
  std::vector<std::string> found;
  for (const Phrase& phrase : phrases.all()) {
    if (phrase.coherent) found.push_back(TermKey(corpus, phrase));
  }
  return found;
}

Phrases Find(const Corpus& corpus, int64_t min_texts) {
  return Phrases::Find(corpus, std::vector<bool>(corpus.texts(), true), min_texts);
}

TEST(PhrasesTest, CountsTextsAndOccurrences) {
  const Corpus corpus = CorpusOf({"隔音 差 | 隔音 差", "隔音 差", "早餐"});
  const Phrases phrases = Find(corpus, 2);
  ASSERT_EQ(phrases.all().size(), 3u);
  const Phrase& pair = phrases.all()[2];
  EXPECT_EQ(TermKey(corpus, pair), "隔音 差");
  EXPECT_EQ(pair.occurrences, 3);
  EXPECT_EQ(pair.texts, 2);
  EXPECT_EQ(phrases.At(2, 0), 2u);
  EXPECT_EQ(phrases.At(2, 1), Phrases::kNone);
  EXPECT_EQ(phrases.At(1, 0), 0u);
}

TEST(PhrasesTest, DoesNotReachOverBreaksOrTexts) {
  const Corpus corpus = CorpusOf({"隔音 | 差", "隔音 | 差", "隔音", "差"});
  const Phrases phrases = Find(corpus, 2);
  EXPECT_EQ(phrases.all().size(), 2u);
  for (const Phrase& phrase : phrases.all()) EXPECT_EQ(phrase.words.size(), 1u);
}

TEST(PhrasesTest, LooksUpWhatIsNotCounted) {
  const Corpus corpus = CorpusOf({"隔音 差", "隔音 差", "隔音 差"});
  const Phrases phrases = Phrases::Find(corpus, {true, true, false}, 2);
  EXPECT_EQ(phrases.all()[2].texts, 2);
  EXPECT_EQ(phrases.At(2, corpus.Start(2)), 2u);
}

TEST(PhrasesTest, PiecesOfALongerRunAreNotCoherent) {
  const Corpus corpus =
      CorpusOf({"前台 服务 态度 恶劣", "大堂 | 前台 服务 态度 恶劣", "前台 服务 态度 恶劣 | 早餐"});
  EXPECT_THAT(Coherent(corpus, Find(corpus, 2)), UnorderedElementsAre("前台 服务 态度 恶劣"));
}

TEST(PhrasesTest, WordsThatOnlyMeetByChanceAreNotCoherent) {
  std::vector<std::string> texts;
  for (int i = 0; i < 12; ++i) texts.push_back(i % 2 == 0 ? "甲甲 乙乙" : "乙乙 甲甲");
  for (int i = 0; i < 12; ++i) texts.push_back(i % 2 == 0 ? "甲甲 甲甲" : "乙乙 乙乙");
  for (int i = 0; i < 5; ++i) texts.push_back("隔音 差");
  EXPECT_THAT(Coherent(CorpusOf(texts), Find(CorpusOf(texts), 2)),
              AllOf(Contains("隔音 差"), Not(Contains("甲甲 乙乙")), Not(Contains("乙乙 甲甲"))));
}

TEST(PhrasesTest, OfNothingIsNothing) {
  EXPECT_TRUE(Find(CorpusOf({}), 1).all().empty());
  EXPECT_TRUE(Find(CorpusOf({"", "|"}), 1).all().empty());
}

TEST(TermCounterTest, TellsOwnOccurrencesFromThoseInLongerTerms) {
  const Corpus corpus = CorpusOf({"隔音 差 | 隔音", "隔音 差", "隔音 差", "早餐 一般 | 空调"});
  const Phrases phrases = Find(corpus, 2);
  const std::vector<Term> terms = FindTerms(corpus, phrases, 4, {});
  ASSERT_EQ(terms.size(), 3u);  // 隔音, 差, 隔音 差
  const TermCounter counter(corpus, phrases, terms);
  const std::vector<TermCount> counts = counter.Count(0);
  ASSERT_EQ(counts.size(), 3u);
  EXPECT_EQ(counts[0].occurrences, 2);  // 隔音
  EXPECT_EQ(counts[0].own, 1);
  EXPECT_EQ(counts[1].occurrences, 1);  // 差
  EXPECT_EQ(counts[1].own, 0);
  EXPECT_EQ(counts[2].own, 1);
  EXPECT_EQ(counts[2].first, 0u);
}

}  // namespace
}  // namespace mainstay::themes
