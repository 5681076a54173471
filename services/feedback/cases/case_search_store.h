// What cases are found by: their texts folded, in Chinese and English (common/text/search.h).
#pragma once

#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// Keeps what each of `cases`, written in this transaction, is found by: subject, facts, cause, the
// customer's position and the resolution.
void KeepCaseSearch(pg::Tx& tx, absl::Span<const Case* const> cases);

// Whether a case with these changes is found by something else than before.
bool ChangesCaseSearch(absl::Span<const history::Change> changes);

}  // namespace mainstay::feedback
