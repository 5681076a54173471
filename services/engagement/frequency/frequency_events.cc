#include "services/engagement/frequency/frequency_events.h"

#include <mainstay/engagement/v1/frequency_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/proto_date.h"
#include "common/events/event_of.h"

namespace mainstay::engagement {
namespace {

template <class Payload>
events::OutboxEvent Fact(const ContactLadder& ladder, Payload payload,
                         const history::WriteContext& context) {
  payload.set_account(absl::StrCat("accounts/", ladder.account_id));
  return events::EventOf({ladder.account_id, "contact_ladder", ladder.id, ladder.version}, payload,
                         context);
}

}  // namespace

events::OutboxEvent ContactMissedEvent(const ContactLadder& ladder, const std::string& owner,
                                       const history::WriteContext& context) {
  v1::ContactMissed payload;
  payload.set_step(static_cast<v1::LadderStep>(ladder.step));
  if (ladder.due) *payload.mutable_due_date() = api::DayToProto(*ladder.due);
  payload.set_owner(owner);
  return Fact(ladder, std::move(payload), context);
}

events::OutboxEvent ContactResumedEvent(const ContactLadder& ladder, int step,
                                        const history::WriteContext& context) {
  v1::ContactResumed payload;
  payload.set_step(static_cast<v1::LadderStep>(step));
  return Fact(ladder, std::move(payload), context);
}

}  // namespace mainstay::engagement
