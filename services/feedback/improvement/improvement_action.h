// A corrective action (纠正措施) and its way through plan → do → check → act. Domain code: no SQL,
// no proto.
//
//   plan → :start → do → :check → check → :standardize → act
//   check → :check → check, measured anew      check → :repeat → do, the next turn
//   plan, do, check → :cancel → cancelled
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/feedback/reports/case_figures.h"

namespace mainstay::feedback {

// The figure of what people measure themselves; the others are figures of cases.
inline constexpr std::string_view kByHand = "by_hand";

// What an action is measured by.
struct ImprovementMeasure {
  std::string figure;    // "by_hand", "received_count", …; empty: not said yet
  std::string category;  // branch, or empty
  std::string kind;      // or empty
  std::string unit;
  std::string source;  // of what is measured by hand
  std::optional<double> goal;
};

struct MeasuredValue {
  double value = 0;
  absl::CivilDay first_day, last_day;
  absl::Time measure_time;
};

// Enums are the lower-case tails of the API's value names; "" is not said.
struct ImprovementAction {
  std::string id;       // bare UUID
  int64_t version = 1;  // counts its writes, from 1
  std::string title;
  std::string problem;
  std::string plan;
  std::string owner;
  std::optional<absl::CivilDay> due_date;
  int year = 0, quarter = 0;  // of the plan it is in; 0: of none
  std::vector<std::string> case_ids;
  std::vector<std::string> requirement_ids;
  ImprovementMeasure measure;
  std::string state = "plan";
  std::optional<MeasuredValue> before, after;
  int turn = 1;
  std::string outcome;
  absl::Time create_time;
  absl::Time update_time;
};

// Cuts the spaces around single-line fields, and gives figures of cases their unit.
void FillIn(ImprovementAction& action);

// Checks what people write; INVALID_ARGUMENT names all that cannot be accepted.
absl::Status Validate(const ImprovementAction& action);

// The table of an action's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<ImprovementAction>> ImprovementActionFields();
// Every field whose changes are kept.
absl::Span<const history::Field<ImprovementAction>> RecordedImprovementActionFields();

// What the figures of some cases say of `figure`; nothing when they say nothing, as a rate of none.
std::optional<double> ValueOf(std::string_view figure, const CaseFigures& figures);

// What callers who do not see every account may measure, though it is of all accounts: whole months
// and no category below the second level, so that nobody learns of the single cases of others by
// measuring day by day. By hand anything. INVALID_ARGUMENT on `field`, or FAILED_PRECONDITION with
// reason TOO_NARROW.
absl::Status CheckTellsNoCase(const ImprovementMeasure& measure, absl::CivilDay first_day,
                              absl::CivilDay last_day, std::string_view field);

// Each verb changes the action, or gives an error and leaves it: INVALID_ARGUMENT names the field,
// FAILED_PRECONDITION with reason WRONG_STATE the states that allow the verb, NOT_READY what is
// missing. What is measured after begins behind what was measured before, and counts are of periods
// of the same length: as many days, or as many whole months.
absl::Status Start(ImprovementAction& action, const MeasuredValue& before);
absl::Status Check(ImprovementAction& action, const MeasuredValue& after);
absl::Status Repeat(ImprovementAction& action, std::optional<absl::CivilDay> due_date,
                    const std::string& reason);
absl::Status Standardize(ImprovementAction& action, const std::string& outcome);
absl::Status Cancel(ImprovementAction& action, const std::string& reason);

}  // namespace mainstay::feedback
