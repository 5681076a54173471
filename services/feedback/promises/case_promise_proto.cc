#include "services/feedback/promises/case_promise_proto.h"

#include <mainstay/feedback/v1/case_promise_events.pb.h>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"
#include "common/events/event_of.h"
#include "common/status/status.h"
#include "services/feedback/cases/case_proto.h"

namespace mainstay::feedback {

std::string CasePromiseName(const CasePromise& promise) {
  return absl::StrCat("accounts/", promise.account_id, "/cases/", promise.case_id, "/promises/",
                      promise.id);
}

absl::StatusOr<CasePromise> FromProto(const v1::CasePromise& message) {
  CasePromise promise;
  promise.text = message.text();
  promise.promiser = message.promiser();
  promise.contact = message.contact();
  ASSIGN_OR_RETURN(promise.channel, api::EnumToText(message.channel(), "CASE_CHANNEL_", "channel"));
  if (message.has_due_time()) {
    ASSIGN_OR_RETURN(promise.due_time, api::TimeFromProto(message.due_time(), "due_time"));
  }
  return promise;
}

v1::CasePromise ToProto(const CasePromise& promise) {
  v1::CasePromise message;
  message.set_name(CasePromiseName(promise));
  message.set_text(promise.text);
  message.set_promiser(promise.promiser);
  message.set_contact(promise.contact);
  message.set_channel(CaseChannelToProto(promise.channel));
  *message.mutable_due_time() = api::TimeToProto(promise.due_time);
  message.set_author(promise.author);
  *message.mutable_create_time() = api::TimeToProto(promise.create_time);
  return message;
}

events::OutboxEvent CasePromisedEvent(const CasePromise& promise, const Case& c,
                                      const history::WriteContext& context) {
  v1::CasePromised payload;
  payload.set_promise(CasePromiseName(promise));
  payload.set_case_(CaseName(c));
  payload.set_number(c.number);
  payload.set_promiser(promise.promiser);
  payload.set_contact(promise.contact);
  *payload.mutable_due_time() = api::TimeToProto(promise.due_time);
  return events::EventOf({promise.account_id, "case_promise", promise.id, 1}, payload, context);
}

}  // namespace mainstay::feedback
