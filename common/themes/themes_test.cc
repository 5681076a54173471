#include "common/themes/themes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iterator>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/text/rules.h"

namespace mainstay::themes {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<SourceText> Now(const std::vector<std::string_view>& texts) {
  static constexpr std::string_view kIds[] = {"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7"};
  std::vector<SourceText> now;
  for (size_t i = 0; i < texts.size(); ++i) now.push_back({.id = kIds[i % 8], .text = texts[i]});
  return now;
}

ThemeReport Find(const std::vector<SourceText>& texts, const ThemeOptions& options = {}) {
  return FindThemes(texts, options).value();
}

// "term texts/own" of every theme, in order.
std::vector<std::string> Lines(const ThemeReport& report) {
  std::vector<std::string> lines;
  for (const Theme& theme : report.themes) {
    lines.push_back(absl::StrCat(theme.term, " ", theme.texts, "/", theme.own_texts));
  }
  return lines;
}

const Theme* Get(const ThemeReport& report, std::string_view key) {
  for (const Theme& theme : report.themes) {
    if (theme.key == key) return &theme;
  }
  return nullptr;
}

TEST(ThemesTest, TellsWhatChineseTextsSay) {
  const ThemeReport report = Find(Now({"房间隔音很差。早餐还可以。", "隔音效果太差了！",
                                       "没有热水，隔音差", "晚上没热水", "地毯脏"}));
  EXPECT_THAT(Lines(report), ElementsAre("隔音差 3/3", "没有热水 2/2"));
  const Theme& theme = report.themes[0];
  EXPECT_EQ(theme.key, "隔音 差");
  EXPECT_EQ(theme.kind, TermKind::kStatement);
  EXPECT_EQ(theme.occurrences, 3);
  EXPECT_FALSE(theme.growth.has_value());
  EXPECT_FALSE(theme.contrast.has_value());
}

TEST(ThemesTest, TellsWhatBusinessCustomersSay) {
  const ThemeReport report = Find(Now({"交期又延误了", "这批货的交期延误", "外箱破损严重",
                                       "外箱有破损", "客服一直不回复", "客服不回复邮件"}));
  EXPECT_THAT(Lines(report), ElementsAre("交期延误 2/2", "外箱破损 2/2", "客服不回复 2/2"));
}

std::set<std::string> TermsOf(const std::vector<std::string>& texts) {
  std::vector<SourceText> sources;
  for (const std::string& text : texts) sources.push_back({.id = "t", .text = text});
  std::set<std::string> terms;
  for (const Theme& theme : Find(sources, {}).themes) terms.insert(theme.term);
  return terms;
}

TEST(ThemesTest, NamesThemesNotClauses) {
  const auto terms = TermsOf({"发票税率开错，财务无法入账。", "税率不一致，财务无法入账。",
                              "发票不对，财务无法入账", "空调不能用", "空调不能用，房间没有热水",
                              "空调坏了不能用；房间没有热水"});
  EXPECT_TRUE(terms.contains("不能入账"));
  EXPECT_FALSE(terms.contains("财务不能入账"));
  EXPECT_TRUE(terms.contains("空调不能用"));
  EXPECT_TRUE(terms.contains("房间没有热水"));
}

TEST(ThemesTest, UnitsAndShortLatinWordsAreNoThemes) {
  const auto terms = TermsOf({"溶液 50 ml 少装", "ml 不足，压力 mpa 偏低", "每桶 ml 数不对，TV 坏",
                              "压力 mpa 偏低，kg 不足，TV 坏", "kg 不足，TV 坏"});
  for (const char* unit : {"ml", "kg", "mpa"}) EXPECT_FALSE(terms.contains(unit)) << unit;
  EXPECT_TRUE(terms.contains("tv坏"));
}

TEST(ThemesTest, TellsWhatEnglishTextsSay) {
  const ThemeReport report =
      Find(Now({"There was no hot water.", "No hot water at all, and the staff were rude.",
                "The staff was very rude!", "Rude staff", "hot water was fine"}));
  EXPECT_THAT(Lines(report), ElementsAre("no hot water 2/2", "staff rude 2/2"));
}

TEST(ThemesTest, CountsWhatIsDeniedApart) {
  const ThemeReport report = Find(Now(
      {"服务不好", "服务好", "服务不是很好", "服务很好", "服务真好", "服务不错", "服务也不错"}));
  ASSERT_NE(Get(report, "服务 不好"), nullptr);
  EXPECT_EQ(Get(report, "服务 不好")->texts, 2);
  ASSERT_NE(Get(report, "服务 好"), nullptr);
  EXPECT_EQ(Get(report, "服务 好")->texts, 3);
  ASSERT_NE(Get(report, "服务 不错"), nullptr);
  EXPECT_EQ(Get(report, "服务 不错")->texts, 2);
}

TEST(ThemesTest, ShowsTheSentencesBehindATheme) {
  const std::string_view first = "位置好。房间的隔音实在很差！不来了";
  const ThemeReport report =
      Find(Now({first, "隔音差", "隔音差", "隔音太差"}), {.max_examples = 2});
  ASSERT_EQ(report.themes.size(), 1u);
  const std::vector<Example>& examples = report.themes[0].examples;
  ASSERT_EQ(examples.size(), 2u);
  EXPECT_EQ(examples[0].text_id, "t0");
  EXPECT_EQ(examples[0].sentence, "房间的隔音实在很差！");
  const auto bytes = [&](Span span) { return first.substr(span.begin, span.end - span.begin); };
  EXPECT_EQ(bytes(examples[0].sentence_bytes), "房间的隔音实在很差！");
  EXPECT_EQ(bytes(examples[0].term_bytes), "隔音实在很差");
  EXPECT_EQ(examples[1].text_id, "t1");  // and not t2, which says the same
}

TEST(ThemesTest, CountsByLabel) {
  std::vector<SourceText> texts = Now({"隔音差", "隔音很差", "隔音太差", "早餐好"});
  texts[0].labels = {"tier=A", "category=room", "tier=A"};
  texts[1].labels = {"tier=B", "category=room"};
  texts[3].labels = {"tier=A"};
  const ThemeReport report = Find(texts);
  ASSERT_EQ(report.themes.size(), 1u);
  std::vector<std::string> labels;
  for (const LabelCount& label : report.themes[0].labels) {
    labels.push_back(absl::StrCat(label.label, " ", label.texts));
  }
  EXPECT_THAT(labels, ElementsAre("category=room 2", "tier=A 1", "tier=B 1"));
}

// 20 texts of now and before each: 隔音差 grew from 1 to 12, 早餐差 stayed.
std::vector<SourceText> Growing(Group other) {
  std::vector<SourceText> texts;
  for (int i = 0; i < 20; ++i) {
    texts.push_back({.id = "now", .text = i < 12 ? "隔音差" : "早餐差，很贵"});
    texts.push_back({.id = "other", .text = i < 1 ? "隔音差" : "早餐差", .group = other});
  }
  return texts;
}

TEST(ThemesTest, TestsGrowth) {
  const ThemeReport report = Find(Growing(Group::kBefore), {.order = Order::kGrowth});
  EXPECT_EQ(report.texts, 20);
  EXPECT_EQ(report.texts_before, 20);
  ASSERT_FALSE(report.themes.empty());
  const Theme& theme = report.themes[0];
  EXPECT_EQ(theme.term, "隔音差");
  ASSERT_TRUE(theme.growth.has_value());
  EXPECT_EQ(theme.growth->texts, 1);
  EXPECT_NEAR(theme.growth->rate_ratio, 12.5 / 1.5, 1e-9);
  // 2 (12 ln(12/6.5) + 8 ln(8/13.5) + 1 ln(1/6.5) + 19 ln(19/13.5))
  EXPECT_NEAR(theme.growth->log_likelihood, 15.5848, 1e-3);
  EXPECT_LT(theme.growth->p, 1e-4);
  EXPECT_GE(theme.growth->adjusted_p, theme.growth->p);
  for (const Theme& grown : report.themes) EXPECT_NE(grown.term, "早餐差");
}

TEST(ThemesTest, ContrastsWithOtherTexts) {
  const ThemeReport report = Find(Growing(Group::kAgainst), {.order = Order::kContrast});
  ASSERT_FALSE(report.themes.empty());
  EXPECT_EQ(report.themes[0].term, "隔音差");
  EXPECT_EQ(report.themes[0].contrast->texts, 1);
  EXPECT_FALSE(report.themes[0].growth.has_value());
  EXPECT_THAT(Find(Growing(Group::kAgainst), {.order = Order::kGrowth}).themes, IsEmpty());
}

TEST(ThemesTest, LeavesOutWordsOfNearlyEveryText) {
  std::vector<SourceText> texts;
  for (int i = 0; i < 60; ++i) {
    texts.push_back({.id = "t", .text = i % 3 == 0 ? "酒店在市区，房间很小" : "酒店停车，早餐差"});
  }
  const ThemeReport report = Find(texts);
  EXPECT_EQ(Get(report, "酒店"), nullptr);
  EXPECT_NE(Get(report, "房间 小"), nullptr);
}

TEST(ThemesTest, IsTheSameEveryTime) {
  std::vector<SourceText> texts = Growing(Group::kBefore);
  for (std::string_view text : {"甲方案慢", "乙方案慢", "甲方案慢", "乙方案慢"}) {
    texts.push_back({.id = "tie", .text = text});
  }
  const auto dump = [&] {
    std::string all;
    for (const Theme& theme : Find(texts).themes) {
      absl::StrAppend(&all, theme.key, " ", theme.score, " ", theme.texts, "\n");
    }
    return all;
  };
  EXPECT_EQ(dump(), dump());
}

TEST(ThemesTest, TakesWhateverPeopleWrite) {
  const ThemeReport report =
      Find(Now({"隔音差\xff\xfe\U0001F621", "<b>隔音</b>", "隔音差&nbsp;http://x.cn/隔", "",
                "？？？", "１２３", "隔音較差"}));
  EXPECT_THAT(Lines(report), ElementsAre("隔音差 2/2", "隔音 4/2"));
}

// Whatever bytes come, examples lie in their texts and are UTF-8.
TEST(ThemesTest, HoldsWithRandomBytes) {
  constexpr std::string_view kPieces[] = {
      "隔音差",  "没有", "热水",       "不",       "太",   "，",     "。",         " ",
      "\n",      "no ",  "hot water ", "n't ",     "<br",  ">",      "&nb",        "sp;",
      "http://", "\xff", "\xe9\x9a",   "\xf0\x9f", "ＡＢ", "\u200d", "\U0001F600", "都没有",
      "不是",    "的",   "2.5",        "A-1",      "'",    "㎡"};
  std::mt19937 random(14);
  std::vector<std::string> written(400);
  std::vector<SourceText> texts;
  for (std::string& text : written) {
    for (unsigned i = random() % 60; i > 0; --i) text += kPieces[random() % std::size(kPieces)];
    texts.push_back(
        {.id = "r", .text = text, .group = random() % 3 == 0 ? Group::kBefore : Group::kNow});
  }
  const ThemeReport report = Find(texts, {.max_themes = kMaxThemes, .max_examples = kMaxExamples});
  EXPECT_FALSE(report.themes.empty());
  for (const Theme& theme : report.themes) {
    EXPECT_LE(theme.own_texts, theme.texts);
    EXPECT_LE(theme.texts, theme.occurrences);
    EXPECT_LE(theme.texts, report.texts);
    for (const Example& example : theme.examples) {
      EXPECT_LE(example.sentence_bytes.begin, example.term_bytes.begin) << theme.term;
      EXPECT_LT(example.term_bytes.begin, example.term_bytes.end) << theme.term;
      EXPECT_LE(example.term_bytes.end, example.sentence_bytes.end) << theme.term;
      EXPECT_LE(text::Characters(example.sentence), kMaxSentenceCharacters + 1);
    }
  }
}

// A sentence that many wrote alike has several phrases, each of them a theme.
TEST(ThemesTest, TellsASentenceOnce) {
  const std::vector<std::string_view> alike(4, "发票金额与合同约定的单价不一致。");
  std::vector<std::string_view> texts = alike;
  for (const char* other :
       {"隔音差，没有热水。", "没有热水；隔音差。", "隔音很差，晚上没有热水。"}) {
    texts.push_back(other);
  }
  std::vector<SourceText> sources;
  for (const std::string_view text : texts) sources.push_back({.id = "t", .text = text});
  const ThemeReport report = Find(sources);
  int of_invoices = 0;
  for (const Theme& theme : report.themes) {
    ASSERT_FALSE(theme.examples.empty());
    if (theme.examples[0].sentence == alike[0]) ++of_invoices;
  }
  EXPECT_EQ(of_invoices, 1);
  // What the same sentences say in a clause of its own is another theme.
  EXPECT_NE(Get(report, "隔音 差"), nullptr);
  EXPECT_NE(Get(report, "没有热水"), nullptr);
}

TEST(ThemesTest, OfNothingIsNothing) {
  EXPECT_THAT(Find({}).themes, IsEmpty());
  EXPECT_THAT(Find(Growing(Group::kNow), {.order = Order::kGrowth}).themes, IsEmpty());
  std::vector<SourceText> only_before = {{.id = "a", .text = "差", .group = Group::kBefore}};
  EXPECT_THAT(Find(only_before).themes, IsEmpty());
}

TEST(ThemesTest, KeepsToItsLimits) {
  EXPECT_EQ(Find(Growing(Group::kNow), {.max_themes = 1}).themes.size(), 1u);
  const auto refused = [](const ThemeOptions& options) {
    return std::string(FindThemes({}, options).status().message());
  };
  EXPECT_THAT(refused({.max_themes = 0}), HasSubstr("max_themes"));
  EXPECT_THAT(refused({.max_themes = kMaxThemes + 1}), HasSubstr("max_themes"));
  EXPECT_THAT(refused({.max_examples = kMaxExamples + 1}), HasSubstr("max_examples"));
  EXPECT_THAT(refused({.min_texts = -1}), HasSubstr("min_texts"));
  EXPECT_THAT(std::string(CheckOptions({.min_texts = -1}, "min_cases").message()),
              HasSubstr("min_cases"));
  EXPECT_THAT(refused({.stop_words = {"x", ""}}), HasSubstr("stop_words[1]"));
  EXPECT_THAT(refused({.stop_words = {std::string(kMaxStopWordCharacters + 1, 'x')}}),
              HasSubstr("stop_words[0]"));
  EXPECT_THAT(refused({.false_discovery_rate = 0}), HasSubstr("false_discovery_rate"));
  EXPECT_THAT(refused({.terms = {.common_share = 2}}), HasSubstr("common_share"));

  const std::vector<SourceText> many(kMaxTexts + 1);
  EXPECT_THAT(std::string(FindThemes(many, {}).status().message()), HasSubstr("texts"));
  const std::string mebibyte(size_t{1} << 20, 'x');
  const std::vector<SourceText> large(33, SourceText{.id = "a", .text = mebibyte});
  EXPECT_THAT(std::string(FindThemes(large, {}).status().message()), HasSubstr("MiB"));
  SourceText labelled{.id = "a", .text = "差"};
  labelled.labels.resize(kMaxLabels + 1, "x");
  EXPECT_THAT(std::string(FindThemes({labelled}, {}).status().message()), HasSubstr("labels"));
}

}  // namespace
}  // namespace mainstay::themes
