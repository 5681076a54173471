// What verifications of cases publish.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/engagement/case_verifications/case_verification.h"

namespace mainstay::engagement {

// The one fact of a verification: what a visit found.
events::OutboxEvent CaseVerifiedEvent(const CaseVerification& verification,
                                      const history::WriteContext& context);

}  // namespace mainstay::engagement
