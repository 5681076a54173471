#include "services/engagement/gifts/gift_events.h"

#include <mainstay/engagement/v1/gift_events.pb.h>

#include "common/events/event_of.h"
#include "services/engagement/gifts/gift_proto.h"

namespace mainstay::engagement {
namespace {

template <class Payload>
events::OutboxEvent Fact(const Gift& gift, Payload payload, const history::WriteContext& context) {
  payload.set_gift(GiftName(gift));
  return events::EventOf({gift.account_id, "gift", gift.id, gift.version}, payload, context);
}

}  // namespace

events::OutboxEvent GiftRegisteredEvent(const Gift& gift, const history::WriteContext& context) {
  v1::GiftRegistered payload;
  payload.set_direction(GiftDirectionToProto(gift.direction));
  payload.set_state(GiftStateToProto(gift.state));
  payload.set_user(gift.user);
  return Fact(gift, std::move(payload), context);
}

events::OutboxEvent GiftChangedEvent(const Gift& before, const Gift& after,
                                     const std::vector<history::Change>& changes,
                                     const history::WriteContext& context) {
  if (before.state != after.state) {
    v1::GiftStateChanged payload;
    payload.set_old_state(GiftStateToProto(before.state));
    payload.set_state(GiftStateToProto(after.state));
    payload.set_user(after.user);
    return Fact(after, std::move(payload), context);
  }
  v1::GiftChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(after, std::move(payload), context);
}

events::OutboxEvent GiftLimitChangedEvent(const GiftLimit& limit,
                                          const history::WriteContext& context) {
  v1::GiftLimitChanged payload;
  payload.set_gift_limit(GiftLimitName(limit.currency));
  payload.set_limited(!limit.decimal.empty());
  return events::EventOf({events::kNoAccount, "gift_limit", limit.id, limit.version}, payload,
                         context);
}

}  // namespace mainstay::engagement
