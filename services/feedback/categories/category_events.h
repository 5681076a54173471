// The facts that categories publish.
#pragma once

#include "common/events/outbox.h"
#include "common/history/change.h"
#include "services/feedback/categories/category.h"

namespace mainstay::feedback {

events::OutboxEvent CategoryChangedEvent(const Category& category,
                                         const history::WriteContext& context);

}  // namespace mainstay::feedback
