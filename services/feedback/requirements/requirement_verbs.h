// The funnel (需求漏斗) of a requirement and the verbs that lead through it.
//
//   collected → :screen → screened → :assess → assessed → :plan → planned → :start → delivering
//   → :deliver → delivered → :validate → validated;  delivered → :start → delivering
//   collected to delivering → :reject → rejected → :reconsider → collected
//
// Each verb changes the requirement, or gives an error and leaves it: INVALID_ARGUMENT names the
// field that is missing, FAILED_PRECONDITION with reason WRONG_STATE the states that allow the
// verb, with MERGED what it was merged into.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/feedback/requirements/requirement.h"

namespace mainstay::feedback {

// `verb` is "screen", "assess", "plan", "start", "deliver", "validate", "reject" or "reconsider",
// or "keep", which changes nothing and is possible in every state.
absl::Status Move(Requirement& requirement, std::string_view verb, const std::string& note,
                  absl::Time now);

// One that was merged takes no other write: FAILED_PRECONDITION with reason MERGED.
absl::Status CheckNotMerged(const Requirement& requirement);

// Merges `merged` into `into`; `parts` is how many parts `merged` has. What both are must be
// locked.
absl::Status Merge(Requirement& merged, const Requirement& into, int parts);
absl::Status Unmerge(Requirement& merged);

}  // namespace mainstay::feedback
