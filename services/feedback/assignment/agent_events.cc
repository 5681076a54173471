#include "services/feedback/assignment/agent_events.h"

#include <mainstay/feedback/v1/agent_events.pb.h>

#include "common/events/event_of.h"
#include "services/feedback/assignment/agent_proto.h"

namespace mainstay::feedback {
namespace {

template <class Payload>
events::OutboxEvent Fact(const Agent& agent, Payload payload,
                         const history::WriteContext& context) {
  payload.set_agent(AgentName(agent.user));
  return events::EventOf({events::kNoAccount, "agent", agent.id, agent.version}, payload, context);
}

}  // namespace

events::OutboxEvent AgentCreatedEvent(const Agent& agent, const history::WriteContext& context) {
  return Fact(agent, v1::AgentCreated(), context);
}

events::OutboxEvent AgentChangedEvent(const Agent& agent,
                                      const std::vector<history::Change>& changes,
                                      const history::WriteContext& context) {
  v1::AgentChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(agent, std::move(payload), context);
}

}  // namespace mainstay::feedback
