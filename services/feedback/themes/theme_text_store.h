// The texts of cases for the analysis of themes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "common/themes/themes.h"

namespace mainstay::feedback {

// Which cases are analysed. Of those of `kinds` the ones from `before` until `start` are of the
// period before; those of `against_kinds` count from `start` only.
struct ThemeSelection {
  std::string account_id;  // resolved by the caller; empty: every one in the scope
  std::vector<std::string> kinds, against_kinds;
  std::string category;  // and those under it; empty: all
  std::string tier;      // of the account; empty: all
  absl::Time before = absl::InfinitePast();
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();  // the first instant that does not count
  std::string time_zone;                    // of months
};

struct ThemeText {
  std::string case_id, account_id;  // bare ids
  std::string account_name, tier, category;
  std::string month;  // "2026-03"
  int64_t number = 0;
  themes::Group group = themes::Group::kNow;
  std::string text;
};

struct ThemeTextSize {
  int64_t texts = 0, bytes = 0;
};

// How much ReadThemeTexts would read. In the same transaction nobody adds to it.
ThemeTextSize SizeThemeTexts(pg::Tx& tx, const ThemeSelection& selection,
                             const auth::AccountScope& scope);
// The texts, the oldest case first. They are all in memory: ask for their size before.
std::vector<ThemeText> ReadThemeTexts(pg::Tx& tx, const ThemeSelection& selection,
                                      const auth::AccountScope& scope);

}  // namespace mainstay::feedback
