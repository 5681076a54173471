#include "services/accounts/profile/account_bulk.h"

#include <map>
#include <utility>

#include "common/events/outbox.h"
#include "common/text/rules.h"
#include "services/accounts/profile/account_events.h"
#include "services/accounts/profile/account_history_store.h"
#include "services/accounts/profile/account_store.h"
#include "services/accounts/profile/external_store.h"

namespace mainstay::accounts {
namespace {

constexpr char kImport[] = "import", kUpdate[] = "update";
constexpr size_t kMaxName = 200, kMaxRegion = 80;

history::RecordedChange Recorded(const std::string& account_id, int64_t version, absl::Time time,
                                 history::Change change, const char* action = kImport) {
  history::RecordedChange recorded;
  recorded.resource_id = account_id;
  recorded.version = version;
  recorded.action = action;
  recorded.change = std::move(change);
  recorded.change_time = time;
  return recorded;
}

// Writes history and events of accounts whose `field` was changed in place; how many.
int RecordChanged(pg::Tx& tx, const char* field, const std::vector<ChangedField>& rows,
                  const char* action, const history::WriteContext& context) {
  std::vector<history::RecordedChange> changes;
  std::vector<events::OutboxEvent> events;
  for (const ChangedField& changed : rows) {
    history::Change change{field, changed.old_value, changed.new_value};
    Account account;
    account.id = changed.account_id;
    account.version = changed.version;
    account.display_name = changed.display_name;
    account.owner = changed.owner;
    account.tier = changed.new_value;  // told when it is the tier that changed
    history::WriteContext at = context;
    at.now = changed.update_time;
    events.push_back(AccountChangedEvent(account, {change}, at));
    changes.push_back(Recorded(changed.account_id, changed.version, changed.update_time,
                               std::move(change), action));
  }
  if (changes.empty()) return 0;
  RecordManyAccounts(tx, changes, context);
  events::AppendAll(tx, events);
  return static_cast<int>(changes.size());
}

}  // namespace

void MakeAcceptable(Account& account) {
  account.display_name = text::Acceptable(account.display_name, kMaxName);
  if (account.display_name.empty()) account.display_name = account.external_id;
  account.region = text::Acceptable(account.region, kMaxRegion);
  account.industry = text::Acceptable(account.industry, kMaxRegion);
}

void CreateMany(pg::Tx& tx, std::vector<Account> accounts, const history::WriteContext& context) {
  if (accounts.empty()) return;
  std::vector<NewMember> members;
  std::vector<history::RecordedChange> changes;
  std::vector<events::OutboxEvent> events;
  for (Account& account : accounts) {
    MakeAcceptable(account);
    account.version = 1;
    account.create_time = account.update_time = context.now;
    std::vector<std::string> team;
    if (!account.owner.empty()) {
      members.push_back({account.id, account.owner, "account_manager", "accountable"});
      team.push_back(account.owner);
    }
    changes.push_back(Recorded(account.id, account.version, context.now, history::Change{}));
    events.push_back(AccountCreatedEvent(account, team, context));
  }
  InsertAccounts(tx, accounts, members, Duplicates::kAllow);
  RecordManyAccounts(tx, changes, context);
  events::AppendAll(tx, events);
}

int UpdateRegions(pg::Tx& tx, const std::vector<RegionUpdate>& updates,
                  const history::WriteContext& context) {
  std::map<std::string, std::string> wanted;  // the last word on an account counts
  for (const RegionUpdate& update : updates) {
    wanted[update.account_id] = text::Acceptable(update.region, kMaxRegion);
  }
  std::vector<std::string> ids, regions;
  for (auto& [id, region] : wanted) {
    ids.push_back(id);
    regions.push_back(region);
  }
  return RecordChanged(tx, "region", UpdateRegionRows(tx, ids, regions, context.now), kImport,
                       context);
}

int UpdateTiers(pg::Tx& tx, const std::vector<TierUpdate>& updates,
                const history::WriteContext& context) {
  std::vector<std::string> ids, tiers;
  for (const TierUpdate& update : updates) {
    ids.push_back(update.account_id);
    tiers.push_back(update.tier);
  }
  return RecordChanged(tx, "tier", UpdateTierRows(tx, ids, tiers, context.now), kUpdate, context);
}

}  // namespace mainstay::accounts
