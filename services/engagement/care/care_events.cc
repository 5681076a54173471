#include "services/engagement/care/care_events.h"

#include <mainstay/engagement/v1/care_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/events/event_of.h"

namespace mainstay::engagement {

events::OutboxEvent CareRuleChangedEvent(const CareRule& rule,
                                         const history::WriteContext& context) {
  v1::CareRuleChanged payload;
  payload.set_care_rule(absl::StrCat("careRules/", rule.festival));
  payload.set_active(!rule.tiers.empty());
  return events::EventOf({events::kNoAccount, "care_rule", rule.id, rule.version}, payload,
                         context);
}

}  // namespace mainstay::engagement
