// Communications in PostgreSQL. A communication keeps the account it was logged under and is seen
// under the account that survived if that one was merged (common/directory/directory_store.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "common/text/search.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {

inline constexpr history::ChangeTable kCommunicationChanges =
    MAINSTAY_CHANGE_TABLE("communication_changes", "communication_id");

// With what it is found by.
// Whether the account, a survivor, or one merged into it has a communication, perhaps a deleted
// one, with this one's source and external id.
bool IsExternalIdTaken(pg::Tx& tx, const Communication& communication);

void InsertCommunication(pg::Tx& tx, const Communication& communication);
// Writes every field of a communication that was read with LockCommunication.
void UpdateCommunication(pg::Tx& tx, const Communication& communication);

// A communication of `account_id` or of an account merged into it, deleted ones too. The caller has
// resolved `account_id` within the scope (access/account_access.h).
std::optional<Communication> ReadCommunication(pg::Tx& tx, const std::string& account_id,
                                               const std::string& communication_id);
// The same, locked until the transaction ends.
std::optional<Communication> LockCommunication(pg::Tx& tx, const std::string& account_id,
                                               const std::string& communication_id);

// Whose communications are wanted.
struct CommunicationsOf {
  std::string account_id;  // resolved by the caller; empty: of every account in the scope
  std::string contact_id;  // empty: of all
  std::string user;        // of ours; empty: of all
  bool with_deleted = false;
};

// What lists can be filtered by and sorted by.
const api::ListFields& CommunicationListFields();
// Without their bodies.
api::Rows<Communication> ListCommunications(pg::Tx& tx, const api::ListQuery& query,
                                            const CommunicationsOf& of,
                                            const auth::AccountScope& scope);

// Those that have every word of `words`, which must have grams. With their bodies.
api::Rows<Communication> SearchCommunications(pg::Tx& tx, const api::ListQuery& query,
                                              const CommunicationsOf& of,
                                              const auth::AccountScope& scope,
                                              const text::SearchQuery& words);

}  // namespace mainstay::engagement
