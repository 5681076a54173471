#include "services/engagement/commitments/commitment.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxSource = 200;

void CheckPeople(const Commitment& c, Violations& violations) {
  if (c.party == "ours" && !text::IsUserId(c.promiser)) {
    violations.push_back({"promiser", absl::StrCat(text::kUserIdRule, ", of one of ours")});
  }
  if (c.party == "customer" && !c.promiser.empty() && !text::IsContactName(c.promiser)) {
    violations.push_back({"promiser",
                          "must look like accounts/{uuid}/contacts/{uuid}, or be "
                          "absent for the customer as such"});
  }
  if (!c.beneficiary.empty() && !text::IsUserId(c.beneficiary) &&
      !text::IsContactName(c.beneficiary)) {
    violations.push_back(
        {"beneficiary", "must be a user id, or look like accounts/{uuid}/contacts/{uuid}"});
  }
}

}  // namespace

void Complete(Commitment& c, const std::string& caller) {
  for (std::string* text : {&c.subject, &c.promiser, &c.beneficiary, &c.source}) {
    *text = text::Trim(*text);
  }
  if (c.time_zone.empty()) c.time_zone = text::kDefaultTimeZone;
  if (c.party == "ours" && c.promiser.empty()) c.promiser = caller;
}

absl::Status Validate(const Commitment& c) {
  Violations violations;
  text::CheckText("subject", c.subject, 1, 200, Lines::kOne, violations);
  text::CheckText("text", c.text, 0, 8000, Lines::kMany, violations);
  if (c.party.empty()) {
    violations.push_back(
        {"party", "say who promised: COMMITMENT_PARTY_OURS or COMMITMENT_PARTY_CUSTOMER"});
  }
  CheckPeople(c, violations);
  for (auto& violation : status::GetFieldViolations(CheckDueTime("due_time", c.due_time))) {
    violations.push_back(std::move(violation));
  }
  if (!text::IsTimeZone(c.time_zone)) {
    violations.push_back({"time_zone", std::string(text::kTimeZoneRule)});
  }
  text::CheckText("source", c.source, 0, kMaxSource, Lines::kOne, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

absl::Status CheckDueTime(std::string_view field, absl::Time time) {
  if (time == absl::InfinitePast()) return status::BadField(field, "say until when");
  const auto year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  if (year < 2000 || year > 2100) {
    return status::BadField(field, "must be between the years 2000 and 2100");
  }
  return absl::OkStatus();
}

bool IsOverdue(const Commitment& c, absl::Time now) {
  return c.state == "open" && c.due_time < now;
}

std::string_view PunctualityAt(const Commitment& c, absl::Time kept_time) {
  if (kept_time > c.due_time) return "late";
  return kept_time > c.original_due_time ? "after_renegotiation" : "on_time";
}

}  // namespace mainstay::engagement
