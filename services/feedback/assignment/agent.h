// The agent (客服专员): who can take cases of which categories, how many, and when not.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/history/change.h"

namespace mainstay::feedback {

inline constexpr size_t kMaxSkills = 100;       // of an agent
inline constexpr size_t kMaxAbsences = 200;     // of an agent
inline constexpr size_t kMaxAbsenceNote = 200;  // characters
inline constexpr int kMaxCapacity = 10'000;     // units of load

// How much an open case weighs by its severity, in the order of kSeverities: what an agent carries
// is the sum, in units of load. One critical case keeps an agent as busy as eight minor ones.
inline constexpr std::array<int, 4> kSeverityWeights = {1, 2, 4, 8};

// [from, to).
struct Absence {
  absl::Time from;
  absl::Time to = absl::InfiniteFuture();  // that: until further notice
  std::string note;                        // leave, training; may be empty
  bool operator==(const Absence&) const = default;
};

// An agent as it is stored.
struct Agent {
  std::string id;       // bare UUID, of its history and events
  std::string user;     // user id
  int64_t version = 1;  // counts its writes, from 1
  // Codes of categories; "product" covers all that is under it.
  std::vector<std::string> skills;
  int capacity = 0;  // the most load carried at once; 0: takes no new cases
  std::vector<Absence> absences;
  absl::Time create_time;
  absl::Time update_time;
};

// Cuts the spaces around single-line fields, and puts the absences in order.
void FillIn(Agent& agent);

// Checks every field of an agent that was filled in; INVALID_ARGUMENT names all that cannot be
// accepted: skills[1], absences[0].to_time.
absl::Status Validate(const Agent& agent);

// The fields of an agent whose changes are kept, by their names in the API.
absl::Span<const history::Field<Agent>> AgentFields();

// Whether one of the skills covers the category `code`.
bool HasSkill(const Agent& agent, std::string_view code);

// Until when the agent is absent that is so at `at`, absences that follow without a gap included;
// `at` itself when it is not. InfiniteFuture: until further notice.
absl::Time AbsentUntil(const Agent& agent, absl::Time at);

// What a case weighs; 0 for a severity that there is not.
int WeightOf(std::string_view severity);

}  // namespace mainstay::feedback
