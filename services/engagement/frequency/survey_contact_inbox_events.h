// Survey's invitations as contacts of customers.
#pragma once

#include <mainstay/survey/v1/invitation_events.pb.h>

#include "absl/status/status.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"

namespace mainstay::engagement {

// Notes that a wave of a campaign reached the account: once, at the time of its first invitation.
// INVALID_ARGUMENT, and so a dead letter, for names that are none.
absl::Status TakeInvitationSent(pg::Tx& tx, const events::v1::Event& event,
                                const survey::v1::InvitationSent& payload);

// Adds it to a subscription to survey.
void TakeSurveyContacts(events::Subscription& subscription);

}  // namespace mainstay::engagement
