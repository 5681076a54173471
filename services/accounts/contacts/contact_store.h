// Contacts in PostgreSQL. A contact keeps the account it was made under; it is seen under the
// account that survived if that one was merged (account_family() in 0002_profile.sql).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/api/filter.h"
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

// What lists can be filtered by and ordered by, the default first.
absl::Span<const api::FilterField> ContactFilterFields();
absl::Span<const api::OrderBy> ContactOrders();

struct ContactListQuery {
  std::string account_id;  // found with FindSurvivor
  api::SqlFilter filter;   // parsed with first_param 1
  api::OrderBy order;
  bool show_deleted = false;
  std::vector<std::string> after;  // the cursor of the page before; empty for the first page
  int limit = 50;
};
std::vector<Contact> ListContacts(pg::Tx& tx, const ContactListQuery& query);

// The cursor after `last`, for `after`.
std::vector<std::string> ContactCursor(const api::OrderBy& order, const Contact& last);

}  // namespace mainstay::accounts
