#include "services/engagement/commitments/case_promise_inbox_events.h"

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/commitments/commitment.h"
#include "services/engagement/commitments/commitment_events.h"
#include "services/engagement/commitments/commitment_store.h"

namespace mainstay::engagement {

absl::Status TakeCasePromised(pg::Tx& tx, const events::v1::Event& event,
                              const feedback::v1::CasePromised& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  const auto account = directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  Commitment commitment;
  commitment.account_id = account ? account->id : ids[0];
  commitment.subject =
      absl::StrCat("Promise in case #", payload.number(), " · 客诉 #", payload.number(), " 的承诺");
  commitment.text = absl::StrCat("What was promised is said in · 承诺内容见 ", payload.promise());
  commitment.party = "ours";
  commitment.promiser = payload.promiser();
  commitment.beneficiary = payload.contact();
  ASSIGN_OR_RETURN(commitment.due_time, api::TimeFromProto(payload.due_time(), "due_time"));
  commitment.source = payload.case_();
  const history::WriteContext context = events::ContextOf(event);
  Complete(commitment, event.actor());
  RETURN_IF_ERROR(Validate(commitment));
  commitment.id = api::NewUuid(context.now);
  commitment.original_due_time = commitment.due_time;
  commitment.create_time = commitment.update_time = context.now;
  InsertCommitment(tx, commitment);
  history::RecordChanges(tx, kCommitmentChanges, commitment.id, commitment.version, "create", {{}},
                         context);
  events::Append(tx, CommitmentMadeEvent(commitment, context));
  return absl::OkStatus();
}

void TakeCasePromises(events::Subscription& subscription) {
  subscription.On<feedback::v1::CasePromised>(TakeCasePromised);
}

}  // namespace mainstay::engagement
