// Assignment (派单): to whom a case goes, and why to nobody else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/feedback/assignment/agent.h"

namespace mainstay::feedback {

// An agent and what there is to know of it for one case.
struct Candidate {
  Agent agent;
  int64_t load = 0;      // the sum of WeightOf() of its open cases, this one not among them
  bool in_team = false;  // of the case's account
};

// What is asked for.
struct AssignmentRequest {
  std::string category;  // code
  std::string severity;  // of kSeverities
  absl::Time now;
  // Who is not to get it: the assignee that it is taken from. May be empty.
  std::vector<std::string> excluded_users;
};

// Why an agent gets a case or does not; the first that holds.
inline constexpr std::string_view kVerdictChosen = "chosen";
inline constexpr std::string_view kVerdictExcluded = "excluded";         // as asked for
inline constexpr std::string_view kVerdictUnskilled = "unskilled";       // no skill of the category
inline constexpr std::string_view kVerdictAbsent = "absent";             // now
inline constexpr std::string_view kVerdictFull = "full";                 // with it, over capacity
inline constexpr std::string_view kVerdictOutsideTeam = "outside_team";  // one of the team fits
inline constexpr std::string_view kVerdictBusier = "busier";             // than the one chosen
inline constexpr std::string_view kVerdictLaterName = "later_name";  // as busy as the one chosen

// What was thought of an agent.
struct Consideration {
  std::string user;
  std::string_view verdict;
  bool in_team = false;
  int64_t load = 0;        // before the case
  int64_t load_after = 0;  // with it
  int capacity = 0;        // the share of it in use is load_after / capacity
  absl::Time absent_until = absl::InfinitePast();  // that: not absent
  bool operator==(const Consideration&) const = default;
};

struct Assignment {
  std::string user;                           // empty: nobody fits
  std::vector<Consideration> considerations;  // of every agent, by user id
};

// Of those who have the skill, are there and have room for the case: the account's team before all
// others, then who has the least of its capacity in use with the case taken, then who comes first
// by user id. The same question has the same answer, in whatever order the candidates come.
Assignment Assign(const AssignmentRequest& request, absl::Span<const Candidate> candidates);

// Why `chosen` got the case, for people: "of the account's team; carries 6 of 20 with it".
std::string ReasonOf(const Consideration& chosen);

}  // namespace mainstay::feedback
