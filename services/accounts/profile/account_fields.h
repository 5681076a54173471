// The one table of an account's fields that people change: history, undoing and update masks all go
// through it, so that a new field is one line.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/accounts/profile/account.h"

namespace mainstay::accounts {

// Every field but attributes, by its name in the API.
absl::Span<const history::Field<Account>> AccountFields();

// What differs, attributes one by one as "attributes.<key>".
std::vector<history::Change> DiffAccounts(const Account& before, const Account& after);

// Copies the fields that a mask names ("attributes" as a whole).
void CopyAccountFields(const std::vector<std::string>& names, const Account& source,
                       Account& target);

// Takes one recorded change of any action back. Beside those of history/change.h there are, with
// an empty field, merge: "" → "accounts/{into}" and unmerge: "accounts/{from}" → ""; the survivor
// has the field "merged_accounts" instead. What is not of the card itself (team members)
// is left alone. Changes must be undone newest first.
void Undo(const history::RecordedChange& recorded, Account& account);

}  // namespace mainstay::accounts
