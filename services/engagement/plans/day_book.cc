#include "services/engagement/plans/day_book.h"

#include <algorithm>

namespace mainstay::engagement {
namespace {

constexpr absl::Duration kStep = absl::Minutes(15);  // slots begin on it, from the day's beginning
constexpr absl::Duration kWay = absl::Minutes(30);   // from one customer to the next

using Stretch = std::pair<absl::Time, absl::Time>;

// The stretches of work of a day, to the step.
std::vector<Stretch> HoursOf(const calendar::WorkingTime& working, absl::CivilDay day) {
  std::vector<Stretch> hours;
  const absl::Time end = absl::FromCivil(day + 1, working.zone());
  std::optional<absl::Time> at = working.Next(absl::FromCivil(day, working.zone()));
  while (at && *at < end) {
    absl::Time until = *at + kStep;
    while (until < end && working.Between(until, until + kStep) == kStep) until += kStep;
    hours.emplace_back(*at, until);
    at = working.Next(until);
  }
  return hours;
}

}  // namespace

DayBook::DayBook(const calendar::WorkingTime& working, absl::CivilDay first, absl::CivilDay last,
                 int daily_limit)
    : zone_(working.zone()), daily_limit_(daily_limit) {
  for (auto day = working.MoveToWorkingDay(first, calendar::Direction::kForward);
       day && *day <= last; day = working.NextWorkingDay(*day)) {
    days_.push_back(*day);
    hours_.push_back(HoursOf(working, *day));
  }
}

size_t DayBook::OnOrAfter(absl::CivilDay day) const {
  const auto found = std::lower_bound(days_.begin(), days_.end(), day);
  return std::min(static_cast<size_t>(found - days_.begin()), days_.size() - 1);
}

size_t DayBook::OnOrBefore(absl::CivilDay day) const {
  const auto after = std::upper_bound(days_.begin(), days_.end(), day);
  return after == days_.begin() ? 0 : static_cast<size_t>(after - days_.begin()) - 1;
}

void DayBook::Take(const std::string& user, absl::Time start, absl::Time end,
                   const std::string& region) {
  const absl::CivilDay day = absl::ToCivilDay(start, zone_);
  const auto found = std::lower_bound(days_.begin(), days_.end(), day);
  if (found == days_.end() || *found != day) return;  // on a day off
  std::vector<Day>& person = people_[user];
  person.resize(days_.size());
  Day& taken = person[static_cast<size_t>(found - days_.begin())];
  taken.taken.emplace_back(start, end);
  if (!region.empty()) taken.regions.push_back(region);
}

const DayBook::Day* DayBook::Find(const std::string& user, size_t day) const {
  const auto person = people_.find(user);
  return person == people_.end() ? nullptr : &person->second[day];
}

DayBook::Load DayBook::LoadOf(const std::string& user, size_t day,
                              const std::string& region) const {
  const Day* of = Find(user, day);
  if (of == nullptr) return {};
  const int visits = static_cast<int>(of->taken.size());
  return {.visits = visits,
          .full = visits >= daily_limit_,
          .same_region = !region.empty() && std::find(of->regions.begin(), of->regions.end(),
                                                      region) != of->regions.end()};
}

std::optional<absl::Time> DayBook::FreeSlot(const std::string& user, size_t day,
                                            absl::Duration length) const {
  const Day* of = Find(user, day);
  std::vector<Stretch> hours = hours_[day];
  // What is longer than any stretch of the day may go over its breaks.
  if (std::none_of(hours.begin(), hours.end(),
                   [&](const Stretch& s) { return s.second - s.first >= length; })) {
    hours = {{hours.front().first, hours.back().second}};
  }
  for (const auto& [begin, end] : hours) {
    for (absl::Time at = begin; at + length <= end; at += kStep) {
      const bool free = of == nullptr ||
                        std::none_of(of->taken.begin(), of->taken.end(), [&](const Stretch& taken) {
                          return at < taken.second + kWay && taken.first < at + length + kWay;
                        });
      if (free) return at;
    }
  }
  return std::nullopt;
}

}  // namespace mainstay::engagement
