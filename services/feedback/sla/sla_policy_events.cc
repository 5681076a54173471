#include "services/feedback/sla/sla_policy_events.h"

#include <mainstay/feedback/v1/sla_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/events/event_of.h"

namespace mainstay::feedback {
namespace {

template <class Payload>
events::OutboxEvent Fact(const SlaPolicy& policy, Payload payload,
                         const history::WriteContext& context) {
  payload.set_sla_policy(absl::StrCat("slaPolicies/", policy.id));
  payload.set_in_force(policy.in_force);
  return events::EventOf({events::kNoAccount, "sla_policy", policy.id, policy.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent SlaPolicyCreatedEvent(const SlaPolicy& policy,
                                          const history::WriteContext& context) {
  return Fact(policy, v1::SlaPolicyCreated(), context);
}

events::OutboxEvent SlaPolicyChangedEvent(const SlaPolicy& policy,
                                          const std::vector<history::Change>& changes,
                                          const history::WriteContext& context) {
  v1::SlaPolicyChanged payload;
  for (const history::Change& change : changes) {
    if (!change.field.empty()) payload.add_fields(change.field);
  }
  return Fact(policy, std::move(payload), context);
}

}  // namespace mainstay::feedback
