#include "services/engagement/communications/communication_proto.h"

#include "absl/strings/str_cat.h"
#include "common/api/change_proto.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

constexpr char kChannel[] = "COMMUNICATION_CHANNEL_";
constexpr char kDirection[] = "COMMUNICATION_DIRECTION_";
// A page of changes must stay a message of a few megabytes.
constexpr size_t kChangeValue = 2000;

}  // namespace

std::string CommunicationName(const std::string& account_id, const std::string& communication_id) {
  return absl::StrCat("accounts/", account_id, "/communications/", communication_id);
}

absl::StatusOr<Communication> FromProto(const v1::Communication& message,
                                        const std::string& account_id,
                                        const std::string& survivor_id) {
  Communication c;
  c.account_id = survivor_id;
  ASSIGN_OR_RETURN(c.channel, api::EnumToText(message.channel(), kChannel, "channel"));
  ASSIGN_OR_RETURN(c.direction, api::EnumToText(message.direction(), kDirection, "direction"));
  for (int i = 0; i < message.contacts_size(); ++i) {
    const std::string at = absl::StrCat("contacts[", i, "]");
    ASSIGN_OR_RETURN(const auto ids,
                     api::ParseName(message.contacts(i), "accounts/*/contacts/*", at));
    if (ids[0] != account_id && ids[0] != survivor_id) {
      return status::BadField(at, "must be of the communication's account");
    }
    c.contact_ids.push_back(ids[1]);
  }
  c.users.assign(message.users().begin(), message.users().end());
  c.subject = message.subject();
  c.body = message.body();
  if (message.has_occur_time()) {
    ASSIGN_OR_RETURN(c.occur_time, api::TimeFromProto(message.occur_time(), "occur_time"));
  }
  c.duration_minutes = message.duration_minutes();
  for (const v1::CommunicationAttachment& attachment : message.attachments()) {
    c.attachments.push_back({attachment.title(), attachment.uri()});
  }
  c.source = message.source();
  c.external_id = message.external_id();
  Normalize(c);
  return c;
}

v1::Communication ToProto(const Communication& c) {
  v1::Communication message;
  message.set_name(CommunicationName(c.account_id, c.id));
  message.set_channel(ChannelToProto(c.channel));
  message.set_direction(DirectionToProto(c.direction));
  for (const std::string& contact_id : c.contact_ids) {
    message.add_contacts(absl::StrCat("accounts/", c.account_id, "/contacts/", contact_id));
  }
  for (const std::string& user : c.users) message.add_users(user);
  message.set_subject(c.subject);
  message.set_body(c.body);
  message.set_snippet(c.body_start);
  *message.mutable_occur_time() = api::TimeToProto(c.occur_time);
  message.set_duration_minutes(c.duration_minutes);
  for (const Attachment& attachment : c.attachments) {
    v1::CommunicationAttachment* added = message.add_attachments();
    added->set_title(attachment.title);
    added->set_uri(attachment.uri);
  }
  message.set_source(c.source);
  message.set_external_id(c.external_id);
  message.set_etag(api::EtagOf(c.version));
  *message.mutable_create_time() = api::TimeToProto(c.create_time);
  *message.mutable_update_time() = api::TimeToProto(c.update_time);
  if (c.delete_time) *message.mutable_delete_time() = api::TimeToProto(*c.delete_time);
  return message;
}

v1::CommunicationChannel ChannelToProto(std::string_view channel) {
  return api::TextToEnum<v1::CommunicationChannel>(channel, kChannel);
}

v1::CommunicationDirection DirectionToProto(std::string_view direction) {
  return api::TextToEnum<v1::CommunicationDirection>(direction, kDirection);
}

v1::CommunicationChange ToCommunicationChange(const history::RecordedChange& recorded) {
  auto message = api::ChangeToProto<v1::CommunicationChange>(recorded);
  message.set_old_value(std::string(FirstCharacters(recorded.change.old_value, kChangeValue)));
  message.set_new_value(std::string(FirstCharacters(recorded.change.new_value, kChangeValue)));
  return message;
}

}  // namespace mainstay::engagement
