#include "services/engagement/case_verifications/case_verification_inbox_events.h"

#include <mainstay/feedback/v1/case_events.pb.h>

#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/status/status.h"
#include "services/engagement/case_verifications/case_verification_store.h"

namespace mainstay::engagement {
namespace {

absl::Status Take(pg::Tx& tx, const events::v1::Event& event,
                  const feedback::v1::CaseStateChanged& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  DropVerification(tx, ids[1]);
  if (payload.state() != feedback::v1::CASE_STATE_CLOSED) return absl::OkStatus();
  CaseVerification verification;
  // Events from before there was a close_time tell it by their own.
  ASSIGN_OR_RETURN(verification.close_time,
                   payload.has_close_time() ? api::TimeFromProto(payload.close_time(), "close_time")
                                            : api::TimeFromProto(event.occur_time(), "occur_time"));
  verification.id = api::NewUuid(verification.close_time);
  verification.account_id = ids[0];
  verification.case_id = ids[1];
  verification.number = payload.number();
  InsertVerification(tx, verification);
  return absl::OkStatus();
}

}  // namespace

void TakeCaseVerifications(events::Subscription& subscription) {
  subscription.On<feedback::v1::CaseStateChanged>(Take);
}

}  // namespace mainstay::engagement
