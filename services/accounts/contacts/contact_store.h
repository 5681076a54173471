// Contacts in PostgreSQL. A contact keeps the account it was made under; it is seen under the
// account that survived if that one was merged (account_family() in 0002_profile.sql).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "common/api/list.h"
#include "common/auth/scope.h"
#include "common/history/change_store.h"
#include "common/pg/session.h"
#include "services/accounts/contacts/contact.h"

namespace mainstay::accounts {

inline constexpr history::ChangeTable kContactChanges =
    MAINSTAY_CHANGE_TABLE("contact_changes", "contact_id");

void InsertContact(pg::Tx& tx, const Contact& contact);

// Writes every field of a contact that was read while its account was locked
// (profile/survivor_store.h).
void UpdateContact(pg::Tx& tx, const Contact& contact);

// Reads a contact of `account_id` or of an account merged into it, deleted ones too. The caller
// has found `account_id` with FindSurvivor, so it is in the scope.
std::optional<Contact> ReadContact(pg::Tx& tx, const std::string& account_id,
                                   const std::string& contact_id);

// Whether `contact_id` is `start_id` or above it in the reporting line.
bool IsAboveInReportingLine(pg::Tx& tx, const std::string& contact_id, const std::string& start_id);

// What lists can be filtered by and ordered by.
const api::ListFields& ContactListFields();
// `account_id`: found with FindSurvivor.
api::Rows<Contact> ListContacts(pg::Tx& tx, const std::string& account_id, bool show_deleted,
                                const api::ListQuery& query);

// The contacts in use of these accounts, in the scope, and of those merged into them: by account,
// then by id, at most 1,000 of an account. Without what is protected.
std::vector<Contact> ListContactsOfAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                            const auth::AccountScope& scope);

}  // namespace mainstay::accounts
