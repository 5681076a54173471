// Promises that feedback's events tell of, in the ledger.
#pragma once

#include <mainstay/events/v1/event.pb.h>
#include <mainstay/feedback/v1/case_promise_events.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Makes an open commitment of ours, whose source is the case; what was promised stays in feedback,
// where its text points to. INVALID_ARGUMENT, and so a dead letter, for what cannot be one.
absl::Status TakeCasePromised(pg::Tx& tx, const events::v1::Event& event,
                              const feedback::v1::CasePromised& payload);

// Adds it to the subscription to feedback.
void TakeCasePromises(events::Subscription& subscription);

}  // namespace mainstay::engagement
