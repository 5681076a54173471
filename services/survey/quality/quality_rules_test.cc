#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "services/survey/quality/contradictions.h"
#include "services/survey/quality/duplicates.h"
#include "services/survey/quality/speeders.h"
#include "services/survey/quality/straight_lining.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

Answer Number(double number) { return {.number = number}; }

TEST(StraightLiningTest, IsFiveRowsOrMoreAlike) {
  EXPECT_TRUE(IsStraightLine({{"a", 4}, {"b", 4}, {"c", 4}, {"d", 4}, {"e", 4}}));
  EXPECT_FALSE(IsStraightLine({{"a", 4}, {"b", 4}, {"c", 4}, {"d", 4}, {"e", 5}}));
  EXPECT_FALSE(IsStraightLine({{"a", 4}, {"b", 4}, {"c", 4}, {"d", 4}}));
  EXPECT_FALSE(IsStraightLine({}));
}

TEST(StraightLiningTest, OfOneMatrixIsEnough) {
  const QuestionnaireContent content = {
      .sections = {{.questions = {{.key = "score", .kind = QuestionKind::kNps},
                                  {.key = "first", .kind = QuestionKind::kMatrix},
                                  {.key = "second", .kind = QuestionKind::kMatrix}}}}};
  Answers answers;
  answers["score"] = Number(7);
  answers["first"].rows = {{"a", 1}, {"b", 4}, {"c", 4}, {"d", 4}, {"e", 4}};
  EXPECT_FALSE(HasStraightLine(content, answers));
  answers["second"].rows = {{"a", 3}, {"b", 3}, {"c", 3}, {"d", 3}, {"e", 3}};
  EXPECT_TRUE(HasStraightLine(content, answers));
}

TEST(SpeedersTest, AreMeasuredByTheMedian) {
  DurationCounts durations;
  for (int i = 0; i < 19; ++i) durations.Add(100 + i);
  EXPECT_FALSE(SpeederLimit(durations));
  durations.Add(3);
  EXPECT_EQ(durations.Median(), 108);
  EXPECT_DOUBLE_EQ(*SpeederLimit(durations), 43.2);
  EXPECT_FALSE(DurationCounts().Median());
}

TEST(SpeedersTest, MedianIsThatOfTheSortedDurations) {
  std::mt19937_64 random(1);
  for (int run = 0; run < 200; ++run) {
    std::vector<int64_t> seconds;
    DurationCounts first, second;
    const size_t n = 1 + random() % 60;
    for (size_t i = 0; i < n; ++i) {
      seconds.push_back(static_cast<int64_t>(random() % 30));
      (random() % 2 == 0 ? first : second).Add(seconds.back());
    }
    first.Merge(second);
    std::sort(seconds.begin(), seconds.end());
    ASSERT_EQ(first.Median(), seconds[(n - 1) / 2]);
  }
}

Answers Ratings(const std::vector<int>& scores) {
  Answers answers;
  for (size_t i = 0; i < scores.size(); ++i) answers[absl::StrCat("q", i)] = Number(scores[i]);
  return answers;
}

// What the campaign's store keeps.
class FingerprintTimes {
 public:
  // Whether one more of it is suspicious.
  bool Add(std::optional<int64_t> fingerprint) {
    if (!fingerprint) return false;
    const int64_t times = ++times_[*fingerprint];
    ++all_.responses;
    if (times == 2) ++all_.repeated;
    return times > 1 && RepeatsAreSuspicious(all_.Without(*fingerprint, times));
  }

 private:
  std::map<int64_t, int64_t> times_;
  Coincidences all_;
};

TEST(DuplicatesTest, AreResponsesThatAnswerAllAlike) {
  const std::vector<int> scores = {1, 5, 3, 4, 2, 2, 5, 5, 1, 4};
  const auto fingerprint = FingerprintOf(Ratings(scores));
  ASSERT_TRUE(fingerprint);
  EXPECT_EQ(FingerprintOf(Ratings(scores)), fingerprint);
  for (size_t i = 0; i < scores.size(); ++i) {
    std::vector<int> other = scores;
    other[i] = other[i] % 5 + 1;
    EXPECT_NE(FingerprintOf(Ratings(other)), fingerprint) << i;
  }
  Answers more = Ratings(scores);
  more["remark"].text = "慢";
  EXPECT_NE(FingerprintOf(more), fingerprint);
  // Stored: it must never change.
  EXPECT_EQ(*fingerprint, 9198596790120936646);
}

TEST(DuplicatesTest, CannotBeToldOfAFewAnswersOrAStraightLine) {
  EXPECT_FALSE(FingerprintOf(Ratings({1, 2, 3, 4, 5, 4, 3, 2, 1})));
  EXPECT_FALSE(FingerprintOf(Ratings(std::vector<int>(14, 4))));
  Answers matrix;
  for (int i = 0; i < 9; ++i) matrix["m"].rows[absl::StrCat("r", i)] = 1 + i % 5;
  EXPECT_FALSE(FingerprintOf(matrix));
  matrix["score"] = Number(9);
  EXPECT_TRUE(FingerprintOf(matrix));
}

TEST(DuplicatesTest, WhereOneAnswerEndsMatters) {
  const auto with = [](const std::string& first, const std::string& second) {
    Answers answers = Ratings({1, 5, 3, 4, 2, 2, 5, 5, 1, 4});
    answers["a"].text = first;
    answers["b"].text = second;
    return FingerprintOf(answers);
  };
  EXPECT_NE(with("slow", "1:b4:late"), with("slow1:b", "4:late"));
  EXPECT_NE(with("ab", ""), with("", "ab"));
}

TEST(DuplicatesTest, AreSuspiciousWhereHardlyAnybodyElseRepeatsAnything) {
  EXPECT_TRUE(RepeatsAreSuspicious({})) << "all answer this";
  EXPECT_TRUE(RepeatsAreSuspicious({.responses = 1, .repeated = 0}));
  // E = 2 · 5 / 200 = 0.05.
  EXPECT_FALSE(RepeatsAreSuspicious({.responses = 201, .repeated = 5}));
  EXPECT_TRUE(RepeatsAreSuspicious({.responses = 202, .repeated = 5}));
  const Coincidences all{.responses = 300, .repeated = 8};
  EXPECT_EQ(all.Without(5, 100).responses, 200);
  EXPECT_EQ(all.Without(5, 100).repeated, 7);
  EXPECT_EQ(all.Without(5, 1).repeated, 8);
  const Coincidences part{.responses = 300, .repeated = 8, .greatest = 4};
  EXPECT_EQ(part.Without(4, 100).responses, 200);
  EXPECT_EQ(part.Without(5, 100).responses, 300) << "it is not among them";
  EXPECT_EQ(part.Without(5, 100).repeated, 8);
}

// Of honest responses hardly any is suspicious, on short forms and on long ones; a forger's are.
TEST(DuplicatesTest, HonestOnesAreLeftAlone) {
  std::mt19937_64 random(3);
  for (const int options : {2, 5}) {
    FingerprintTimes times;
    int64_t suspicious = 0;
    for (int n = 0; n < 20000; ++n) {
      std::vector<int> scores(10);
      for (int& score : scores) score = 1 + static_cast<int>(random() % options);
      suspicious += times.Add(FingerprintOf(Ratings(scores))) ? 1 : 0;
    }
    EXPECT_LT(suspicious, 200) << options;
    if (options == 2) continue;  // 1,024 ways to answer: nothing is known of a forger there
    int64_t found = 0;
    for (int n = 0; n < 100; ++n) {
      found += times.Add(FingerprintOf(Ratings({1, 5, 2, 4, 1, 5, 2, 4, 3, 3}))) ? 1 : 0;
    }
    EXPECT_GE(found, 99);
  }
}

TEST(ContradictionsTest, AreQuestionablePairs) {
  Answers answers;
  const auto pair = [&](const std::string& key, int functional, int dysfunctional) {
    answers[key].functional = functional;
    answers[key].dysfunctional = dysfunctional;
  };
  pair("both_liked", 1, 1);
  pair("attractive", 1, 3);
  pair("reverse", 5, 1);
  pair("neither", 5, 5);
  answers["half"].functional = 1;
  EXPECT_THAT(ContradictoryPairs(answers), ElementsAre("both_liked", "neither"));
}

}  // namespace
}  // namespace mainstay::survey
