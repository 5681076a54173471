// When the contacts of one account are due (到期) by the cadence rules, and which of them are one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

// Two rules whose dates are fewer days apart than this ask for one contact, and a visit that is
// planned so near serves both.
inline constexpr int kSameWeek = 7;

// What of an account's past and future decides when it is to be contacted.
struct ContactRecord {
  std::optional<absl::CivilDay> last_contact;  // the last visit made or communication
  std::optional<absl::CivilDay> last_order;
  std::vector<absl::CivilDay> visits;  // planned, in order
};

// A contact that is due by one rule.
struct Due {
  size_t rule = 0;     // in the list of rules
  absl::CivilDay day;  // of the period
  int overdue = 0;     // for how many days it has been due when the period begins
  // What it counts from: the last contact or order, the festival. Absent: there was no contact yet.
  std::optional<absl::CivilDay> cause;
  std::string festival;  // of a rule before festivals
};

// A festival in a year.
struct FestivalDay {
  std::string festival;
  absl::CivilDay day;
};

// The festivals that each rule comes before within the period, beside `rules`: the same for every
// account, and dear to compute.
std::vector<std::vector<FestivalDay>> FestivalDays(absl::Span<const CadenceRule> rules,
                                                   absl::CivilDay first, absl::CivilDay last);

// Every contact of the period [first, last] that `rules[i]`, i of `about`, make due. A periodic
// rule counts from the last contact, planned visits included, and from each contact that it asks
// for itself; one that is overdue or was never met is due on the first day, as is one after an
// order that no contact followed. What is due by an order, or by a festival, in the week of a
// planned visit is served by that. By day, then by rule. `festivals`: FestivalDays() of the same.
std::vector<Due> DueContacts(absl::Span<const CadenceRule> rules,
                             const std::vector<std::vector<FestivalDay>>& festivals,
                             absl::Span<const size_t> about, const ContactRecord& record,
                             absl::CivilDay first, absl::CivilDay last);

// Joins those of different rules in the same week: each group is one contact, its members by day.
std::vector<std::vector<Due>> JoinSameWeek(const std::vector<Due>& dues);

}  // namespace mainstay::engagement
