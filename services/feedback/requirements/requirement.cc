#include "services/feedback/requirements/requirement.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/lists.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxUsers = 50;  // consulted, informed
constexpr size_t kMaxAnswer = 4000;

void CheckUser(std::string_view field, const std::string& user, Violations& violations) {
  if (user.empty() || text::IsUserId(user)) return;
  violations.push_back({std::string(field), std::string(text::kUserIdRule)});
}

void CheckUsers(std::string_view field, const std::vector<std::string>& users,
                Violations& violations) {
  if (users.size() > kMaxUsers) {
    violations.push_back({std::string(field), absl::StrCat("must be at most ", kMaxUsers)});
  }
  for (size_t i = 0; i < users.size(); ++i) {
    if (text::IsUserId(users[i])) continue;
    violations.push_back({absl::StrCat(field, "[", i, "]"), std::string(text::kUserIdRule)});
  }
}

void CheckFive(std::string_view field, int value, Violations& violations) {
  if (value >= 0 && value <= 5) return;
  violations.push_back({std::string(field), "must be 1 to 5, or 0 while it is not said"});
}

void CheckKano(const Requirement& r, Violations& violations) {
  text::CheckText("kano_source", r.kano_source, 0, 200, Lines::kOne, violations);
  if (r.kano_class.empty() == r.kano_source.empty()) return;
  violations.push_back(r.kano_class.empty()
                           ? status::FieldViolation{"kano_class", "must be said with kano_source"}
                           : status::FieldViolation{"kano_source",
                                                    "say from where the class is known: a survey, "
                                                    "an interview or words"});
}

absl::Status Result(Violations violations) {
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace

std::string_view QuadrantOf(const Requirement& r) {
  if (r.urgency == 0 || r.importance == 0) return "";
  if (r.importance >= kImportantFrom) return r.urgency >= kUrgentFrom ? "do" : "plan";
  return r.urgency >= kUrgentFrom ? "delegate" : "later";
}

absl::CivilDay DueDay(absl::Time now) {
  static const absl::TimeZone zone = [] {
    absl::TimeZone found;
    absl::LoadTimeZone(text::kDefaultTimeZone, &found);
    return found;
  }();
  return absl::ToCivilDay(now, zone);
}

void Complete(Requirement& r) {
  for (std::string* text : {&r.title, &r.responsible, &r.accountable, &r.kano_source}) {
    *text = text::Trim(*text);
  }
  text::CutRepeats(r.consulted);
  text::CutRepeats(r.informed);
}

void Complete(RequirementAsker& asker, absl::Time now) {
  asker.source = text::Trim(asker.source);
  if (asker.say_time == absl::InfinitePast()) asker.say_time = now;
}

absl::Status Validate(const Requirement& r) {
  Violations violations;
  text::CheckText("title", r.title, 1, 200, Lines::kOne, violations);
  text::CheckText("who", r.who, 0, kMaxAnswer, Lines::kMany, violations);
  text::CheckText("what", r.what, 0, kMaxAnswer, Lines::kMany, violations);
  text::CheckText("when", r.when, 0, kMaxAnswer, Lines::kMany, violations);
  text::CheckText("where", r.where, 0, kMaxAnswer, Lines::kMany, violations);
  text::CheckText("why", r.why, 0, kMaxAnswer, Lines::kMany, violations);
  text::CheckText("how", r.how, 0, kMaxAnswer, Lines::kMany, violations);
  CheckUser("responsible", r.responsible, violations);
  CheckUser("accountable", r.accountable, violations);
  CheckUsers("consulted", r.consulted, violations);
  CheckUsers("informed", r.informed, violations);
  CheckFive("urgency", r.urgency, violations);
  CheckFive("importance", r.importance, violations);
  if (r.due_date && r.due_date->year() < 2000) {
    violations.push_back({"due_date", "must not be before the year 2000"});
  }
  CheckKano(r, violations);
  return Result(std::move(violations));
}

absl::Status Validate(const RequirementAsker& asker, absl::Span<const std::string> accounts,
                      absl::Time now) {
  Violations violations;
  text::CheckText("source", asker.source, 0, 200, Lines::kOne, violations);
  if (absl::StartsWith(asker.source, "accounts/") && !text::IsOfAccount(asker.source, accounts)) {
    violations.push_back({"source",
                          "must be the name of something of the asking account, such as "
                          "accounts/{uuid}/visits/{uuid}"});
  }
  if (asker.say_time > now) violations.push_back({"say_time", "must not be in the future"});
  if (absl::ToCivilYear(asker.say_time, absl::UTCTimeZone()).year() < 2000) {
    violations.push_back({"say_time", "must not be before the year 2000"});
  }
  text::CheckText("words", asker.words, 0, kMaxAnswer, Lines::kMany, violations);
  return Result(std::move(violations));
}

}  // namespace mainstay::feedback
