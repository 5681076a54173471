// What respondents wrote, as a table.
#include <mainstay/survey/v1/analysis_service.pb.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/survey_analysis_tables.h"
#include "tools/mainstayctl/text.h"
#include "tools/mainstayctl/theme_table.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this command

// "reason: 214 texts of 300 responses, before: 180, nps: 96 of the other side".
std::string Summary(const TextThemes& themes, const QuestionTexts& texts, Language language) {
  const bool chinese = language == Language::kChinese;
  std::string text = absl::StrCat(texts.Of(themes.question()), chinese ? "：" : ": ");
  if (chinese) {
    absl::StrAppend(&text, FormatCount(themes.response_count()), " 份答卷中的 ",
                    FormatCount(themes.text_count()), " 条文本");
  } else {
    absl::StrAppend(&text, Counted(themes.text_count(), "text"), " of ",
                    Counted(themes.response_count(), "response"));
  }
  if (themes.before_count() > 0) {
    absl::StrAppend(
        &text, chinese ? "，此前各波次 " : ", earlier waves: ", FormatCount(themes.before_count()));
  }
  if (!themes.contrast_question().empty()) {
    absl::StrAppend(&text, chinese ? "，另一方（按 " : ", the other side (by ",
                    Printable(themes.contrast_question()),
                    chinese ? "）" : "): ", FormatCount(themes.against_count()));
  }
  if (themes.left_out_count() > 0) {
    absl::StrAppend(&text, chinese ? "；较早的 " : "; not read, the oldest: ",
                    FormatCount(themes.left_out_count()), chinese ? " 条未读取" : "");
  }
  return absl::StrCat(text, "\n");
}

// Where there are others but no comparison, 1 to 4 of them say it.
std::string RatioOf(bool compared, const TextThemeComparison& comparison, Language language) {
  return compared ? ThemeRatio(comparison.other_count(), comparison.rate_ratio(), language) : "<5";
}

}  // namespace

void PrintTextThemes(Session& session, const TextThemes& themes, const QuestionTexts& texts,
                     Language language) {
  session.err() << Summary(themes, texts, language);
  if (themes.suppressed()) {
    session.out() << In(language, "(too few to tell)\n", "（人数过少，不显示）\n");
    return;
  }
  ThemeTable table{.count_title = In(language, "TEXTS", "文本数"),
                   .example_title = "",
                   .growth = themes.before_count() > 0,
                   .against = themes.against_count() > 0,
                   .lines = {}};
  for (const TextTheme& theme : themes.themes()) {
    ThemeLine& line = table.lines.emplace_back();
    line.term = theme.term();
    line.count = absl::StrCat(FormatCount(theme.share().count()), " (",
                              FormatShare(theme.share().value()), ")");
    line.growth = RatioOf(theme.has_growth(), theme.growth(), language);
    line.against = RatioOf(theme.has_contrast(), theme.contrast(), language);
    for (const TextThemeExample& example : theme.examples()) {
      line.examples.emplace_back(example.sentence(), "");
    }
  }
  PrintThemeTable(session, table, language);
}

}  // namespace mainstay::ctl
