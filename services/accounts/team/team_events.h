// The facts that the team publishes: user ids and roles, as versions of the account.
#pragma once

#include <cstdint>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/accounts/team/member.h"

namespace mainstay::accounts {

events::OutboxEvent MemberAddedEvent(const TeamMember& member, int64_t account_version,
                                     const history::WriteContext& context);
events::OutboxEvent MemberChangedEvent(const TeamMember& member, int64_t account_version,
                                       const history::WriteContext& context);
events::OutboxEvent MemberRemovedEvent(const TeamMember& member, int64_t account_version,
                                       const history::WriteContext& context);

}  // namespace mainstay::accounts
