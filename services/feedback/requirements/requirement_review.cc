#include "services/feedback/requirements/requirement_review.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMaxAttendees = 50;
constexpr size_t kMaxDecisions = 200;

}  // namespace

absl::Status Validate(const RequirementReview& review, absl::CivilDay today) {
  std::vector<status::FieldViolation> violations;
  if (review.date > today || review.date.year() < 2000) {
    violations.push_back({"date", "must not be in the future, nor before the year 2000"});
  }
  if (review.attendees.empty() || review.attendees.size() > kMaxAttendees) {
    violations.push_back({"attendees", absl::StrCat("must be 1 to ", kMaxAttendees)});
  }
  for (size_t i = 0; i < review.attendees.size(); ++i) {
    if (text::IsUserId(review.attendees[i])) continue;
    violations.push_back({absl::StrCat("attendees[", i, "]"), std::string(text::kUserIdRule)});
  }
  text::CheckText("minutes", review.minutes, 0, 8000, text::Lines::kMany, violations);
  if (review.items.empty() || review.items.size() > kMaxDecisions) {
    violations.push_back({"decisions", absl::StrCat("must be 1 to ", kMaxDecisions)});
  }
  std::set<std::string> seen;
  for (size_t i = 0; i < review.items.size(); ++i) {
    const RequirementReviewItem& item = review.items[i];
    const std::string at = absl::StrCat("decisions[", i, "].");
    if (!seen.insert(item.requirement_id).second) {
      violations.push_back({at + "requirement", "is decided on already; each stands once"});
    }
    if (item.decision.empty()) violations.push_back({at + "decision", "say what was decided"});
    text::CheckText(at + "note", item.note, 0, 500, text::Lines::kMany, violations);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::feedback
