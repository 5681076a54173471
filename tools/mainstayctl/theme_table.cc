#include "tools/mainstayctl/theme_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/mainstayctl/table.h"

namespace mainstay::ctl {

std::string ThemeRatio(int64_t others, double rate_ratio, Language language) {
  if (others == 0) return In(language, "new", "新");
  return absl::StrFormat("×%.1f", rate_ratio);
}

void PrintThemeTable(Session& session, const ThemeTable& themes, Language language) {
  if (themes.lines.empty()) {
    session.out() << In(language, "no theme stands out\n", "没有突出的主题\n");
    return;
  }
  std::vector<Column> columns = {{.title = "#", .right = true},
                                 {.title = In(language, "THEME", "主题")},
                                 {.title = themes.count_title, .right = true}};
  if (themes.growth) columns.push_back({In(language, "GROWTH", "增长"), true});
  if (themes.against) columns.push_back({In(language, "AGAINST", "对比"), true});
  const size_t examples_at = columns.size();
  columns.push_back({.title = In(language, "SENTENCE", "原句"), .shrinks = true});
  if (!themes.example_title.empty()) columns.push_back({themes.example_title, true});
  const size_t width = columns.size();
  Table table(std::move(columns));
  int place = 0;
  for (const ThemeLine& line : themes.lines) {
    std::vector<std::string> row = {absl::StrCat(++place), line.term, line.count};
    if (themes.growth) row.push_back(line.growth);
    if (themes.against) row.push_back(line.against);
    if (line.examples.empty()) row.resize(width);
    for (const auto& [sentence, of] : line.examples) {
      row.resize(examples_at);
      row.push_back(sentence);
      if (width > row.size()) row.push_back(of);
      table.Add(std::exchange(row, {}));
    }
    if (!row.empty()) table.Add(std::move(row));
  }
  session.out() << table.Render(session.out_terminal());
}

}  // namespace mainstay::ctl
