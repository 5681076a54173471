#include "services/engagement/communications/communication_events.h"

#include <mainstay/engagement/v1/communication_events.pb.h>

#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "services/engagement/communications/communication_proto.h"

namespace mainstay::engagement {
namespace {

// `payload` as a fact of the communication's present version.
template <class Payload>
events::OutboxEvent Fact(const Communication& communication, Payload payload,
                         const history::WriteContext& context) {
  payload.set_communication(CommunicationName(communication.account_id, communication.id));
  if constexpr (requires { payload.mutable_occur_time(); }) {
    payload.set_channel(ChannelToProto(communication.channel));
    payload.set_direction(DirectionToProto(communication.direction));
    *payload.mutable_occur_time() = api::TimeToProto(communication.occur_time);
  }
  return events::EventOf(
      {communication.account_id, "communication", communication.id, communication.version}, payload,
      context);
}

}  // namespace

events::OutboxEvent CommunicationLoggedEvent(const Communication& communication,
                                             const history::WriteContext& context) {
  return Fact(communication, v1::CommunicationLogged(), context);
}

events::OutboxEvent CommunicationChangedEvent(const Communication& communication,
                                              const std::vector<history::Change>& changes,
                                              const history::WriteContext& context) {
  v1::CommunicationChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(communication, std::move(payload), context);
}

events::OutboxEvent CommunicationDeletedEvent(const Communication& communication,
                                              const history::WriteContext& context) {
  return Fact(communication, v1::CommunicationDeleted(), context);
}

events::OutboxEvent CommunicationUndeletedEvent(const Communication& communication,
                                                const history::WriteContext& context) {
  return Fact(communication, v1::CommunicationUndeleted(), context);
}

}  // namespace mainstay::engagement
