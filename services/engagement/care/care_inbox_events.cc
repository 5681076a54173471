#include "services/engagement/care/care_inbox_events.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_date.h"
#include "common/api/resource_name.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/status/status.h"
#include "services/engagement/care/care_record_write.h"
#include "services/engagement/care/care_store.h"
#include "services/engagement/tasks/task_feed_store.h"

namespace mainstay::engagement {
namespace {

// By which the task of a day is known: its announcement.
TaskRequest RequestOf(const events::v1::Event& event) {
  return {.area = event.area(), .key = absl::StrCat("contactDate/", event.aggregate_id())};
}

}  // namespace

absl::Status TakeContactDateUpcoming(pg::Tx& tx, const events::v1::Event& event,
                                     const accounts::v1::ContactDateUpcoming& payload) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(payload.contact(), "accounts/*/contacts/*", "contact"));
  CareItem item{.contact_id = ids[1]};
  ASSIGN_OR_RETURN(item.day, api::DayFromProto(payload.date(), "date"));
  ASSIGN_OR_RETURN(item.kind, api::EnumToText(payload.kind(), "IMPORTANT_DATE_KIND_", "kind"));
  const history::WriteContext context = events::ContextOf(event);
  const auto account = directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  if (!account || account->state != "active" || item.day < CareDay(context.now)) {
    return absl::OkStatus();
  }
  item.account_id = account->id;
  LockTaskFeed(tx);
  if (const auto known = FindCareTask(tx, item)) return RestoreCareTask(tx, *known, context);
  RecordCareItem(tx, item, account->owner, RequestOf(event), context);
  return absl::OkStatus();
}

absl::Status TakeContactDateWithdrawn(pg::Tx& tx, const events::v1::Event& event,
                                      const accounts::v1::ContactDateWithdrawn&) {
  LockTaskFeed(tx);
  const auto task = FindCareTask(tx, RequestOf(event));
  if (!task) return absl::OkStatus();
  return WithdrawCareTask(tx, *task, kDateChanged, events::ContextOf(event));
}

absl::Status TakeContactDeleted(pg::Tx& tx, const events::v1::Event& event,
                                const accounts::v1::ContactDeleted& payload) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(payload.contact(), "accounts/*/contacts/*", "contact"));
  const history::WriteContext context = events::ContextOf(event);
  LockTaskFeed(tx);
  for (const CareTask& task : CareTasksOf(tx, ids[1], CareDay(context.now), "")) {
    RETURN_IF_ERROR(WithdrawCareTask(tx, task, kContactGone, context));
  }
  return absl::OkStatus();
}

absl::Status TakeContactUndeleted(pg::Tx& tx, const events::v1::Event& event,
                                  const accounts::v1::ContactUndeleted& payload) {
  ASSIGN_OR_RETURN(const auto ids,
                   api::ParseName(payload.contact(), "accounts/*/contacts/*", "contact"));
  const history::WriteContext context = events::ContextOf(event);
  LockTaskFeed(tx);
  for (const CareTask& task : CareTasksOf(tx, ids[1], CareDay(context.now), kContactGone)) {
    RETURN_IF_ERROR(RestoreCareTask(tx, task, context));
  }
  return absl::OkStatus();
}

void TakeContactDates(events::Subscription& subscription) {
  subscription.On<accounts::v1::ContactDateUpcoming>(TakeContactDateUpcoming);
  subscription.On<accounts::v1::ContactDateWithdrawn>(TakeContactDateWithdrawn);
  subscription.On<accounts::v1::ContactDeleted>(TakeContactDeleted);
  subscription.On<accounts::v1::ContactUndeleted>(TakeContactUndeleted);
}

}  // namespace mainstay::engagement
