// The facts that contacts publish: identifiers only, nothing of the person.
#pragma once

#include <vector>

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/accounts/contacts/contact.h"
#include "services/accounts/contacts/contact_date_store.h"

namespace mainstay::accounts {

events::OutboxEvent ContactCreatedEvent(const Contact& contact,
                                        const history::WriteContext& context);
// `changes` gives the names of the fields; their values stay here.
events::OutboxEvent ContactChangedEvent(const Contact& contact,
                                        const std::vector<history::Change>& changes,
                                        const history::WriteContext& context);
events::OutboxEvent ContactDeletedEvent(const Contact& contact,
                                        const history::WriteContext& context);
events::OutboxEvent ContactUndeletedEvent(const Contact& contact,
                                          const history::WriteContext& context);

// Facts of their own, of the notice's version: the contact does not change by them.
events::OutboxEvent ContactDateUpcomingEvent(const ContactDateNotice& notice,
                                             const history::WriteContext& context);
events::OutboxEvent ContactDateWithdrawnEvent(const ContactDateNotice& notice,
                                              const history::WriteContext& context);

}  // namespace mainstay::accounts
