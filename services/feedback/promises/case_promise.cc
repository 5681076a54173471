#include "services/feedback/promises/case_promise.h"

#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {

void Complete(CasePromise& promise, const std::string& caller) {
  promise.text = text::Trim(promise.text);
  if (promise.promiser.empty()) promise.promiser = caller;
}

absl::Status Validate(const CasePromise& promise, absl::Time now) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("text", promise.text, 1, 2000, text::Lines::kMany, violations);
  if (!text::IsUserId(promise.promiser)) {
    violations.push_back({"promiser", std::string(text::kUserIdRule)});
  }
  if (!promise.contact.empty() && !text::IsContactName(promise.contact)) {
    violations.push_back({"contact", "must look like accounts/{uuid}/contacts/{uuid}"});
  }
  if (promise.channel.empty()) {
    violations.push_back({"channel", "say how the customer was told, such as CASE_CHANNEL_PHONE"});
  }
  if (promise.due_time <= now ||
      absl::ToCivilYear(promise.due_time, absl::UTCTimeZone()).year() >= 2100) {
    violations.push_back({"due_time", "say until when: after now and before the year 2100"});
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

}  // namespace mainstay::feedback
