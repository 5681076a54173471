// The figures of cases and what follows from them. Domain code: no SQL, no proto.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/text/rules.h"

namespace mainstay::feedback {

// Which cases count.
struct CaseSelection {
  absl::Time start = absl::InfinitePast();  // received then or later …
  absl::Time end = absl::InfiniteFuture();  // … and before then
  std::string time_zone = text::kDefaultTimeZone;
  std::string kind;        // empty: every one
  std::string category;    // that branch; empty: every one
  int category_depth = 0;  // parts of codes that are told apart; 0: all
};

// The selection of the days from first_day to last_day in the time zone, where they are said;
// checks the rest. INVALID_ARGUMENT names the fields.
absl::Status SelectDays(std::optional<absl::CivilDay> first_day,
                        std::optional<absl::CivilDay> last_day, CaseSelection& selection);

// How the clocks of one kind went.
struct ClockFigures {
  std::string clock;    // "resolve"
  int64_t in_time = 0;  // met
  int64_t late = 0;     // met too late, or overdue
  int64_t running = 0;  // and not overdue
};

// How cases went; the API's CaseFigures says what each counts.
struct CaseFigures {
  std::string key;  // of the group; empty for the total and for those without any
  std::string account_display_name;
  int64_t received = 0, withdrawn = 0, open = 0, resolved = 0, closed = 0, closed_by_time_out = 0;
  int64_t reopened = 0, came_back = 0, recurrences = 0;
  int64_t first_time_right = 0;
  int64_t judged = 0;  // closed or reopened: what first_time_right is a part of
  int64_t settled = 0;
  std::optional<absl::Duration> mean_settling_time, median_settling_time;
  std::vector<ClockFigures> clocks;
};

// part / whole; nothing of nothing.
std::optional<double> RateOf(int64_t part, int64_t whole);

// Ages of open cases: from so many times 24 hours on, each to the next.
inline constexpr std::array<int, 7> kAgeDays = {0, 1, 3, 7, 14, 30, 90};

// The open cases of a group.
struct BacklogFigures {
  std::string key;
  std::string account_display_name;
  int64_t open = 0, waiting = 0, resolved = 0, overdue = 0, unassigned = 0;
  std::optional<absl::Time> oldest;
  std::array<int64_t, kAgeDays.size()> ages = {};    // by kAgeDays
  std::array<int64_t, kAgeDays.size()> severe = {};  // of them
};

// One row of a Pareto analysis.
struct ParetoRow {
  std::string key;
  int64_t count = 0;
  int64_t severe = 0;
};
struct CasePareto {
  std::vector<ParetoRow> rows;  // the most frequent first
  int64_t total = 0;            // of the rows and those behind the limit
  int64_t unknown = 0;          // cases that say nothing
};

}  // namespace mainstay::feedback
