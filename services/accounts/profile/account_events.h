// The facts that the profile publishes: identifiers, names for display, user ids.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/accounts/profile/account.h"
#include "services/accounts/profile/attribute_schema.h"

namespace mainstay::accounts {

// `payload` as a fact of that version of the account.
events::OutboxEvent AccountEvent(const std::string& account_id, int64_t version,
                                 const google::protobuf::Message& payload,
                                 const history::WriteContext& context);

events::OutboxEvent AccountCreatedEvent(const Account& account,
                                        const std::vector<std::string>& members,
                                        const history::WriteContext& context);
events::OutboxEvent AccountChangedEvent(const Account& account,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context);
events::OutboxEvent AccountDeletedEvent(const Account& account,
                                        const history::WriteContext& context);
events::OutboxEvent AccountUndeletedEvent(const Account& account,
                                          const history::WriteContext& context);

// Of no account.
events::OutboxEvent AttributeSchemaChangedEvent(const AttributeSchema& schema,
                                                const history::WriteContext& context);

// Published under both accounts: `about` is the one whose version it is. `members` is the
// survivor's team now.
events::OutboxEvent AccountMergedEvent(const Account& about, const std::string& merged_id,
                                       const std::string& survivor_id,
                                       const std::vector<std::string>& members,
                                       const history::WriteContext& context);
events::OutboxEvent AccountUnmergedEvent(const Account& about, const std::string& merged_id,
                                         const std::string& survivor_id,
                                         const std::vector<std::string>& members,
                                         const history::WriteContext& context);

}  // namespace mainstay::accounts
