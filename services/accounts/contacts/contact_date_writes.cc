#include "services/accounts/contacts/contact_date_writes.h"

#include <algorithm>

#include "common/api/uuid.h"
#include "common/calendar/china.h"
#include "common/events/outbox.h"
#include "common/history/time_context.h"
#include "services/accounts/contacts/contact_date_store.h"
#include "services/accounts/contacts/contact_events.h"

namespace mainstay::accounts {
namespace {

constexpr int kBatch = 200;

// Takes back what was announced of days that are none of the contact's any more: corrected,
// removed.
void Withdraw(pg::Tx& tx, const DatedContact& contact, absl::CivilDay today,
              const history::WriteContext& context) {
  for (ContactDateNotice& notice : StandingNotices(tx, contact, today)) {
    const auto comes_then = [&](const ImportantDate& date) {
      return date.kind == notice.kind && NextOccurrence(date, notice.day) == notice.day;
    };
    if (std::any_of(contact.dates.begin(), contact.dates.end(), comes_then)) continue;
    WithdrawContactDateNotice(tx, notice);
    events::Append(tx, ContactDateWithdrawnEvent(notice, context));
  }
}

// Announces what comes by `today` + `days`; the day on which the contact is to be looked at again.
std::optional<absl::CivilDay> Announce(pg::Tx& tx, const DatedContact& contact,
                                       absl::CivilDay today, int64_t days,
                                       const history::WriteContext& context) {
  std::optional<absl::CivilDay> again;
  for (const ImportantDate& date : contact.dates) {
    std::optional<absl::CivilDay> day = NextOccurrence(date, today);
    if (day && *day - days <= today) {
      ContactDateNotice notice{.id = api::NewUuid(context.now),
                               .contact_id = contact.id,
                               .account_id = contact.account_id,
                               .kind = date.kind,
                               .day = *day};
      if (SaveContactDateNotice(tx, notice, context.now)) {
        events::Append(tx, ContactDateUpcomingEvent(notice, context));
      }
      day = NextOccurrence(date, *day + 1);
    }
    // With long notices the one after may be near, too: looked at tomorrow at the earliest.
    if (day) again = std::min(again.value_or(*day), std::max(*day - days, today + 1));
  }
  return again;
}

}  // namespace

absl::StatusOr<bool> AnnounceContactDates(pg::Tx& tx, absl::Time now, absl::Duration notice) {
  const absl::CivilDay today = calendar::ChinaDay(now);
  const int64_t days = absl::ToInt64Hours(notice) / 24;
  const history::WriteContext context = history::TimeContext(now);
  const std::vector<DatedContact> contacts = LockContactsToLookAt(tx, today, kBatch);
  for (const DatedContact& contact : contacts) {
    Withdraw(tx, contact, today, context);
    LookAgainAt(tx, contact.id, Announce(tx, contact, today, days, context));
  }
  return contacts.size() == kBatch;
}

}  // namespace mainstay::accounts
