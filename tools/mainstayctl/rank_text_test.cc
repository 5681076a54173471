#include "tools/mainstayctl/rank_text.h"

#include <gtest/gtest.h>

namespace mainstay::ctl {
namespace {

feedback::v1::Ranking TwoCriteria() {
  feedback::v1::Ranking ranking;
  ranking.set_ranked_count(2);
  ranking.set_unranked_count(1);
  for (const char* id : {"effect", "effort"}) {
    auto& criterion = *ranking.add_criteria()->mutable_criterion();
    criterion.set_id(id);
    criterion.set_display_name(std::string(id) == "effect" ? "效果" : "投入");
  }
  return ranking;
}

feedback::v1::RankedRequirement First() {
  feedback::v1::RankedRequirement ranked;
  ranked.set_title("检测报告");
  ranked.set_rank(1);
  ranked.set_closeness(0.8125);
  const auto add = [&](const char* criterion, double against, double for_it) {
    auto& part = *ranked.add_parts();
    part.set_criterion(criterion);
    part.set_ideal_share(against);
    part.set_anti_ideal_share(for_it);
  };
  add("effect", 0, 0.95);
  add("effort", 1, 0.05);
  return ranked;
}

TEST(RankTextTest, SaysWhatSpeaksForItAndAgainst) {
  EXPECT_EQ(ExplainRank(TwoCriteria(), First(), "", Language::kEnglish),
            "1. 检测报告: closeness 0.812. For it: 效果 95.0 %. Against it: 投入 100.0 %.");
  EXPECT_EQ(ExplainRank(TwoCriteria(), First(), "", Language::kChinese),
            "第 1 名 检测报告：贴近度 0.812。优势：效果 95.0 %。差距：投入 100.0 %。");
}

TEST(RankTextTest, SaysWhatWouldSwapItWithTheNext) {
  auto ranked = First();
  ranked.set_previous_rank(3);
  ranked.mutable_swap()->set_criterion("effort");
  ranked.mutable_swap()->set_weight(0.2);
  ranked.mutable_swap()->set_swap_weight(0.31);
  const std::string english = ExplainRank(TwoCriteria(), ranked, "英文手册", Language::kEnglish);
  EXPECT_NE(english.find("(was 3)"), std::string::npos) << english;
  EXPECT_NE(english.find(" 英文手册 passes it when 投入 weighs more than 31.0 % (now 20.0 %)."),
            std::string::npos)
      << english;
  ranked.mutable_swap()->set_swap_weight(0.05);
  const std::string chinese = ExplainRank(TwoCriteria(), ranked, "", Language::kChinese);
  EXPECT_NE(chinese.find("（上次第 3 名）"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("“投入”的权重降到 5.0 % 以下（现为 20.0 %）时，下一名将超过它。"),
            std::string::npos)
      << chinese;
}

TEST(RankTextTest, NotesReversals) {
  auto ranking = TwoCriteria();
  EXPECT_EQ(ExplainRanking(ranking, Language::kEnglish),
            "2 are ranked, 1 lacks a score. (rank missing lists them)\n");
  ranking.set_previous("rankings/x");
  ranking.set_reversal_count(4);
  ranking.set_removal_count(2);
  const std::string chinese = ExplainRanking(ranking, Language::kChinese);
  EXPECT_NE(chinese.find("4 对的先后互换"), std::string::npos) << chinese;
  EXPECT_NE(chinese.find("逆序提示：排序很密"), std::string::npos) << chinese;
  ranking.set_ranked_count(3);
  EXPECT_NE(ExplainRanking(ranking, Language::kChinese).find("去掉其中 2 项之一"),
            std::string::npos);
}

TEST(RankTextTest, BandsHaveTheDigitsThatTellThemApart) {
  EXPECT_EQ(FormatBand(0.12, 0.3154, Language::kEnglish), "12.0 % – 31.5 %");
  EXPECT_EQ(FormatBand(0.27301, 0.27334, Language::kEnglish), "27.30 % – 27.33 %");
  EXPECT_EQ(FormatBand(0.273, 0.273001, Language::kEnglish), "fixed");
  EXPECT_EQ(FormatBand(0.5, 0.5, Language::kChinese), "不可变动");
}

}  // namespace
}  // namespace mainstay::ctl
