// The contact (联系人): a person at an account, and what a record of one must keep to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "services/accounts/contacts/important_date.h"

namespace mainstay::accounts {

// A contact as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail
// of the proto's value names: "decision_maker".
struct Contact {
  std::string id;          // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string display_name;
  std::string title;
  std::string department;
  std::string buying_role;
  int influence = 0;  // 1 to 5; 0 when not known
  std::string attitude;
  std::string reports_to;  // bare UUID of a contact of the same account
  std::string phone;
  std::string email;
  std::string wechat;
  std::vector<ImportantDate> important_dates;
  // Protected fields: kept from those without the permission contacts.private.read.
  std::string personality;
  std::string interests;
  std::string family;
  std::string education;
  std::string career;
  absl::Time create_time;
  absl::Time update_time;
  std::optional<absl::Time> delete_time;
};

// Cuts the spaces around single-line fields, puts the e-mail's domain in lower case.
void Normalize(Contact& contact);

// Checks every field of a normalized contact; INVALID_ARGUMENT names all that cannot be accepted.
// Whether `reports_to` is of the same account is the store's to know.
absl::Status Validate(const Contact& contact);

// The one table of a contact's fields that people change, by their names in the API.
absl::Span<const history::Field<Contact>> ContactFields();

// Whether the values of a field are for those with contacts.private.read only.
bool IsProtected(std::string_view field);

}  // namespace mainstay::accounts
