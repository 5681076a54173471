// Contacts counted, and the ladders of missed ones, in PostgreSQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/auth/scope.h"
#include "common/pg/session.h"
#include "services/engagement/frequency/frequency.h"

namespace mainstay::engagement {

// Instants from the first up to before the second.
struct Period {
  absl::Time start, end;
};
// The accounts in use: one, resolved by the caller, or with an empty `account_id` every one in the
// scope; of one owner unless `owner` is empty.
std::vector<AccountContact> ReadAccountContacts(pg::Tx& tx, const std::string& account_id,
                                                const std::string& owner,
                                                const auth::AccountScope& scope);
// Of these accounts (or of those they were merged into) the ones in use and in the scope.
struct AskedAccount {
  std::string asked_id;
  std::string account_id;  // the survivor
  std::string tier;        // empty when not graded
};
std::vector<AskedAccount> ReadAskedAccounts(pg::Tx& tx, const std::vector<std::string>& account_ids,
                                            const auth::AccountScope& scope);
// What there is of these accounts, in their order. They were read in the same snapshot.
std::vector<ContactCounts> ReadContactCounts(pg::Tx& tx,
                                             const std::vector<std::string>& account_ids,
                                             const Period& period, const Period& quarter);

// A wave of a survey's campaign that reached an account.
struct SurveyContact {
  std::string campaign_id;
  int wave = 0;  // 0: by hand
  std::string account_id;
  absl::Time send_time;
};
// Keeps the first of them.
void InsertSurveyContact(pg::Tx& tx, const SurveyContact& contact);

// Begins to watch at most `limit` accounts that are not yet; how many that were.
int WatchNewAccounts(pg::Tx& tx, absl::Time now, int limit);

// A ladder that is to be looked at, and its account as it is.
struct LadderToLookAt {
  ContactLadder ladder;
  std::string owner, tier;
  bool active = true;  // false: deleted, or merged into another
  std::optional<absl::Time> last_contact;
  bool visit_ahead = false;  // planned, or of the last day and not recorded yet
};
// At most `limit` of those to be looked at by `now`, locked until the transaction ends.
std::vector<LadderToLookAt> LockLaddersToLookAt(pg::Tx& tx, absl::Time now, int limit);
// Writes where the ladder is, and when it is to be looked at again.
void SaveLadder(pg::Tx& tx, const ContactLadder& ladder, absl::Time look_at);
// The same for those that did not move.
void LookAtLaddersAgain(pg::Tx& tx, const std::vector<std::string>& account_ids,
                        absl::Time look_at);

}  // namespace mainstay::engagement
