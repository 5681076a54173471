#include "services/feedback/cases/case.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/text/lists.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case_terms.h"

namespace mainstay::feedback {
namespace {

using Violations = std::vector<status::FieldViolation>;
using text::Lines;

constexpr size_t kMaxListed = 50;  // products, orders, watchers

void CheckListed(std::string_view field, const std::vector<std::string>& values,
                 Violations& violations) {
  if (values.size() <= kMaxListed) return;
  violations.push_back({std::string(field), absl::StrCat("must be at most ", kMaxListed)});
}

void CheckLists(const Case& c, Violations& violations) {
  CheckListed("products", c.products, violations);
  for (size_t i = 0; i < c.products.size(); ++i) {
    text::CheckText(absl::StrCat("products[", i, "]"), c.products[i], 1, 200, Lines::kOne,
                    violations);
  }
  CheckListed("orders", c.orders, violations);
  CheckListed("watchers", c.watchers, violations);
  for (size_t i = 0; i < c.watchers.size(); ++i) {
    if (text::IsUserId(c.watchers[i])) continue;
    violations.push_back({absl::StrCat("watchers[", i, "]"), std::string(text::kUserIdRule)});
  }
}

void CheckTimes(const Case& c, absl::Time now, Violations& violations) {
  const auto check = [&](std::string_view field, absl::Time time) {
    if (time > now) violations.push_back({std::string(field), "must not be in the future"});
    if (absl::ToCivilYear(time, absl::UTCTimeZone()).year() < 2000) {
      violations.push_back({std::string(field), "must not be before the year 2000"});
    }
  };
  check("receive_time", c.receive_time);
  for (const auto& later : {c.acknowledge_time, c.first_answer_time, c.resolve_time}) {
    if (!later || c.receive_time <= *later) continue;
    violations.push_back({"receive_time", "must not be after what was done about the case"});
    break;
  }
  if (!c.occur_time) return;
  check("occur_time", *c.occur_time);
  if (*c.occur_time > c.receive_time && c.receive_time <= now) {
    violations.push_back({"occur_time", "must not be after receive_time, when we had the case"});
  }
}

}  // namespace

void Complete(Case& c, absl::Time now) {
  for (std::string* text : {&c.subject, &c.category, &c.contact, &c.source, &c.assignee}) {
    *text = text::Trim(*text);
  }
  for (auto* list : {&c.products, &c.orders, &c.watchers}) text::CutRepeats(*list);
  if (c.severity.empty()) c.severity = "moderate";
  if (c.scope.empty()) c.scope = "single";
  if (c.receive_time == absl::InfinitePast()) c.receive_time = now;
}

absl::Status Validate(const Case& c, absl::Time now) {
  Violations violations;
  if (c.kind.empty()) {
    violations.push_back(
        {"kind",
         "say what it is: CASE_KIND_COMPLAINT, CASE_KIND_QUESTION, CASE_KIND_SUGGESTION or "
         "CASE_KIND_PRAISE"});
  }
  if (!c.category.empty() && !IsCategoryCode(c.category)) {
    violations.push_back({"category", std::string(kCategoryCodeRule)});
  }
  text::CheckText("subject", c.subject, 1, 200, Lines::kOne, violations);
  text::CheckText("facts", c.facts, 0, 20000, Lines::kMany, violations);
  text::CheckText("cause", c.cause, 0, 8000, Lines::kMany, violations);
  if (c.kind == "complaint" && c.resolve_time && text::Trim(c.cause).empty()) {
    violations.push_back({"cause", "must be said: a complaint is not resolved without"});
  }
  text::CheckText("customer_position", c.customer_position, 0, 8000, Lines::kMany, violations);
  text::CheckText("source", c.source, 0, 200, Lines::kOne, violations);
  if (!c.contact.empty() && !text::IsContactName(c.contact)) {
    violations.push_back({"contact", "must look like accounts/{uuid}/contacts/{uuid}"});
  }
  CheckLists(c, violations);
  CheckTimes(c, now, violations);
  if (!c.assignee.empty() && !text::IsUserId(c.assignee)) {
    violations.push_back({"assignee", std::string(text::kUserIdRule)});
  }
  text::CheckAmount("compensation", c.compensation, violations);
  text::CheckText("compensation_note", c.compensation_note, 0, 1000, Lines::kMany, violations);
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::feedback
