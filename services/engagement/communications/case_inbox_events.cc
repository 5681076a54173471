#include "services/engagement/communications/case_inbox_events.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/api/uuid.h"
#include "common/directory/directory_store.h"
#include "common/events/context_of.h"
#include "common/events/outbox.h"
#include "common/status/status.h"
#include "services/engagement/communications/communication.h"
#include "services/engagement/communications/communication_events.h"
#include "services/engagement/communications/communication_store.h"

namespace mainstay::engagement {
namespace {

// Of our channels the nearest; what is written on a web page or in a survey reads like an e-mail.
std::string ChannelOf(feedback::v1::CaseChannel channel) {
  switch (channel) {
    case feedback::v1::CASE_CHANNEL_PHONE:
      return "phone";
    case feedback::v1::CASE_CHANNEL_IN_PERSON:
      return "meeting";
    case feedback::v1::CASE_CHANNEL_CHAT:
      return "chat";
    case feedback::v1::CASE_CHANNEL_SOCIAL:
      return "social";
    case feedback::v1::CASE_CHANNEL_LETTER:
      return "letter";
    default:
      return "email";
  }
}

absl::StatusOr<Communication> CommunicationOf(pg::Tx& tx, const events::v1::Event& event,
                                              const feedback::v1::CaseEntryAdded& payload) {
  ASSIGN_OR_RETURN(const auto ids, api::ParseName(payload.case_(), "accounts/*/cases/*", "case"));
  Communication communication;
  const auto account = directory::FindAccount(tx, ids[0], auth::AccountScope::All());
  communication.account_id = account ? account->id : ids[0];
  communication.channel = ChannelOf(payload.channel());
  communication.direction = "outbound";
  if (!payload.contact().empty()) {
    ASSIGN_OR_RETURN(const auto contact,
                     api::ParseName(payload.contact(), "accounts/*/contacts/*", "contact"));
    communication.contact_ids.push_back(contact[1]);
  }
  communication.subject = absl::StrCat("Case #", payload.number(), " · 客诉 #", payload.number());
  communication.body = absl::StrCat(
      "The customer was told how the case stands; what was said is on its timeline.\n"
      "已告知客户处理进展，内容见客诉的处理时间线。\n",
      payload.case_());
  ASSIGN_OR_RETURN(communication.occur_time, api::TimeFromProto(event.occur_time(), "occur_time"));
  communication.source = payload.case_();
  communication.external_id = absl::StrCat("entries/", event.aggregate_version());
  return communication;
}

}  // namespace

absl::Status TakeCaseEntryAdded(pg::Tx& tx, const events::v1::Event& event,
                                const feedback::v1::CaseEntryAdded& payload) {
  if (payload.kind() != feedback::v1::CASE_ENTRY_KIND_TOLD) return absl::OkStatus();
  ASSIGN_OR_RETURN(Communication communication, CommunicationOf(tx, event, payload));
  const history::WriteContext context = events::ContextOf(event);
  Normalize(communication);
  Complete(communication, event.actor(), context.now);
  RETURN_IF_ERROR(Validate(communication, context.now));
  if (IsExternalIdTaken(tx, communication)) return absl::OkStatus();
  communication.id = api::NewUuid(context.now);
  communication.create_time = communication.update_time = context.now;
  InsertCommunication(tx, communication);
  history::RecordChanges(tx, kCommunicationChanges, communication.id, communication.version,
                         "create", {{}}, context);
  events::Append(tx, CommunicationLoggedEvent(communication, context));
  return absl::OkStatus();
}

void TakeCaseEntries(events::Subscription& subscription) {
  subscription.On<feedback::v1::CaseEntryAdded>(TakeCaseEntryAdded);
}

}  // namespace mainstay::engagement
