#include "services/feedback/assignment/agent.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;

void CheckSkills(const std::vector<std::string>& skills, Violations& violations) {
  if (skills.size() > kMaxSkills) {
    violations.push_back({"skills", absl::StrCat("must be at most ", kMaxSkills)});
    return;
  }
  std::set<std::string_view> seen;
  for (size_t i = 0; i < skills.size(); ++i) {
    const std::string at = absl::StrCat("skills[", i, "]");
    if (!IsCategoryCode(skills[i])) {
      violations.push_back({at, std::string(kCategoryCodeRule)});
    } else if (!seen.insert(skills[i]).second) {
      violations.push_back({at, "is there already"});
    }
  }
}

void CheckAbsences(const std::vector<Absence>& absences, Violations& violations) {
  if (absences.size() > kMaxAbsences) {
    violations.push_back({"absences", absl::StrCat("must be at most ", kMaxAbsences)});
    return;
  }
  for (size_t i = 0; i < absences.size(); ++i) {
    const std::string at = absl::StrCat("absences[", i, "]");
    if (absences[i].from == absl::InfinitePast()) {
      violations.push_back({absl::StrCat(at, ".from_time"), "say from when"});
    }
    if (absences[i].to <= absences[i].from) {
      violations.push_back({absl::StrCat(at, ".to_time"), "must be after its beginning"});
    }
    text::CheckText(absl::StrCat(at, ".note"), absences[i].note, 0, kMaxAbsenceNote,
                    text::Lines::kOne, violations);
  }
}

}  // namespace

void FillIn(Agent& agent) {
  agent.user = text::Trim(agent.user);
  for (std::string& skill : agent.skills) skill = text::Trim(skill);
  for (Absence& absence : agent.absences) absence.note = text::Trim(absence.note);
  std::stable_sort(agent.absences.begin(), agent.absences.end(),
                   [](const Absence& a, const Absence& b) { return a.from < b.from; });
}

absl::Status Validate(const Agent& agent) {
  Violations violations;
  if (!text::IsUserId(agent.user)) violations.push_back({"user", std::string(text::kUserIdRule)});
  CheckSkills(agent.skills, violations);
  if (agent.capacity < 0 || agent.capacity > kMaxCapacity) {
    violations.push_back({"capacity", absl::StrCat("must be 0 to ", kMaxCapacity)});
  }
  CheckAbsences(agent.absences, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

bool HasSkill(const Agent& agent, std::string_view code) {
  return std::any_of(agent.skills.begin(), agent.skills.end(),
                     [&](const std::string& skill) { return IsWithinCategory(code, skill); });
}

absl::Time AbsentUntil(const Agent& agent, absl::Time at) {
  // Each round goes past an absence for good, so there are at most as many.
  for (bool moved = true; moved;) {
    moved = false;
    for (const Absence& absence : agent.absences) {
      if (absence.from <= at && at < absence.to) {
        at = absence.to;
        moved = true;
      }
    }
  }
  return at;
}

int WeightOf(std::string_view severity) {
  const std::optional<size_t> rank = RankOf(severity, kSeverities);
  return rank ? kSeverityWeights[*rank] : 0;
}

}  // namespace mainstay::feedback
