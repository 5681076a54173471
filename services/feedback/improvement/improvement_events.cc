#include "services/feedback/improvement/improvement_events.h"

#include <mainstay/feedback/v1/improvement_events.pb.h>

#include <utility>

#include "common/events/event_of.h"
#include "services/feedback/improvement/improvement_proto.h"

namespace mainstay::feedback {
namespace {

template <class Payload>
events::OutboxEvent Fact(const ImprovementAction& action, Payload payload,
                         const history::WriteContext& context) {
  payload.set_improvement_action(ImprovementActionName(action.id));
  payload.set_owner(action.owner);
  return events::EventOf({events::kNoAccount, "improvement_action", action.id, action.version},
                         payload, context);
}

}  // namespace

events::OutboxEvent ImprovementActionCreatedEvent(const ImprovementAction& action,
                                                  const history::WriteContext& context) {
  return Fact(action, v1::ImprovementActionCreated(), context);
}

events::OutboxEvent ImprovementActionChangeEvent(const ImprovementAction& before,
                                                 const ImprovementAction& after,
                                                 const std::vector<history::Change>& changes,
                                                 const history::WriteContext& context) {
  if (before.state != after.state) {
    v1::ImprovementActionStateChanged payload;
    payload.set_old_state(ImprovementStateToProto(before.state));
    payload.set_state(ImprovementStateToProto(after.state));
    return Fact(after, std::move(payload), context);
  }
  v1::ImprovementActionChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(after, std::move(payload), context);
}

}  // namespace mainstay::feedback
