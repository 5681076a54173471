#include "services/accounts/team/team_events.h"

#include <mainstay/accounts/v1/events.pb.h>

#include "services/accounts/profile/account_events.h"
#include "services/accounts/profile/account_proto.h"

namespace mainstay::accounts {

events::OutboxEvent MemberAddedEvent(const TeamMember& member, int64_t account_version,
                                     const history::WriteContext& context) {
  v1::TeamMemberAdded event;
  event.set_account(AccountName(member.account_id));
  event.set_user(member.user);
  event.set_role(member.role);
  return AccountEvent(member.account_id, account_version, event, context);
}

events::OutboxEvent MemberChangedEvent(const TeamMember& member, int64_t account_version,
                                       const history::WriteContext& context) {
  v1::TeamMemberChanged event;
  event.set_account(AccountName(member.account_id));
  event.set_user(member.user);
  event.set_role(member.role);
  return AccountEvent(member.account_id, account_version, event, context);
}

events::OutboxEvent MemberRemovedEvent(const TeamMember& member, int64_t account_version,
                                       const history::WriteContext& context) {
  v1::TeamMemberRemoved event;
  event.set_account(AccountName(member.account_id));
  event.set_user(member.user);
  return AccountEvent(member.account_id, account_version, event, context);
}

}  // namespace mainstay::accounts
