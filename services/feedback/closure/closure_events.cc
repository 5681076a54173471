#include "services/feedback/closure/closure_events.h"

#include <mainstay/feedback/v1/closure_events.pb.h>

#include "common/events/event_of.h"
#include "services/feedback/cases/case_proto.h"

namespace mainstay::feedback {

events::OutboxEvent CaseConfirmationRemindedEvent(const Case& c, int reminder,
                                                  const std::string& contact,
                                                  const history::WriteContext& context) {
  v1::CaseConfirmationReminded payload;
  payload.set_case_(CaseName(c));
  payload.set_number(c.number);
  payload.set_reminder(reminder);
  payload.set_contact(contact);
  payload.set_assignee(c.assignee);
  return events::EventOf({c.account_id, "case", c.id, c.version}, payload, context);
}

}  // namespace mainstay::feedback
