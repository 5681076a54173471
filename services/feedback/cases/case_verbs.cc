#include "services/feedback/cases/case_verbs.h"

#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"

namespace mainstay::feedback {
namespace {

constexpr std::string_view kOpen[] = {"new", "acknowledged", "in_progress", "waiting_for_customer",
                                      "resolved"};
constexpr std::string_view kNew[] = {"new"};
constexpr std::string_view kStartable[] = {"acknowledged", "waiting_for_customer"};
constexpr std::string_view kAtWork[] = {"acknowledged", "in_progress"};
constexpr std::string_view kResolvable[] = {"acknowledged", "in_progress", "waiting_for_customer"};
constexpr std::string_view kResolved[] = {"resolved"};
constexpr std::string_view kDone[] = {"resolved", "closed", "withdrawn"};

// The length was checked with the request (text::ValidateReason).
absl::Status CheckSaid(std::string_view field, std::string_view text, std::string_view what) {
  if (!text::Trim(text).empty()) return absl::OkStatus();
  return status::BadField(field, absl::StrCat("say ", what, ", in 1 to 500 characters"));
}

// The customer was told something of the matter, and so that we have it.
void NoteTold(Case& c, absl::Time now) {
  if (!c.acknowledge_time) c.acknowledge_time = now;
  if (!c.first_answer_time) c.first_answer_time = now;
}

absl::Status CheckFrom(const Case& c, std::string_view verb,
                       absl::Span<const std::string_view> from) {
  return status::CheckState("the case", c.state, verb, from);
}

}  // namespace

absl::Status Assign(Case& c, const std::string& assignee) {
  if (!assignee.empty() && !text::IsUserId(assignee)) {
    return status::BadField("assignee", text::kUserIdRule);
  }
  RETURN_IF_ERROR(CheckFrom(c, ":assign", kOpen));
  c.assignee = assignee;
  return absl::OkStatus();
}

absl::Status Acknowledge(Case& c, absl::Time now) {
  RETURN_IF_ERROR(CheckFrom(c, ":acknowledge", kNew));
  c.state = "acknowledged";
  c.acknowledge_time = now;
  return absl::OkStatus();
}

absl::Status Start(Case& c) {
  RETURN_IF_ERROR(CheckFrom(c, ":start", kStartable));
  c.state = "in_progress";
  return absl::OkStatus();
}

absl::Status Wait(Case& c, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid("reason", reason, "what is waited for"));
  RETURN_IF_ERROR(CheckFrom(c, ":waitForCustomer", kAtWork));
  c.state = "waiting_for_customer";
  return absl::OkStatus();
}

absl::Status Resolve(Case& c, const std::string& resolution, const std::string& cause,
                     absl::Time now) {
  std::vector<status::FieldViolation> violations;
  text::CheckText("resolution", text::Trim(resolution), 1, 8000, text::Lines::kMany, violations);
  text::CheckText("cause", cause, 0, 8000, text::Lines::kMany, violations);
  const std::string why = text::Trim(cause).empty() ? c.cause : text::Trim(cause);
  if (c.kind == "complaint" && text::Trim(why).empty()) {
    violations.push_back({"cause", "say why it happened: a complaint is not resolved without"});
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(CheckFrom(c, ":resolve", kResolvable));
  c.state = "resolved";
  c.resolution = text::Trim(resolution);
  c.cause = why;
  c.resolve_time = now;
  NoteTold(c, now);
  return absl::OkStatus();
}

absl::Status Confirm(Case& c, const std::string& contact, const std::string& note,
                     std::string_view closure, absl::Time now) {
  if (!text::IsContactName(contact)) {
    return status::BadField(
        "contact", "say who of the customer: must look like accounts/{uuid}/contacts/{uuid}");
  }
  RETURN_IF_ERROR(CheckSaid("note", note, "how they said so, and in which words"));
  RETURN_IF_ERROR(CheckFrom(c, ":confirm", kResolved));
  c.state = "closed";
  c.close_time = now;
  c.confirmed_by = contact;
  c.closure = closure;
  return absl::OkStatus();
}

absl::Status TimeOut(Case& c, absl::Time now) {
  RETURN_IF_ERROR(CheckFrom(c, "closing without an answer", kResolved));
  c.state = "closed";
  c.close_time = now;
  c.closure = "time_out";
  return absl::OkStatus();
}

absl::Status Reopen(Case& c, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid("reason", reason, "why"));
  RETURN_IF_ERROR(CheckFrom(c, ":reopen", kDone));
  // Taking a withdrawal back is no failed solution.
  if (c.state != "withdrawn") ++c.reopen_count;
  c.state = "in_progress";
  c.resolution.clear();
  c.resolve_time.reset();
  c.close_time.reset();
  c.confirmed_by.clear();
  c.closure.clear();
  return absl::OkStatus();
}

absl::Status Withdraw(Case& c, const std::string& reason) {
  RETURN_IF_ERROR(CheckSaid("reason", reason, "why"));
  RETURN_IF_ERROR(CheckFrom(c, ":withdraw", kOpen));
  c.state = "withdrawn";
  return absl::OkStatus();
}

absl::Status Tell(Case& c, absl::Time now) {
  RETURN_IF_ERROR(CheckFrom(c, "telling the customer", kOpen));
  NoteTold(c, now);
  if (c.state == "new") c.state = "acknowledged";
  return absl::OkStatus();
}

}  // namespace mainstay::feedback
