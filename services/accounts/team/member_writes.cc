#include "services/accounts/team/member_writes.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/events/outbox.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/team/team_events.h"
#include "services/accounts/team/team_store.h"

namespace mainstay::accounts {
namespace {

// Makes the account's next version, with what the history and the event say of the member.
template <class MakeEvent>
int64_t Record(pg::Tx& tx, const TeamMember& member, const std::string& action,
               const std::string& old_value, const std::string& new_value,
               const history::WriteContext& context, MakeEvent make_event) {
  AccountVersion next = NextAccountVersion(tx, member.account_id, context.now);
  history::WriteContext at = context;
  at.now = next.update_time;
  history::RecordChanges(tx, kAccountChanges, member.account_id, next.version, action,
                         {{absl::StrCat("members/", member.user), old_value, new_value}}, at);
  events::Append(tx, make_event(member, next.version, at));
  return next.version;
}

// Whoever answers for the account sees it, so this needs no scope.
std::optional<TeamMember> Find(pg::Tx& tx, const std::string& account_id, const std::string& user) {
  return ReadMember(tx, account_id, user, auth::AccountScope::All());
}

}  // namespace

int64_t AddMember(pg::Tx& tx, const TeamMember& member, const history::WriteContext& context) {
  InsertMember(tx, member);
  return Record(tx, member, "add_member", "", Describe(member), context, MemberAddedEvent);
}

int64_t ChangeMember(pg::Tx& tx, const TeamMember& before, const TeamMember& after,
                     const history::WriteContext& context) {
  UpdateMember(tx, after);
  return Record(tx, after, "change_member", Describe(before), Describe(after), context,
                MemberChangedEvent);
}

int64_t RemoveMember(pg::Tx& tx, const TeamMember& member, const history::WriteContext& context) {
  DeleteMember(tx, member);
  return Record(tx, member, "remove_member", Describe(member), "", context, MemberRemovedEvent);
}

int64_t HandOver(pg::Tx& tx, const std::string& account_id, const std::string& old_owner,
                 const std::string& owner, const history::WriteContext& context) {
  if (const auto before = Find(tx, account_id, old_owner)) {
    TeamMember after = *before;
    after.raci = "responsible";
    after.update_time = context.now;
    ChangeMember(tx, *before, after, context);
  }
  const auto before = Find(tx, account_id, owner);
  TeamMember after = before.value_or(TeamMember{
      .account_id = account_id, .user = owner, .owner = true, .create_time = context.now});
  after.role = "account_manager";
  after.raci = "accountable";
  after.update_time = context.now;
  return before ? ChangeMember(tx, *before, after, context) : AddMember(tx, after, context);
}

}  // namespace mainstay::accounts
