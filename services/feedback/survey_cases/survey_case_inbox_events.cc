#include "services/feedback/survey_cases/survey_case_inbox_events.h"

#include <mainstay/survey/v1/loop_events.pb.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "common/text/person.h"
#include "common/text/rules.h"
#include "services/feedback/cases/case.h"
#include "services/feedback/cases/case_write.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kMaxSubject = 200;

// What whoever takes the case reads first: which questions, what was answered, and by which rule.
std::string FactsOf(const survey::v1::SurveyCaseRequested& payload) {
  std::string facts = "问卷的答复触发了本单。A response to a survey asked for this case.\n";
  for (const survey::v1::AskedQuestion& one : payload.questions()) {
    absl::StrAppend(&facts, one.question(), "\n");
    if (!one.answer().empty()) absl::StrAppend(&facts, "→ ", one.answer(), "\n");
  }
  absl::StrAppend(&facts, "规则 Rule: ", payload.condition());
  return facts;
}

absl::StatusOr<Case> CaseOf(const survey::v1::SurveyCaseRequested& payload, absl::Time now) {
  Case c;
  ASSIGN_OR_RETURN(c.kind, api::EnumToText(payload.kind(), "CASE_KIND_", "kind"));
  ASSIGN_OR_RETURN(c.severity, api::EnumToText(payload.severity(), "CASE_SEVERITY_", "severity"));
  c.channel = "survey";
  c.category = payload.category();
  c.subject = text::Acceptable(payload.subject(), kMaxSubject);
  c.facts = FactsOf(payload);
  if (text::IsContactName(payload.contact())) c.contact = payload.contact();
  c.source = payload.source();
  ASSIGN_OR_RETURN(const absl::Time answered,
                   api::TimeFromProto(payload.answer_time(), "answer_time"));
  c.receive_time = std::min(answered, now);
  Complete(c, now);
  RETURN_IF_ERROR(Validate(c, now));
  return c;
}

absl::Status Take(pg::Tx& tx, const events::v1::Event& event,
                  const survey::v1::SurveyCaseRequested& payload, const Deps& deps) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  const history::WriteContext context = events::ContextOf(event);
  CaseDraft draft{.id = ids[1]};
  ASSIGN_OR_RETURN(draft.after, CaseOf(payload, context.now));
  const auto account = directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  draft.after.account_id = account ? account->id : ids[0];
  CaseDraft uncategorised = draft;
  RETURN_IF_ERROR(OpenCases(tx, deps.case_sequels, absl::MakeSpan(&draft, 1), context));
  if (draft.error.ok()) return absl::OkStatus();
  // Categories come and go after the rule was written; a case that nobody sorted is better than
  // none.
  uncategorised.after.category.clear();
  RETURN_IF_ERROR(OpenCases(tx, deps.case_sequels, absl::MakeSpan(&uncategorised, 1), context));
  return uncategorised.error;
}

}  // namespace

void TakeSurveyCases(events::Subscription& subscription, const Deps& deps) {
  subscription.On<survey::v1::SurveyCaseRequested>(
      [&deps](pg::Tx& tx, const events::v1::Event& event,
              const survey::v1::SurveyCaseRequested& payload) {
        return Take(tx, event, payload, deps);
      });
}

}  // namespace mainstay::feedback
