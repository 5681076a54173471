#include "services/engagement/cadence/cadence_rule_events.h"

#include <mainstay/engagement/v1/cadence_rule_events.pb.h>

#include "common/events/event_of.h"
#include "services/engagement/cadence/cadence_rule_proto.h"

namespace mainstay::engagement {
namespace {

template <class Payload>
events::OutboxEvent EventOf(const CadenceRule& rule, Payload payload,
                            const history::WriteContext& context) {
  payload.set_cadence_rule(CadenceRuleName(rule.id));
  return events::EventOf({events::kNoAccount, "cadence_rule", rule.id, rule.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent CadenceRuleCreatedEvent(const CadenceRule& rule,
                                            const history::WriteContext& context) {
  return EventOf(rule, v1::CadenceRuleCreated(), context);
}

events::OutboxEvent CadenceRuleChangedEvent(const CadenceRule& rule,
                                            const std::vector<history::Change>& changes,
                                            const history::WriteContext& context) {
  v1::CadenceRuleChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return EventOf(rule, std::move(payload), context);
}

events::OutboxEvent CadenceRuleDeletedEvent(const CadenceRule& rule,
                                            const history::WriteContext& context) {
  return EventOf(rule, v1::CadenceRuleDeleted(), context);
}

events::OutboxEvent CadenceRuleUndeletedEvent(const CadenceRule& rule,
                                              const history::WriteContext& context) {
  return EventOf(rule, v1::CadenceRuleUndeleted(), context);
}

}  // namespace mainstay::engagement
