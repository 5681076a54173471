#include "services/accounts/contacts/contact_events.h"

#include <mainstay/accounts/v1/events.pb.h>

#include "common/api/enum_text.h"
#include "common/api/proto_date.h"
#include "common/events/event_of.h"
#include "services/accounts/contacts/contact_proto.h"

namespace mainstay::accounts {
namespace {

// `payload` as a fact of the contact's present version.
template <class Payload>
events::OutboxEvent Fact(const Contact& contact, Payload payload,
                         const history::WriteContext& context) {
  payload.set_contact(ContactName(contact.account_id, contact.id));
  return events::EventOf({contact.account_id, "contact", contact.id, contact.version}, payload,
                         context);
}

events::Aggregate AggregateOf(const ContactDateNotice& notice) {
  return {notice.account_id, "contact_date", notice.id, notice.version};
}

// Whose day, and which kind.
template <class Payload>
Payload Said(const ContactDateNotice& notice) {
  Payload payload;
  payload.set_contact(ContactName(notice.account_id, notice.contact_id));
  payload.set_kind(api::TextToEnum<v1::ImportantDateKind>(notice.kind, "IMPORTANT_DATE_KIND_"));
  return payload;
}

}  // namespace

events::OutboxEvent ContactCreatedEvent(const Contact& contact,
                                        const history::WriteContext& context) {
  return Fact(contact, v1::ContactCreated(), context);
}

events::OutboxEvent ContactChangedEvent(const Contact& contact,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context) {
  v1::ContactChanged payload;
  for (const history::Change& change : changes) payload.add_fields(change.field);
  return Fact(contact, std::move(payload), context);
}

events::OutboxEvent ContactDeletedEvent(const Contact& contact,
                                        const history::WriteContext& context) {
  return Fact(contact, v1::ContactDeleted(), context);
}

events::OutboxEvent ContactUndeletedEvent(const Contact& contact,
                                          const history::WriteContext& context) {
  return Fact(contact, v1::ContactUndeleted(), context);
}

events::OutboxEvent ContactDateUpcomingEvent(const ContactDateNotice& notice,
                                             const history::WriteContext& context) {
  auto payload = Said<v1::ContactDateUpcoming>(notice);
  *payload.mutable_date() = api::DayToProto(notice.day);
  return events::EventOf(AggregateOf(notice), payload, context);
}

events::OutboxEvent ContactDateWithdrawnEvent(const ContactDateNotice& notice,
                                              const history::WriteContext& context) {
  return events::EventOf(AggregateOf(notice), Said<v1::ContactDateWithdrawn>(notice), context);
}

}  // namespace mainstay::accounts
