// The states of a visit and the verbs that lead from one to the next.
//
//   planned → :confirm → confirmed → :prepare → prepared → :checkIn → checked_in → :complete
//
// A visit nobody announced is checked in from planned; one that was missed may still be made, moved
// or called off.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace mainstay::engagement {

enum class VisitVerb { kReschedule, kConfirm, kPrepare, kCheckIn, kComplete, kCancel, kMiss };

// The verb as it stands in the history: "check_in".
std::string_view NameOf(VisitVerb verb);
// The state that a verb leads to.
std::string_view StateAfter(VisitVerb verb);
// The states that a verb is allowed from.
absl::Span<const std::string_view> StatesBefore(VisitVerb verb);

// OK when `verb` is allowed from `state`; otherwise the error of status::CheckState.
absl::Status CheckVerb(VisitVerb verb, std::string_view state);

}  // namespace mainstay::engagement
