// Facts about invitations.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// Each is of the version that the invitation has.
events::OutboxEvent InvitationSentEvent(const Invitation& invitation,
                                        const history::WriteContext& context);
events::OutboxEvent InvitationBouncedEvent(const Invitation& invitation,
                                           const history::WriteContext& context);
events::OutboxEvent InvitationRevokedEvent(const Invitation& invitation,
                                           const history::WriteContext& context);

}  // namespace mainstay::survey
