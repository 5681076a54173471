#include "services/engagement/commitments/commitment_events.h"

#include <mainstay/engagement/v1/commitment_events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/commitments/commitment_proto.h"

namespace mainstay::engagement {
namespace {

// `payload` as a fact of the commitment's present version.
template <class Payload>
events::OutboxEvent Fact(const Commitment& commitment, Payload payload,
                         const history::WriteContext& context) {
  payload.set_commitment(CommitmentName(commitment.account_id, commitment.id));
  return events::EventOf({commitment.account_id, "commitment", commitment.id, commitment.version},
                         payload, context);
}

}  // namespace

events::OutboxEvent CommitmentMadeEvent(const Commitment& commitment,
                                        const history::WriteContext& context) {
  v1::CommitmentMade payload;
  payload.set_party(CommitmentPartyToProto(commitment.party));
  payload.set_promiser(commitment.promiser);
  *payload.mutable_due_time() = api::TimeToProto(commitment.due_time);
  payload.set_source(commitment.source);
  return Fact(commitment, std::move(payload), context);
}

events::OutboxEvent CommitmentChangedEvent(const Commitment& commitment,
                                           const std::vector<history::Change>& changes,
                                           const history::WriteContext& context) {
  v1::CommitmentChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  payload.set_party(CommitmentPartyToProto(commitment.party));
  payload.set_promiser(commitment.promiser);
  return Fact(commitment, std::move(payload), context);
}

events::OutboxEvent CommitmentMovedEvent(const Commitment& before, const Commitment& after,
                                         const history::WriteContext& context) {
  if (before.state == after.state) {
    v1::CommitmentRenegotiated payload;
    *payload.mutable_old_due_time() = api::TimeToProto(before.due_time);
    *payload.mutable_due_time() = api::TimeToProto(after.due_time);
    payload.set_renegotiation_count(after.renegotiation_count);
    return Fact(after, std::move(payload), context);
  }
  v1::CommitmentStateChanged payload;
  payload.set_old_state(CommitmentStateToProto(before.state));
  payload.set_state(CommitmentStateToProto(after.state));
  payload.set_party(CommitmentPartyToProto(after.party));
  payload.set_promiser(after.promiser);
  if (after.kept_time) *payload.mutable_kept_time() = api::TimeToProto(*after.kept_time);
  payload.set_punctuality(PunctualityToProto(after.punctuality));
  return Fact(after, std::move(payload), context);
}

}  // namespace mainstay::engagement
