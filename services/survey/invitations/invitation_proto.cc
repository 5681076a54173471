#include "services/survey/invitations/invitation_proto.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/proto_time.h"

namespace mainstay::survey {

v1::Invitation ToProto(const Invitation& one, const std::string& account_display_name) {
  v1::Invitation message;
  message.set_name(InvitationName(one));
  message.set_account(absl::StrCat("accounts/", one.account_id));
  message.set_account_display_name(account_display_name);
  message.set_contact(ContactNameOf(one, one.account_id));
  message.set_channel(api::TextToEnum<v1::InvitationChannel>(one.channel, "INVITATION_CHANNEL_"));
  message.set_language(one.language);
  message.set_wave(one.wave);
  message.set_state(api::TextToEnum<v1::InvitationState>(one.state, "INVITATION_STATE_"));
  message.set_state_reason(one.state_reason);
  message.set_reminder_count(one.reminders);
  if (one.send_time) *message.mutable_send_time() = api::TimeToProto(*one.send_time);
  if (one.expire_time) *message.mutable_expire_time() = api::TimeToProto(*one.expire_time);
  if (one.open_time) *message.mutable_open_time() = api::TimeToProto(*one.open_time);
  if (one.answer_time) *message.mutable_answer_time() = api::TimeToProto(*one.answer_time);
  *message.mutable_create_time() = api::TimeToProto(one.create_time);
  return message;
}

}  // namespace mainstay::survey
