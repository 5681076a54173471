#include "services/accounts/profile/account_events.h"

#include <mainstay/accounts/v1/events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/events/event_of.h"

namespace mainstay::accounts {
namespace {

std::string Name(const std::string& account_id) { return absl::StrCat("accounts/", account_id); }

}  // namespace

events::OutboxEvent AccountEvent(const std::string& account_id, int64_t version,
                                 const google::protobuf::Message& payload,
                                 const history::WriteContext& context) {
  return events::EventOf({account_id, "account", account_id, version}, payload, context);
}

events::OutboxEvent AccountCreatedEvent(const Account& account,
                                        const std::vector<std::string>& members,
                                        const history::WriteContext& context) {
  v1::AccountCreated event;
  event.set_account(Name(account.id));
  event.set_display_name(account.display_name);
  event.set_owner(account.owner);
  event.set_region(account.region);
  for (const std::string& member : members) event.add_members(member);
  return AccountEvent(account.id, account.version, event, context);
}

events::OutboxEvent AccountChangedEvent(const Account& account,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context) {
  v1::AccountChanged event;
  event.set_account(Name(account.id));
  for (const history::Change& change : changes) {
    event.add_fields(change.field);
    if (change.field == "tier") event.set_tier(account.tier);
    if (change.field == "region") event.set_region(change.new_value);
  }
  event.set_display_name(account.display_name);
  event.set_owner(account.owner);
  return AccountEvent(account.id, account.version, event, context);
}

events::OutboxEvent AccountDeletedEvent(const Account& account,
                                        const history::WriteContext& context) {
  v1::AccountDeleted event;
  event.set_account(Name(account.id));
  return AccountEvent(account.id, account.version, event, context);
}

events::OutboxEvent AccountUndeletedEvent(const Account& account,
                                          const history::WriteContext& context) {
  v1::AccountUndeleted event;
  event.set_account(Name(account.id));
  return AccountEvent(account.id, account.version, event, context);
}

events::OutboxEvent AttributeSchemaChangedEvent(const AttributeSchema& schema,
                                                const history::WriteContext& context) {
  v1::AttributeSchemaChanged payload;
  payload.set_version(schema.version);
  for (const AttributeDeclaration& declared : schema.attributes) payload.add_keys(declared.key);
  // Version 1 came with the migration: the first one told of is the second.
  return events::EventOf(
      {events::kNoAccount, "attribute_schema", events::kNoAccount, schema.version - 1}, payload,
      context);
}

events::OutboxEvent AccountMergedEvent(const Account& about, const std::string& merged_id,
                                       const std::string& survivor_id,
                                       const std::vector<std::string>& members,
                                       const history::WriteContext& context) {
  v1::AccountMerged event;
  event.set_account(Name(merged_id));
  event.set_into(Name(survivor_id));
  for (const std::string& member : members) event.add_members(member);
  return AccountEvent(about.id, about.version, event, context);
}

events::OutboxEvent AccountUnmergedEvent(const Account& about, const std::string& merged_id,
                                         const std::string& survivor_id,
                                         const std::vector<std::string>& members,
                                         const history::WriteContext& context) {
  v1::AccountUnmerged event;
  event.set_account(Name(merged_id));
  event.set_from(Name(survivor_id));
  for (const std::string& member : members) event.add_members(member);
  return AccountEvent(about.id, about.version, event, context);
}

}  // namespace mainstay::accounts
