#include "services/feedback/sla/escalation.h"

#include <algorithm>

namespace mainstay::feedback {
namespace {

using calendar::WorkingTime;

// When a level is due, as far as known at `at`.
std::optional<absl::Time> LevelTime(const EscalationLevel& level, const ClockTerms& terms,
                                    const ClockFacts& facts, const WorkingTime& working,
                                    absl::Time at) {
  absl::Duration used = terms.target;
  if (level.when == "at_risk") used = terms.at_risk_after;
  if (level.when == "after_due") used += absl::Minutes(level.minutes_after_due);
  return TimeReaching(terms, facts, working, at, used);
}

void AddOnce(const std::string& user, std::vector<std::string>& users) {
  if (!user.empty() && std::find(users.begin(), users.end(), user) == users.end()) {
    users.push_back(user);
  }
}

void AddRole(std::string_view role, const EscalationPeople& people,
             std::vector<std::string>& users) {
  if (role == "assignee") AddOnce(people.assignee, users);
  if (role == "account_manager") AddOnce(people.account_manager, users);
  if (role == "director") {
    for (const std::string& director : people.directors) AddOnce(director, users);
  }
}

}  // namespace

std::vector<EscalationStep> DueSteps(absl::Span<const EscalationLevel> ladder, int reached,
                                     const ClockTerms& terms, const ClockFacts& facts,
                                     const WorkingTime& working, absl::Time at) {
  std::vector<EscalationStep> steps;
  if (!IsOpen(facts, at)) return steps;
  for (size_t i = static_cast<size_t>(reached); i < ladder.size(); ++i) {
    const std::optional<absl::Time> due = LevelTime(ladder[i], terms, facts, working, at);
    if (!due || *due > at) break;
    steps.push_back({.level = static_cast<int>(i) + 1, .due_time = *due});
  }
  if (!steps.empty()) steps.back().told = true;
  return steps;
}

std::optional<absl::Time> NextLook(absl::Span<const EscalationLevel> ladder, int reached,
                                   const ClockTerms& terms, const ClockFacts& facts,
                                   const WorkingTime& working, absl::Time at) {
  if (!IsOpen(facts, at)) return std::nullopt;
  const ClockReading reading = Read(terms, facts, working, at);
  std::optional<absl::Time> next;
  const auto consider = [&](std::optional<absl::Time> time) {
    if (time && *time > at && (!next || *time < *next)) next = time;
  };
  consider(reading.at_risk_time);
  consider(reading.due_time);
  for (size_t i = static_cast<size_t>(reached); i < ladder.size(); ++i) {
    consider(LevelTime(ladder[i], terms, facts, working, at));
  }
  return next;
}

std::vector<std::string> Recipients(const EscalationLevel& level, const EscalationPeople& people) {
  std::vector<std::string> users;
  for (const std::string& role : level.roles) AddRole(role, people, users);
  for (const std::string& user : level.users) AddOnce(user, users);
  for (const std::string_view role : {"account_manager", "director"}) {
    if (users.empty()) AddRole(role, people, users);
  }
  return users;
}

}  // namespace mainstay::feedback
