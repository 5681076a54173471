#include "services/feedback/categories/category_events.h"

#include <mainstay/feedback/v1/category_events.pb.h>

#include "common/events/event_of.h"
#include "services/feedback/categories/category_proto.h"

namespace mainstay::feedback {

events::OutboxEvent CategoryChangedEvent(const Category& category,
                                         const history::WriteContext& context) {
  v1::CaseCategoryChanged payload;
  *payload.mutable_case_category() = ToProto(category);
  payload.mutable_case_category()->clear_create_time();
  payload.mutable_case_category()->clear_update_time();
  return events::EventOf({events::kNoAccount, "case_category", category.id, category.version},
                         payload, context);
}

}  // namespace mainstay::feedback
