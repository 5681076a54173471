// The table of an agent's fields and their texts.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/feedback/assignment/agent.h"

namespace mainstay::feedback {
namespace {

std::string GetSkills(const Agent& agent) { return absl::StrJoin(agent.skills, ", "); }
void SetSkills(Agent& agent, std::string_view value) {
  agent.skills = absl::StrSplit(std::string(value), ", ", absl::SkipEmpty());
}

std::string GetCapacity(const Agent& agent) { return absl::StrCat(agent.capacity); }
void SetCapacity(Agent& agent, std::string_view value) {
  if (!absl::SimpleAtoi(value, &agent.capacity)) agent.capacity = 0;
}

// One a line, "2026-07-01T01:00:00Z/2026-07-08T01:00:00Z leave"; no end is "infinite-future".
std::string GetAbsences(const Agent& agent) {
  return absl::StrJoin(agent.absences, "\n", [](std::string* out, const Absence& absence) {
    absl::StrAppend(out, history::VerbTime(absence.from), "/", history::VerbTime(absence.to), " ",
                    absence.note);
  });
}
void SetAbsences(Agent& agent, std::string_view value) {
  agent.absences.clear();
  for (const std::string_view line : absl::StrSplit(value, '\n', absl::SkipEmpty())) {
    const std::pair<std::string_view, std::string_view> times_note =
        absl::StrSplit(line, absl::MaxSplits(' ', 1));
    const std::pair<std::string_view, std::string_view> from_to =
        absl::StrSplit(times_note.first, absl::MaxSplits('/', 1));
    agent.absences.push_back(
        {history::ParseVerbTime(from_to.first).value_or(absl::InfinitePast()),
         history::ParseVerbTime(from_to.second).value_or(absl::InfiniteFuture()),
         std::string(times_note.second)});
  }
}

constexpr history::Field<Agent> kFields[] = {
    {"skills", GetSkills, SetSkills},
    {"capacity", GetCapacity, SetCapacity},
    {"absences", GetAbsences, SetAbsences},
};

}  // namespace

absl::Span<const history::Field<Agent>> AgentFields() { return kFields; }

}  // namespace mainstay::feedback
