// What customers were told of their cases (客诉进展), which feedback's events tell of, as
// communications.
#pragma once

#include <mainstay/events/v1/event.pb.h>
#include <mainstay/feedback/v1/case_events.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Logs what was told, once for each entry of a case; notes among us are passed over. What was said
// stays in feedback: the communication says where. Its source is the case, its external id the
// entry.
absl::Status TakeCaseEntryAdded(pg::Tx& tx, const events::v1::Event& event,
                                const feedback::v1::CaseEntryAdded& payload);

// Adds it to the subscription to feedback.
void TakeCaseEntries(events::Subscription& subscription);

}  // namespace mainstay::engagement
