#include "services/engagement/plans/return_visit_planner.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <utility>

#include "services/engagement/cadence/rule_index.h"
#include "services/engagement/plans/day_book.h"

namespace mainstay::engagement {
namespace {

using absl::CivilDay;

// How many working days before and after its date a contact may be.
struct Room {
  size_t before = 0, after = 0;
};
constexpr Room kOrderRoom = {0, 3};
constexpr Room kFestivalRoom = {4, 0};
constexpr size_t kMostRoom = 20;
// The longer a period, the less a day matters: of a quarter, six days before and nine after.
Room PeriodicRoom(int days) {
  const auto period = static_cast<size_t>(days);
  return {std::min(period / 14, kMostRoom), std::min(period / 10, kMostRoom)};
}
// What is overdue has no day of its own: it comes as soon as there is room.
constexpr Room kOverdueRoom = {0, kMostRoom};

// What a day costs: a visit that is there already, a working day off the date, less what it saves
// to be in the region anyway.
constexpr int kVisitCost = 4;
constexpr int kDayCost = 1;
constexpr int kRegionGain = 7;

// The place in the list of those that come first; its end for what is not in it.
template <size_t n>
int RankIn(const std::array<std::string_view, n>& order, std::string_view value) {
  return static_cast<int>(std::find(order.begin(), order.end(), value) - order.begin());
}
int PriorityRank(std::string_view priority) {
  return RankIn(std::array<std::string_view, 3>{"high", "normal", "low"}, priority);
}
int ModeRank(std::string_view mode) {
  return RankIn(std::array<std::string_view, 3>{"on_site", "video", "phone"}, mode);
}
int TierRank(std::string_view tier) {
  return RankIn(std::array<std::string_view, 3>{"core", "potential", "general"}, tier);
}

// A proposal on its way: which account it is for, and what its place depends on.
struct Draft {
  size_t account = 0;
  std::vector<Due> dues;
  absl::Duration length;
  bool overdue = false;
  ProposedVisit visit;
};

// One contact of the account. The rule whose mode asks most of us leads, then the one that matters
// most: it says what is done and who goes. The longest of them says how long it takes.
Draft Propose(const PlanInputs& inputs, size_t account_index, std::vector<Due> dues) {
  const PlannedAccount& account = inputs.accounts[account_index];
  const auto rule_of = [&](const Due& due) -> const CadenceRule& { return inputs.rules[due.rule]; };
  std::stable_sort(dues.begin(), dues.end(), [&](const Due& a, const Due& b) {
    return std::pair(ModeRank(rule_of(a).visit_mode), PriorityRank(rule_of(a).priority)) <
           std::pair(ModeRank(rule_of(b).visit_mode), PriorityRank(rule_of(b).priority));
  });
  const CadenceRule& lead = rule_of(dues.front());
  Draft draft{.account = account_index};
  draft.visit = {.account_id = account.id,
                 .due = dues.front().day,
                 .user = lead.user.empty() ? account.owner : lead.user,
                 .visit_kind = lead.visit_kind,
                 .visit_mode = lead.visit_mode,
                 .purpose = lead.purpose,
                 .priority = lead.priority};
  int minutes = 0;
  for (const Due& due : dues) {
    const CadenceRule& rule = rule_of(due);
    draft.visit.due = std::min(draft.visit.due, due.day);
    draft.overdue |= due.overdue > 0 || (rule.kind == "periodic" && !due.cause);
    minutes = std::max(minutes, rule.duration_minutes);
    if (PriorityRank(rule.priority) < PriorityRank(draft.visit.priority)) {
      draft.visit.priority = rule.priority;
    }
    draft.visit.reasons.push_back({.rule_id = rule.id,
                                   .kind = rule.kind,
                                   .overdue = due.overdue,
                                   .cause = due.cause,
                                   .festival = due.festival});
  }
  draft.length = absl::Minutes(minutes);
  draft.dues = std::move(dues);
  return draft;
}

std::vector<Draft> ProposeAll(const PlanInputs& inputs, const RuleIndex& index) {
  const auto festivals = FestivalDays(inputs.rules, inputs.first, inputs.last);
  std::vector<Draft> drafts;
  for (size_t i = 0; i < inputs.accounts.size() && drafts.size() <= inputs.most; ++i) {
    const PlannedAccount& account = inputs.accounts[i];
    const std::vector<Due> dues =
        DueContacts(inputs.rules, festivals, index.About(account.tier, account.id), account.record,
                    inputs.first, inputs.last);
    for (std::vector<Due>& group : JoinSameWeek(dues)) {
      drafts.push_back(Propose(inputs, i, std::move(group)));
    }
  }
  return drafts;
}

// The room that every rule of a proposal leaves.
Room RoomOf(const PlanInputs& inputs, const Draft& draft) {
  Room room = {kMostRoom, kMostRoom};
  for (const Due& due : draft.dues) {
    const CadenceRule& rule = inputs.rules[due.rule];
    const bool late = rule.kind == "periodic" ? draft.overdue : due.overdue > 0;
    const Room one = rule.kind == "before_festival" ? kFestivalRoom
                     : late                         ? kOverdueRoom
                     : rule.kind == "after_order"   ? kOrderRoom
                                                    : PeriodicRoom(rule.days);
    room = {std::min(room.before, one.before), std::min(room.after, one.after)};
  }
  return room;
}

// The free slot of the person's cheapest day within `room` of the date; nothing when all are full.
std::optional<absl::Time> FindSlot(const DayBook& book, const ProposedVisit& visit,
                                   absl::Duration length, const std::string& region, size_t due,
                                   Room room) {
  std::vector<std::pair<int, size_t>> days;  // by what they cost
  for (size_t day = due - std::min(due, room.before);
       day <= std::min(due + room.after, book.days().size() - 1); ++day) {
    const DayBook::Load load = book.LoadOf(visit.user, day, region);
    if (load.full) continue;
    const int off = static_cast<int>(day > due ? day - due : due - day);
    days.emplace_back(
        load.visits * kVisitCost + off * kDayCost - (load.same_region ? kRegionGain : 0), day);
  }
  std::sort(days.begin(), days.end());
  for (const auto& [cost, day] : days) {
    if (const auto slot = book.FreeSlot(visit.user, day, length)) return slot;
  }
  return std::nullopt;
}

// Gives the proposal its working day and slot, and takes it from the person's time.
void Place(const PlanInputs& inputs, DayBook& book, Draft& draft) {
  ProposedVisit& visit = draft.visit;
  const std::string& region = inputs.accounts[draft.account].region;
  const bool festive = visit.reasons.front().kind == "before_festival";
  const size_t due = festive ? book.OnOrBefore(visit.due) : book.OnOrAfter(visit.due);
  visit.due = book.days()[due];
  if (visit.user.empty()) {
    visit.warnings.push_back(kNoPerson);
    visit.start = book.FreeSlot("", due, draft.length).value_or(book.BeginOf(due));
    visit.end = visit.start + draft.length;
    return;
  }
  auto slot = FindSlot(book, visit, draft.length, region, due, RoomOf(inputs, draft));
  if (!slot) {
    visit.warnings.push_back(kDayFull);
    const Room far = festive ? Room{kMostRoom, 0} : Room{0, kMostRoom};
    slot = FindSlot(book, visit, draft.length, region, due, far);
  }
  visit.start = slot.value_or(book.BeginOf(due));
  visit.end = visit.start + draft.length;
  book.Take(visit.user, visit.start, visit.end, region);
}

// Marks the proposals of one account, by time, that its contact budget does not allow.
void CheckBudget(const PlanInputs& inputs, const RuleIndex& index, const PlannedAccount& account,
                 std::vector<ProposedVisit>::iterator begin,
                 std::vector<ProposedVisit>::iterator end) {
  const std::optional<int> budget = index.ContactBudget(account.tier, account.id);
  if (!budget) return;
  std::vector<CivilDay> days;
  for (auto visit = begin; visit != end; ++visit) {
    days.push_back(absl::ToCivilDay(visit->start, inputs.working->zone()));
  }
  const std::vector<bool> over = PassBudget(days, *budget, account.contacts);
  for (size_t i = 0; i < over.size(); ++i) {
    if (over[i]) begin[static_cast<std::ptrdiff_t>(i)].warnings.push_back(kOverBudget);
  }
}

}  // namespace

std::vector<bool> PassBudget(const std::vector<CivilDay>& days, int budget,
                             std::map<int, int> contacts) {
  std::vector<bool> over;
  over.reserve(days.size());
  for (const CivilDay day : days) over.push_back(++contacts[QuarterOf(day)] > budget);
  return over;
}

std::vector<ProposedVisit> PlanReturnVisits(const PlanInputs& inputs) {
  DayBook book(*inputs.working, inputs.first, inputs.last, inputs.daily_limit);
  if (book.days().empty()) return {};
  for (const TakenTime& taken : inputs.taken) {
    book.Take(taken.user, taken.start, taken.end, taken.region);
  }
  const RuleIndex index(inputs.rules);
  std::vector<Draft> drafts = ProposeAll(inputs, index);
  std::sort(drafts.begin(), drafts.end(), [&](const Draft& a, const Draft& b) {
    const auto key = [&](const Draft& d) {
      return std::tuple(PriorityRank(d.visit.priority), d.visit.due,
                        TierRank(inputs.accounts[d.account].tier),
                        std::string_view(d.visit.account_id));
    };
    return key(a) < key(b);
  });
  for (Draft& draft : drafts) Place(inputs, book, draft);
  std::sort(drafts.begin(), drafts.end(), [](const Draft& a, const Draft& b) {
    return std::tuple(a.account, a.visit.start) < std::tuple(b.account, b.visit.start);
  });
  std::vector<ProposedVisit> visits;
  visits.reserve(drafts.size());
  for (size_t i = 0; i < drafts.size();) {
    const size_t account = drafts[i].account, begin = i;
    for (; i < drafts.size() && drafts[i].account == account; ++i) {
      visits.push_back(std::move(drafts[i].visit));
    }
    CheckBudget(inputs, index, inputs.accounts[account],
                visits.begin() + static_cast<std::ptrdiff_t>(begin), visits.end());
  }
  return visits;
}

}  // namespace mainstay::engagement
