// Which days to remember come up, and which were announced.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/accounts/contacts/important_date.h"

namespace mainstay::accounts {

// A contact whose dates are to be looked at.
struct DatedContact {
  std::string id;
  std::string account_id;  // under which it was made
  std::vector<ImportantDate> dates;
};
// At most `limit` contacts in use that are to be looked at by `day`, locked until the transaction
// ends; those that somebody else has locked are passed over.
std::vector<DatedContact> LockContactsToLookAt(pg::Tx& tx, absl::CivilDay day, int limit);
// They are to be looked at again on `day`; nothing: not before their dates change.
void LookAgainAt(pg::Tx& tx, const std::string& contact_id, std::optional<absl::CivilDay> day);

// A date that comes up.
struct ContactDateNotice {
  std::string id;  // bare UUID
  std::string contact_id, account_id;
  std::string kind;     // as ImportantDate::kind
  absl::CivilDay day;   // on which it comes
  int64_t version = 1;  // counts its events
};
// Makes the notice, whose id and version this sets: a new one of that `id`, or the next version of
// one that was withdrawn. False, and nothing is written, when that contact's date of that kind and
// day has a notice that stands.
bool SaveContactDateNotice(pg::Tx& tx, ContactDateNotice& notice, absl::Time now);
// The contact's notices of days from `day` on that were not withdrawn.
std::vector<ContactDateNotice> StandingNotices(pg::Tx& tx, const DatedContact& contact,
                                               absl::CivilDay day);
// The next version of the notice.
void WithdrawContactDateNotice(pg::Tx& tx, ContactDateNotice& notice);

}  // namespace mainstay::accounts
