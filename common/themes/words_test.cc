#include "common/themes/words.h"

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

namespace mainstay::themes {
namespace {

// The words with spaces between, "|" where phrases end.
std::string Cut(std::string_view text) {
  WordCutter cutter;
  return absl::StrJoin(cutter.Cut(ToPlainText(text)), " ",
                       [](std::string* out, const CutWord& word) {
                         out->append(word.text.empty() || word.text == "," ? "|" : word.text);
                       });
}

TEST(WordCutterTest, CutsChineseByTheDictionary) {
  EXPECT_EQ(Cut("前台服务态度恶劣"), "前台 服务态度 恶劣");
  EXPECT_EQ(Cut("空调漏水"), "空调 漏水");
}

TEST(WordCutterTest, JoinsWhatTheDictionaryDoesNotKnow) {
  EXPECT_EQ(Cut("服务员"), "服务员");
  EXPECT_EQ(Cut("卫生间性价比客服交期"), "卫生间 性价比 客服 交期");
  EXPECT_EQ(Cut("修不好"), "修不好");
  EXPECT_EQ(Cut("附出厂检测报告"), "附 出厂 检测 报告");
  EXPECT_EQ(Cut("能在线查询"), "能 在线 查询");
  EXPECT_EQ(Cut("余量大"), "余量 大");
  EXPECT_EQ(Cut("报价比同行高"), "报价 比同行 高");
}

TEST(WordCutterTest, TakesAdverbsAndParticlesOff) {
  EXPECT_EQ(Cut("太差"), "太 差");
  EXPECT_EQ(Cut("空调坏了"), "空调 坏 了");
  EXPECT_EQ(Cut("热水都没有"), "热水 都 没有");
  EXPECT_EQ(Cut("最好"), "最好");
  EXPECT_EQ(Cut("目的"), "目的");
}

TEST(WordCutterTest, CutsMixedText) { EXPECT_EQ(Cut("WiFi信号差"), "wifi 信号 差"); }

TEST(WordCutterTest, EndsPhrasesAtPunctuationLinesAndSpacesBetweenChinese) {
  EXPECT_EQ(Cut("差，脏"), "差 | 脏");
  EXPECT_EQ(Cut("差\n脏"), "差 | 脏");
  EXPECT_EQ(Cut("差 脏"), "差 | 脏");
  EXPECT_EQ(Cut("hot water"), "hot water");
  EXPECT_EQ(Cut("差\U0001F621脏"), "差 | 脏");
}

TEST(WordCutterTest, TellsWhereWordsStand) {
  WordCutter cutter;
  const std::vector<CutWord> words = cutter.Cut(ToPlainText("a㎡，房间太小"));
  ASSERT_EQ(words.size(), 5u);
  EXPECT_EQ(words[2].text, "房间");
  EXPECT_EQ(words[2].begin, 7u);
  EXPECT_EQ(words[4].text, "小");
  EXPECT_EQ(words[4].end, 19u);
}

TEST(WordCutterTest, KnowsWhatWordsAre) {
  WordCutter cutter;
  const auto class_of = [&](std::string_view word) {
    const std::vector<CutWord> words = cutter.Cut(ToPlainText(word));
    EXPECT_EQ(words.size(), 1u) << word;
    return words.empty() ? WordClass::kBreak : words[0].word_class;
  };
  EXPECT_EQ(class_of("早餐"), WordClass::kContent);
  EXPECT_EQ(class_of("脏"), WordClass::kEvaluation);
  EXPECT_EQ(class_of("大"), WordClass::kMeasure);
  EXPECT_EQ(class_of("非常"), WordClass::kTransparent);
  EXPECT_EQ(class_of("因为"), WordClass::kBreak);
  EXPECT_EQ(class_of("昨天"), WordClass::kBreak);
  EXPECT_EQ(class_of("三"), WordClass::kBreak);
  EXPECT_EQ(class_of("2008"), WordClass::kBreak);
  EXPECT_EQ(class_of("x"), WordClass::kBreak);
  EXPECT_EQ(class_of("一般"), WordClass::kEvaluation);
  EXPECT_EQ(class_of(std::string(200, 'x')), WordClass::kBreak);
}

}  // namespace
}  // namespace mainstay::themes
