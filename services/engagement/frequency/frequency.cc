#include "services/engagement/frequency/frequency.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "common/calendar/china.h"

namespace mainstay::engagement {

absl::CivilDay ContactDay(absl::Time time) { return calendar::ChinaDay(time); }

std::optional<absl::CivilDay> DueDay(int every_days, std::optional<absl::Time> last_contact,
                                     std::optional<absl::Time> watch_since) {
  const auto& from = last_contact ? last_contact : watch_since;
  if (!from) return std::nullopt;
  return ContactDay(*from) + every_days;
}

std::optional<absl::CivilDay> LadderDueDay(const RuleIndex& rules, std::string_view tier,
                                           std::string_view account_id,
                                           std::optional<absl::Time> last_contact,
                                           absl::Time watch_since) {
  std::optional<absl::CivilDay> first;
  for (const size_t i : rules.About(tier, account_id)) {
    const CadenceRule& rule = rules.rules()[i];
    if (rule.kind != "periodic") continue;
    const absl::CivilDay due =
        std::max(*DueDay(rule.days, last_contact, watch_since), ContactDay(rule.create_time) + 1);
    first = std::min(first.value_or(due), due);
  }
  return first;
}

ContactFrequency FrequencyOf(AccountContact account, const RuleIndex& rules, int days,
                             absl::CivilDay today) {
  ContactFrequency frequency{.account = std::move(account)};
  const AccountContact& of = frequency.account;
  frequency.budget = rules.ContactBudget(of.tier, of.account_id).value_or(0);
  const std::optional<int> every = rules.RequiredEveryDays(of.tier, of.account_id);
  if (!every) return frequency;
  frequency.required_every_days = *every;
  frequency.required = days / std::max(*every, 1);
  frequency.due = DueDay(*every, of.last_contact, of.watch_since);
  if (frequency.due) {
    frequency.days_late = static_cast<int>(std::max<int64_t>(0, today - *frequency.due));
  }
  return frequency;
}

bool KeepLatest(std::vector<ContactFrequency>& frequencies, size_t most) {
  const size_t kept = std::min(most, frequencies.size());
  std::partial_sort(frequencies.begin(), frequencies.begin() + static_cast<std::ptrdiff_t>(kept),
                    frequencies.end(), [](const ContactFrequency& a, const ContactFrequency& b) {
                      if (a.days_late != b.days_late) return a.days_late > b.days_late;
                      return a.account.account_id < b.account.account_id;
                    });
  const bool more = kept < frequencies.size();
  frequencies.resize(kept);
  return more;
}

int LadderStepOn(absl::CivilDay today, absl::CivilDay due, const calendar::WorkingTime& working) {
  int step = 0;
  for (const int days : kLadderDays) {
    const std::optional<absl::CivilDay> reached = working.AddWorkingDays(due, days);
    if (!reached || *reached > today) break;
    ++step;
  }
  return step;
}

std::vector<ContactLadder> Climb(const ContactLadder& ladder, std::optional<absl::CivilDay> due,
                                 absl::CivilDay today, const calendar::WorkingTime& working,
                                 bool held) {
  std::vector<ContactLadder> steps;
  ContactLadder now = ladder;
  // A contact since, a rule that asks less, or none that asks at all.
  if (now.step > 0 && (!due || *due > *now.due)) {
    now.step = 0;
    now.due.reset();
    ++now.version;
    steps.push_back(now);
  }
  if (!due || held) return steps;
  for (const int reached = LadderStepOn(today, *due, working); now.step < reached;) {
    ++now.step;
    ++now.version;
    now.due = due;
    steps.push_back(now);
  }
  return steps;
}

}  // namespace mainstay::engagement
