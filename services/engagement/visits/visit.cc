#include "services/engagement/visits/visit.h"

#include <algorithm>
#include <array>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/engagement/visits/visit_form.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxParticipants = 20;
constexpr size_t kMaxAttendees = 50;
constexpr size_t kMaxNeeds = 50;
constexpr size_t kMaxAnswers = 100;
constexpr absl::Duration kUsualLength = absl::Hours(1);
// From low to high.
constexpr std::array<std::string_view, 4> kLevels = {"staff", "manager", "director", "executive"};

// 0 when it is not known.
int RankOf(std::string_view level) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), level);
  return found == kLevels.end() ? 0 : static_cast<int>(found - kLevels.begin()) + 1;
}

template <class People>
int HighestRank(const People& people) {
  int highest = 0;
  for (const auto& person : people) highest = std::max(highest, RankOf(person.level));
  return highest;
}

void CheckWindow(absl::Time start, absl::Time end, Violations& violations) {
  const absl::CivilDay day = absl::ToCivilDay(start, absl::UTCTimeZone());
  if (day.year() < 2000 || day.year() > 2100) {
    violations.push_back({"planned_start_time", "must be between the years 2000 and 2100"});
  }
  if (end <= start || end - start > kLongestVisit) {
    violations.push_back(
        {"planned_end_time", "must come after the beginning, at most 24 hours later"});
  }
}

void CheckPeople(const Visit& visit, Violations& violations) {
  if (visit.participants.size() > kMaxParticipants) {
    violations.push_back({"participants", absl::StrCat("must be at most ", kMaxParticipants)});
  }
  std::set<std::string_view> users, contacts;
  for (size_t i = 0; i < visit.participants.size(); ++i) {
    const std::string at = absl::StrCat("participants[", i, "].user"),
                      &user = visit.participants[i].user;
    if (!text::IsUserId(user)) {
      violations.push_back({at, std::string(text::kUserIdRule)});
    } else if (!users.insert(user).second) {
      violations.push_back({at, "is there already"});
    }
  }
  if (visit.attendees.size() > kMaxAttendees) {
    violations.push_back({"attendees", absl::StrCat("must be at most ", kMaxAttendees)});
  }
  bool hosted = false;
  for (size_t i = 0; i < visit.attendees.size(); ++i) {
    const Attendee& attendee = visit.attendees[i];
    if (!contacts.insert(attendee.contact_id).second) {
      violations.push_back({absl::StrCat("attendees[", i, "].contact"), "is there already"});
    }
    if (attendee.host && hosted) {
      violations.push_back({absl::StrCat("attendees[", i, "].host"), "only one receives us"});
    }
    hosted |= attendee.host;
  }
}

void CheckRecord(const Visit& visit, Violations& violations) {
  text::CheckText("content", visit.content, 0, 20000, Lines::kMany, violations);
  text::CheckText("progress", visit.progress, 0, 8000, Lines::kMany, violations);
  if (visit.customer_needs.size() > kMaxNeeds) {
    violations.push_back({"customer_needs", absl::StrCat("must be at most ", kMaxNeeds)});
  }
  for (size_t i = 0; i < visit.customer_needs.size(); ++i) {
    text::CheckText(absl::StrCat("customer_needs[", i, "]"), visit.customer_needs[i], 1, 1000,
                    Lines::kOne, violations);
  }
  if (visit.form_answers.size() > kMaxAnswers) {
    violations.push_back({"form_answers", absl::StrCat("must be at most ", kMaxAnswers)});
  }
  for (const auto& [key, answer] : visit.form_answers) {
    if (!IsFormKey(key)) {
      violations.push_back({absl::StrCat("form_answers.", key), "is no key of a form"});
    }
    text::CheckText(absl::StrCat("form_answers.", key), answer, 0, 4000, Lines::kMany, violations);
  }
}

}  // namespace

void FillIn(Visit& visit, const std::string& caller) {
  if (visit.mode.empty()) visit.mode = "on_site";
  if (visit.time_zone.empty()) visit.time_zone = text::kDefaultTimeZone;
  if (visit.planned_end == absl::Time()) visit.planned_end = visit.planned_start + kUsualLength;
  if (visit.participants.empty()) visit.participants.push_back({caller, ""});
  visit.place = text::Trim(visit.place);
  for (Participant& participant : visit.participants) {
    participant.user = text::Trim(participant.user);
  }
  for (std::string& need : visit.customer_needs) need = text::Trim(need);
}

absl::Status Validate(const Visit& visit) {
  Violations violations;
  if (visit.kind.empty()) {
    violations.push_back({"kind",
                          "say what the visit is for: VISIT_KIND_VISIT, VISIT_KIND_RETURN_VISIT, "
                          "VISIT_KIND_REVIEW or VISIT_KIND_EXECUTIVE_EXCHANGE"});
  }
  text::CheckText("purpose", visit.purpose, 0, 2000, Lines::kMany, violations);
  CheckWindow(visit.planned_start, visit.planned_end, violations);
  if (!text::IsTimeZone(visit.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  text::CheckText("place", visit.place, 0, 300, Lines::kOne, violations);
  CheckPeople(visit, violations);
  text::CheckText("preparation", visit.preparation, 0, 8000, Lines::kMany, violations);
  CheckRecord(visit, violations);
  if (visit.state == "completed" && visit.content.empty()) {
    violations.push_back({"content", "say what was said"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status ValidateLists(const Visit& visit) {
  Violations violations;
  CheckPeople(visit, violations);
  CheckRecord(visit, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status ValidateWindow(absl::Time start, absl::Time end) {
  Violations violations;
  CheckWindow(start, end, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

std::string LevelMatch(const Visit& visit) {
  const int ours = HighestRank(visit.participants), theirs = HighestRank(visit.attendees);
  if (ours == 0 || theirs == 0) return "";
  return ours == theirs ? "equal" : ours < theirs ? "ours_lower" : "ours_higher";
}

bool IsOnTime(const Visit& visit, absl::Time check_in, absl::Duration tolerance) {
  absl::TimeZone zone;
  absl::LoadTimeZone(visit.time_zone, &zone);
  return absl::ToCivilDay(check_in, zone) >= absl::ToCivilDay(visit.planned_start, zone) &&
         check_in <= visit.planned_start + tolerance && check_in < visit.planned_end;
}

}  // namespace mainstay::engagement
