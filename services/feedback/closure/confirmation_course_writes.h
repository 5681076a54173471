// Reminds of resolved cases that nobody has confirmed, and closes them in the end.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/feedback/cases/case_sequel.h"
#include "services/feedback/deps.h"

namespace mainstay::feedback {

// Begins a case's course when it is resolved, and ends it when it goes on in any way.
CaseSequel ConfirmationSequel();

// Periodic work: one step of up to 50 courses whose time has come. Nothing happens while the
// calendar of the settings is not known here. Each step is taken once, however many instances do
// this at once: it is looked at again under the case's lock. A case that fails holds up no other:
// it is logged and put off for a day.
absl::StatusOr<bool> AdvanceConfirmations(pg::Tx& tx, absl::Time now, const Deps& deps);

}  // namespace mainstay::feedback
