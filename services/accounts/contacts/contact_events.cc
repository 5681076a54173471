#include "services/accounts/contacts/contact_events.h"

#include <mainstay/accounts/v1/events.pb.h>

#include "services/accounts/contacts/contact_proto.h"

namespace mainstay::accounts {
namespace {

// `payload` as a fact of the contact's present version.
template <class Payload>
events::OutboxEvent EventOf(const Contact& contact, Payload payload,
                            const history::WriteContext& context) {
  payload.set_contact(ContactName(contact.account_id, contact.id));
  return {.account_id = contact.account_id,
          .aggregate_type = "contact",
          .aggregate_id = contact.id,
          .aggregate_version = contact.version,
          .type = payload.GetDescriptor()->full_name(),
          .payload = payload.SerializeAsString(),
          .actor = context.actor,
          .trace = context.trace,
          .occurred_at = context.now};
}

}  // namespace

events::OutboxEvent ContactCreatedEvent(const Contact& contact,
                                        const history::WriteContext& context) {
  return EventOf(contact, v1::ContactCreated(), context);
}

events::OutboxEvent ContactChangedEvent(const Contact& contact,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context) {
  v1::ContactChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return EventOf(contact, std::move(payload), context);
}

events::OutboxEvent ContactDeletedEvent(const Contact& contact,
                                        const history::WriteContext& context) {
  return EventOf(contact, v1::ContactDeleted(), context);
}

events::OutboxEvent ContactUndeletedEvent(const Contact& contact,
                                          const history::WriteContext& context) {
  return EventOf(contact, v1::ContactUndeleted(), context);
}

}  // namespace mainstay::accounts
