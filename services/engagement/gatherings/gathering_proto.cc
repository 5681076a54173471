#include "services/engagement/gatherings/gathering_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {

std::string GatheringName(const std::string& gathering_id) {
  return absl::StrCat("gatherings/", gathering_id);
}

std::string InvitationName(const Invitation& i) {
  return absl::StrCat("gatherings/", i.gathering_id, "/invitations/", i.id);
}

std::string InvitedContactName(const Invitation& i) {
  return i.contact_id.empty() ? ""
                              : absl::StrCat("accounts/", i.account_id, "/contacts/", i.contact_id);
}

v1::GatheringKind GatheringKindToProto(std::string_view kind) {
  return api::TextToEnum<v1::GatheringKind>(kind, "GATHERING_KIND_");
}

v1::GatheringState GatheringStateToProto(std::string_view state) {
  return api::TextToEnum<v1::GatheringState>(state, "GATHERING_STATE_");
}

v1::Reply ReplyToProto(std::string_view reply) {
  return api::TextToEnum<v1::Reply>(reply, "REPLY_");
}

v1::Attendance AttendanceToProto(std::string_view attendance) {
  return api::TextToEnum<v1::Attendance>(attendance, "ATTENDANCE_");
}

absl::StatusOr<Gathering> FromProto(const v1::Gathering& message) {
  Gathering g;
  ASSIGN_OR_RETURN(g.kind, api::EnumToText(message.kind(), "GATHERING_KIND_", "kind"));
  g.title = message.title();
  g.description = message.description();
  g.place = message.place();
  if (message.has_start_time()) {
    ASSIGN_OR_RETURN(g.start_time, api::TimeFromProto(message.start_time(), "start_time"));
  }
  if (message.has_end_time()) {
    ASSIGN_OR_RETURN(g.end_time, api::TimeFromProto(message.end_time(), "end_time"));
  }
  g.time_zone = message.time_zone();
  g.organizer = message.organizer();
  ASSIGN_OR_RETURN(g.budget,
                   api::AmountFromProto(message.has_budget(), message.budget(), "budget"));
  ASSIGN_OR_RETURN(g.cost, api::AmountFromProto(message.has_cost(), message.cost(), "cost"));
  g.capacity = message.capacity();
  return g;
}

v1::Gathering ToProto(const CountedGathering& counted) {
  const Gathering& g = counted.gathering;
  v1::Gathering message;
  message.set_name(GatheringName(g.id));
  message.set_kind(GatheringKindToProto(g.kind));
  message.set_title(g.title);
  message.set_description(g.description);
  message.set_place(g.place);
  *message.mutable_start_time() = api::TimeToProto(g.start_time);
  *message.mutable_end_time() = api::TimeToProto(g.end_time);
  message.set_time_zone(g.time_zone);
  message.set_organizer(g.organizer);
  if (g.budget.said())
    *message.mutable_budget() = api::MoneyOf(g.budget.decimal, g.budget.currency);
  if (g.cost.said()) *message.mutable_cost() = api::MoneyOf(g.cost.decimal, g.cost.currency);
  message.set_capacity(g.capacity);
  message.set_state(GatheringStateToProto(g.state));
  message.set_outcome(g.outcome);
  message.set_cancel_reason(g.cancel_reason);
  message.set_invited_count(counted.counts.invited);
  message.set_accepted_count(counted.counts.accepted);
  message.set_declined_count(counted.counts.declined);
  message.set_attended_count(counted.counts.attended);
  message.set_etag(api::EtagOf(g.version));
  *message.mutable_create_time() = api::TimeToProto(g.create_time);
  *message.mutable_update_time() = api::TimeToProto(g.update_time);
  return message;
}

absl::StatusOr<Invitation> FromProto(const v1::Invitation& message, const std::string& asked_id,
                                     const std::string& survivor_id) {
  Invitation i;
  if (!message.contact().empty()) {
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(message.contact(), "accounts/*/contacts/*", "contact"));
    if (ids[0] != asked_id && ids[0] != survivor_id) {
      return status::BadField("contact", "must be of the account that is invited");
    }
    i.contact_id = ids[1];
  }
  i.guest_name = text::Trim(message.guest_name());
  i.walked_in = message.walked_in();
  i.note = message.note();
  return i;
}

v1::Invitation ToProto(const Invitation& i) {
  v1::Invitation message;
  message.set_name(InvitationName(i));
  message.set_account(absl::StrCat("accounts/", i.account_id));
  message.set_contact(InvitedContactName(i));
  message.set_guest_name(i.guest_name);
  message.set_walked_in(i.walked_in);
  message.set_reply(ReplyToProto(i.reply));
  message.set_attendance(AttendanceToProto(i.attendance));
  message.set_note(i.note);
  message.set_gathering_kind(GatheringKindToProto(i.gathering_kind));
  message.set_gathering_title(i.gathering_title);
  *message.mutable_gathering_start_time() = api::TimeToProto(i.gathering_start_time);
  message.set_gathering_state(GatheringStateToProto(i.gathering_state));
  message.set_etag(api::EtagOf(i.version));
  *message.mutable_create_time() = api::TimeToProto(i.create_time);
  *message.mutable_update_time() = api::TimeToProto(i.update_time);
  return message;
}

}  // namespace mainstay::engagement
