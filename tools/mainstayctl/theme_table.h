// Themes as a table: what many texts say, how that compares, and the sentences behind it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tools/mainstayctl/language.h"
#include "tools/mainstayctl/session.h"

namespace mainstay::ctl {

struct ThemeLine {
  std::string term;
  std::string count;                                          // of texts that say it
  std::string growth, against;                                // as ThemeRatio says
  std::vector<std::pair<std::string, std::string>> examples;  // sentences, and what they are of
};

struct ThemeTable {
  std::string count_title;
  std::string example_title;             // what the sentences are of; empty: that is not shown
  bool growth = false, against = false;  // whether there is something to compare with
  std::vector<ThemeLine> lines;
};

// How a theme's share compares: "×3.2", "new" where none of the others have it.
std::string ThemeRatio(int64_t others, double rate_ratio, Language language);

// Numbered lines, or that no theme stands out.
void PrintThemeTable(Session& session, const ThemeTable& themes, Language language);

}  // namespace mainstay::ctl
