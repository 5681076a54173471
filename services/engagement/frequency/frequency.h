// How often customers are met (接触频次), and the ladder that a missed contact climbs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/calendar/working_time.h"
#include "services/engagement/cadence/rule_index.h"

namespace mainstay::engagement {

// An account, and what its next contact counts from.
struct AccountContact {
  std::string account_id, tier;            // tier: empty when not graded
  std::optional<absl::Time> last_contact;  // of it and of those merged into it
  // What it counts from when there was none: since when the account is watched.
  std::optional<absl::Time> watch_since;
};

// What else is told of an account.
struct ContactCounts {
  std::string display_name, owner;
  int visits = 0;          // made in the period
  int communications = 0;  // of the period
  int quarter = 0;         // contacts of this calendar quarter, planned visits included
  int step = 0;            // of its ladder
};

// The report on one account.
struct ContactFrequency {
  AccountContact account;
  ContactCounts counts;
  int required_every_days = 0;  // 0: no rule asks for it
  int required = 0;             // contacts in the period
  std::optional<absl::CivilDay> due;
  int days_late = 0;  // today; 0 when it is not due
  int budget = 0;     // of a calendar quarter; 0: no limit
};

// The day at `time` in China, where contacts are counted.
absl::CivilDay ContactDay(absl::Time time);

// When the next contact is due: `every_days` after the last, or after the account was first watched
// when there was none; nothing when it is not watched yet.
std::optional<absl::CivilDay> DueDay(int every_days, std::optional<absl::Time> last_contact,
                                     std::optional<absl::Time> watch_since);

// What follows for the account from the rules, its counts aside. The period is `days` long.
ContactFrequency FrequencyOf(AccountContact account, const RuleIndex& rules, int days,
                             absl::CivilDay today);

// Puts the latest first, then by account id, and keeps `most` of them; whether there were more.
bool KeepLatest(std::vector<ContactFrequency>& frequencies, size_t most);

// When the ladder's next contact is due: by the periodic rule that asks for it first, but not
// before the day after that rule was made, so that a new rule does not find everybody late at once;
// nothing when no rule asks.
std::optional<absl::CivilDay> LadderDueDay(const RuleIndex& rules, std::string_view tier,
                                           std::string_view account_id,
                                           std::optional<absl::Time> last_contact,
                                           absl::Time watch_since);

// The steps of the ladder: how many working days after a contact was due.
inline constexpr int kLadderDays[] = {3, 5, 7};
inline constexpr int kLadderSteps = 3;

// How many steps one that was due on `due` has climbed on `today`: step n+1 is reached on the
// kLadderDays[n]-th working day after.
int LadderStepOn(absl::CivilDay today, absl::CivilDay due, const calendar::WorkingTime& working);

// The account's place on the ladder.
struct ContactLadder {
  std::string account_id;
  std::string id;          // bare UUID
  int64_t version = 0;     // counts its events
  absl::Time watch_since;  // the account is watched since
  int step = 0;
  std::optional<absl::CivilDay> due;  // of the contact that was missed; there is one from step 1 on
};

// What time and contacts do to a ladder: the steps to tell of, in order, each as the ladder is
// then; none when nothing changes. `due`: of the next contact; nothing when no rule asks for one.
// `held`: a visit is planned, which is waited for; then nobody climbs.
std::vector<ContactLadder> Climb(const ContactLadder& ladder, std::optional<absl::CivilDay> due,
                                 absl::CivilDay today, const calendar::WorkingTime& working,
                                 bool held = false);

}  // namespace mainstay::engagement
