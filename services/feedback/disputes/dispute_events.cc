#include "services/feedback/disputes/dispute_events.h"

#include <mainstay/feedback/v1/dispute_events.pb.h>

#include "common/events/event_of.h"
#include "services/feedback/disputes/dispute_proto.h"

namespace mainstay::feedback {

events::OutboxEvent DisputeChangedEvent(const Dispute& dispute,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context) {
  v1::DisputeChanged payload;
  payload.set_dispute(DisputeName(dispute));
  payload.set_state(DisputeStateToProto(dispute.state));
  payload.set_lead(dispute.lead);
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return events::EventOf({dispute.account_id, "dispute", dispute.id, dispute.version}, payload,
                         context);
}

}  // namespace mainstay::feedback
