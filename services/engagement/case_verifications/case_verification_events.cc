#include "services/engagement/case_verifications/case_verification_events.h"

#include <mainstay/engagement/v1/case_verification_events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/case_verifications/case_verification_proto.h"

namespace mainstay::engagement {

events::OutboxEvent CaseVerifiedEvent(const CaseVerification& verification,
                                      const history::WriteContext& context) {
  v1::CaseVerified payload;
  payload.set_case_(CaseOf(verification));
  payload.set_visit(VisitOf(verification));
  payload.set_solved(verification.state == "solved");
  *payload.mutable_close_time() = api::TimeToProto(verification.close_time);
  return events::EventOf({verification.account_id, "case_verification", verification.id, 1},
                         payload, context);
}

}  // namespace mainstay::engagement
