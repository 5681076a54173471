// The gift (礼品, 招待): what one of our people gave to, or got from, one of the customer's, and
// what became of it.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"
#include "common/text/amount.h"

namespace mainstay::engagement {

// A gift as it is stored. Text is UTF-8; empty means "not said". Enums are the lower-case tail of
// the proto's value names: "cash_equivalent".
struct Gift {
  std::string id;          // bare UUID
  std::string account_id;  // the account whose team sees it: for one that was merged, the survivor
  int64_t version = 1;     // counts its writes, from 1
  std::string direction;   // "given", "received"
  std::string kind;        // "gift", "meal", "travel", "entertainment", "cash_equivalent"
  std::string description;
  text::Amount value;
  std::string contact_id;  // bare UUID
  std::string user;        // user id
  absl::CivilDay day;
  std::string occasion;
  std::string state = "pending";  // "pending", "approved", "refused", "cancelled"
  std::string approver;           // user id; there is one when it is approved
  std::string close_reason;       // there is one when it is refused or cancelled
  absl::Time create_time;
  absl::Time update_time;
};

// Who got it, and so whose limit it counts against: the contact's id of one given, our user of one
// received.
const std::string& RecipientOf(const Gift& gift);

// The day at `now` in China, where the register's years are counted.
absl::CivilDay RegisterDay(absl::Time now);

// Cuts the spaces around single-line fields, and fills in `caller` as our person.
void Complete(Gift& gift, const std::string& caller);

// Checks what people write of a completed gift; INVALID_ARGUMENT names all that cannot be accepted.
// `today`: no gift is of a later day.
absl::Status Validate(const Gift& gift, absl::CivilDay today);

// What a recipient got in a year in one currency, without the gift that is to be registered; all in
// that currency.
struct GiftUse {
  std::string total;  // decimal: pending and approved
  std::string limit;  // decimal; empty: none
  std::string left;   // decimal, negative when less than nothing is left; empty without a limit
  bool fits = true;   // the gift does not pass the limit
};
// OK when it fits; else FAILED_PRECONDITION with reason GIFT_LIMIT that names sum, limit and what
// is left.
// Without `may_tell` without figures: they sum gifts that the caller may not see.
absl::Status CheckLimit(const Gift& gift, const GiftUse& use, bool may_tell);

//   pending → :approve → approved    pending, approved → :refuse → refused
//   pending → :cancel → cancelled
//
// Each verb changes the gift, or gives an error and leaves it: INVALID_ARGUMENT names the field of
// the verb's request, FAILED_PRECONDITION with reason WRONG_STATE the states that allow the verb.
//
// FAILED_PRECONDITION with reason OWN_GIFT when `approver` is our person in it.
absl::Status Approve(Gift& gift, const std::string& approver);
absl::Status Refuse(Gift& gift, const std::string& reason);
absl::Status CancelGift(Gift& gift, const std::string& reason);

// The one table of a gift's fields that people change by Update, by their names in the API.
absl::Span<const history::Field<Gift>> GiftFields();
// Every field whose changes are kept, those that verbs set included.
absl::Span<const history::Field<Gift>> RecordedGiftFields();

}  // namespace mainstay::engagement
