// Themes of real complaints, from real Chinese reviews (reviews_testing.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "common/themes/reviews_testing.h"

namespace mainstay::themes {
namespace {

using ::testing::IsSubsetOf;

class ReviewsTest : public ::testing::Test {
 protected:
  static const std::vector<Review>& Reviews() {
    static const auto& reviews = *new std::vector<Review>(LoadReviews());
    return reviews;
  }
  void SetUp() override {
    if (Reviews().empty()) {
      GTEST_SKIP() << "no real reviews at " << kReviewFile
                   << " (from the repository's root): their themes stay untested here";
    }
  }
  // Complaints against praise.
  static const ThemeReport& Contrast() {
    static const auto& report = *new ThemeReport(
        FindThemes(ComplaintsAgainst(Reviews(), Group::kAgainst), {.order = Order::kContrast})
            .value());
    return report;
  }
  static std::set<std::string> Terms(const ThemeReport& report) {
    std::set<std::string> terms;
    for (const Theme& theme : report.themes) terms.insert(theme.term);
    return terms;
  }
};

// What a reader of the file finds people complain of.
const std::set<std::string> kComplaints = {"服务差",   "房间小",     "隔音差",   "态度差",
                                           "设施陈旧", "服务态度差", "态度恶劣", "设施差"};

TEST_F(ReviewsTest, ReadsThemAll) {
  EXPECT_EQ(Reviews().size(), 7766u);
  EXPECT_EQ(
      std::count_if(Reviews().begin(), Reviews().end(), [](const Review& r) { return r.praise; }),
      5322);
}

TEST_F(ReviewsTest, WhatIsParticularToComplaintsReadsLikeComplaints) {
  const ThemeReport& report = Contrast();
  ASSERT_EQ(report.themes.size(), 50u);
  const std::set<std::string> terms = Terms(report);
  EXPECT_THAT(kComplaints, IsSubsetOf(terms));
  for (const char* praise : {"不错", "好", "干净", "房间干净", "交通方便", "房间大", "满意"}) {
    EXPECT_FALSE(terms.contains(praise)) << praise;
  }
  for (const Theme& theme : report.themes) {
    EXPECT_GT(theme.contrast->rate_ratio, 1) << theme.term;
    EXPECT_LE(theme.contrast->adjusted_p, 0.05) << theme.term;
    EXPECT_EQ(theme.examples.size(), 3u) << theme.term;
  }
}

TEST_F(ReviewsTest, WithNothingToCompareTheyReadLikeComplaintsToo) {
  std::vector<SourceText> complaints;
  for (const SourceText& text : ComplaintsAgainst(Reviews(), Group::kAgainst)) {
    if (text.group == Group::kNow) complaints.push_back(text);
  }
  const std::set<std::string> terms = Terms(FindThemes(complaints, {}).value());
  EXPECT_EQ(terms.size(), 50u);
  for (const char* complaint : {"服务差", "房间小", "隔音差", "设施陈旧", "早餐差", "不好"}) {
    EXPECT_TRUE(terms.contains(complaint)) << complaint;
  }
}

TEST_F(ReviewsTest, WithoutPraiseTheMostFrequentAreComplaints) {
  std::vector<SourceText> complaints;
  for (const SourceText& text : ComplaintsAgainst(Reviews(), Group::kAgainst)) {
    if (text.group == Group::kNow) complaints.push_back(text);
  }
  const std::set<std::string> terms =
      Terms(FindThemes(complaints, {.without_praise = true}).value());
  for (const char* complaint : {"服务差", "房间小", "隔音差", "设施陈旧", "不好", "交通不方便"}) {
    EXPECT_TRUE(terms.contains(complaint)) << complaint;
  }
  for (const char* praise : {"不错", "好", "房间大", "交通方便", "方便", "价格便宜", "干净"}) {
    EXPECT_FALSE(terms.contains(praise)) << praise;
  }
}

// Units and clauses are no names of themes, however far down one reads.
TEST_F(ReviewsTest, NamesAreShortAndNoUnits) {
  const auto texts = ComplaintsAgainst(Reviews(), Group::kAgainst);
  for (const Order order : {Order::kFrequency, Order::kContrast}) {
    const auto report = FindThemes(texts, {.order = order, .max_themes = 300});
    ASSERT_TRUE(report.ok()) << report.status();
    for (const Theme& theme : report->themes) {
      const auto latin = [](char c) { return c >= 'a' && c <= 'z'; };
      const bool word = std::all_of(theme.term.begin(), theme.term.end(), latin);
      EXPECT_TRUE(!word || theme.term.size() > 2 || theme.term == "tv" || theme.term == "pc")
          << theme.term;
      EXPECT_LE(theme.term.size(), word ? 20u : 3u * 8) << theme.term;
    }
  }
}

TEST_F(ReviewsTest, PraiseIsAboutOtherThings) {
  std::vector<SourceText> texts = ComplaintsAgainst(Reviews(), Group::kAgainst);
  for (SourceText& text : texts) {
    text.group = text.group == Group::kNow ? Group::kAgainst : Group::kNow;
  }
  const std::set<std::string> terms = Terms(FindThemes(texts, {.order = Order::kContrast}).value());
  for (const std::string& complaint : kComplaints)
    EXPECT_FALSE(terms.contains(complaint)) << complaint;
  for (const char* praise : {"交通方便", "房间干净", "服务好"}) {
    EXPECT_TRUE(terms.contains(praise)) << praise;
  }
}

TEST_F(ReviewsTest, ExamplesStandInTheirTexts) {
  const std::vector<SourceText> texts = ComplaintsAgainst(Reviews(), Group::kAgainst);
  for (const Theme& theme : Contrast().themes) {
    for (const Example& example : theme.examples) {
      const auto text = std::find_if(texts.begin(), texts.end(), [&](const SourceText& source) {
        return source.id == example.text_id;
      });
      ASSERT_NE(text, texts.end());
      EXPECT_EQ(text->group, Group::kNow);
      ASSERT_LE(example.sentence_bytes.begin, example.term_bytes.begin);
      ASSERT_GE(example.sentence_bytes.end, example.term_bytes.end);
      ASSERT_LE(example.sentence_bytes.end, text->text.size());
    }
  }
}

}  // namespace
}  // namespace mainstay::themes
