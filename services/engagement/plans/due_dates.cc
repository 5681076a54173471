#include "services/engagement/plans/due_dates.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "common/calendar/festival.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;

Due DueOn(size_t rule, CivilDay day, CivilDay first, std::optional<CivilDay> cause) {
  return {.rule = rule,
          .day = std::max(day, first),
          .overdue = static_cast<int>(std::max<absl::civil_diff_t>(0, first - day)),
          .cause = cause};
}

void AddPeriodic(size_t index, const CadenceRule& rule, const ContactRecord& record, CivilDay first,
                 CivilDay last, std::vector<Due>& dues) {
  std::optional<CivilDay> cause = record.last_contact;
  auto visit = record.visits.begin();
  CivilDay due = cause ? *cause + rule.days : first;
  while (true) {
    // A visit that is planned for no later than the week of the date is the contact.
    for (; visit != record.visits.end() && *visit < std::max(due, first) + kSameWeek; ++visit) {
      if (cause && *visit <= *cause) continue;
      cause = *visit;
      due = *visit + rule.days;
    }
    if (due > last) return;
    dues.push_back(DueOn(index, due, first, cause));
    cause = dues.back().day;
    due = *cause + rule.days;
  }
}

bool HasVisitInWeekOf(const ContactRecord& record, CivilDay day) {
  return std::any_of(record.visits.begin(), record.visits.end(),
                     [&](CivilDay visit) { return std::abs(visit - day) < kSameWeek; });
}

void AddAfterOrder(size_t index, const CadenceRule& rule, const ContactRecord& record,
                   CivilDay first, CivilDay last, std::vector<Due>& dues) {
  if (!record.last_order) return;
  const CivilDay order = *record.last_order, day = order + rule.days;
  if (day > last) return;
  // What is late for its date is due as long as there was no contact after the order.
  const auto follows = [&](CivilDay visit) { return order < visit && visit < first + kSameWeek; };
  const bool served = day < first
                          ? (record.last_contact && *record.last_contact > order) ||
                                std::any_of(record.visits.begin(), record.visits.end(), follows)
                          : HasVisitInWeekOf(record, day);
  if (served) return;
  dues.push_back(DueOn(index, day, first, record.last_order));
}

void AddBeforeFestivals(size_t index, const CadenceRule& rule,
                        const std::vector<FestivalDay>& festivals, const ContactRecord& record,
                        CivilDay first, std::vector<Due>& dues) {
  for (const FestivalDay& festival : festivals) {
    Due due = DueOn(index, festival.day - rule.days, first, festival.day);
    if (HasVisitInWeekOf(record, due.day)) continue;
    due.festival = festival.festival;
    dues.push_back(std::move(due));
  }
}

}  // namespace

std::vector<std::vector<FestivalDay>> FestivalDays(absl::Span<const CadenceRule> rules,
                                                   CivilDay first, CivilDay last) {
  std::vector<std::vector<FestivalDay>> days(rules.size());
  for (size_t i = 0; i < rules.size(); ++i) {
    if (rules[i].kind != "before_festival") continue;
    for (const std::string& id : rules[i].festivals) {
      const std::optional<calendar::Festival> festival = calendar::FindFestival(id);
      if (!festival) continue;
      // What is late for its date is still in time for the festival.
      for (auto at = calendar::NextFestival(*festival, first); at && *at - rules[i].days <= last;
           at = calendar::NextFestival(*festival, *at + 1)) {
        days[i].push_back({id, *at});
      }
    }
  }
  return days;
}

std::vector<Due> DueContacts(absl::Span<const CadenceRule> rules,
                             const std::vector<std::vector<FestivalDay>>& festivals,
                             absl::Span<const size_t> about, const ContactRecord& record,
                             CivilDay first, CivilDay last) {
  std::vector<Due> dues;
  for (const size_t index : about) {
    const CadenceRule& rule = rules[index];
    if (rule.kind == "periodic") AddPeriodic(index, rule, record, first, last, dues);
    if (rule.kind == "after_order") AddAfterOrder(index, rule, record, first, last, dues);
    if (rule.kind == "before_festival") {
      AddBeforeFestivals(index, rule, festivals[index], record, first, dues);
    }
  }
  std::sort(dues.begin(), dues.end(), [](const Due& a, const Due& b) {
    return std::pair(a.day, a.rule) < std::pair(b.day, b.rule);
  });
  return dues;
}

std::vector<std::vector<Due>> JoinSameWeek(const std::vector<Due>& dues) {
  std::vector<std::vector<Due>> groups;
  for (const Due& due : dues) {
    const auto open = std::find_if(groups.rbegin(), groups.rend(), [&](const auto& group) {
      return due.day - group.front().day < kSameWeek &&
             std::none_of(group.begin(), group.end(),
                          [&](const Due& other) { return other.rule == due.rule; });
    });
    if (open == groups.rend()) {
      groups.push_back({due});
    } else {
      open->push_back(due);
    }
  }
  return groups;
}

}  // namespace mainstay::engagement
