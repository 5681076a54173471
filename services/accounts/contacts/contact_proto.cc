#include "services/accounts/contacts/contact_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"

namespace mainstay::accounts {
namespace {

constexpr char kNamePattern[] = "accounts/*/contacts/*";

absl::StatusOr<ImportantDate> DateFromProto(const v1::ImportantDate& message,
                                            const std::string& field) {
  ImportantDate date{.year = message.year(),
                     .month = message.month(),
                     .day = message.day(),
                     .leap_month = message.leap_month(),
                     .label = message.label()};
  ASSIGN_OR_RETURN(date.kind,
                   api::EnumToText(message.kind(), "IMPORTANT_DATE_KIND_", field + ".kind"));
  ASSIGN_OR_RETURN(std::string calendar,
                   api::EnumToText(message.calendar(), "CALENDAR_", field + ".calendar"));
  date.lunar = calendar == "lunar";
  return date;
}

v1::ImportantDate DateToProto(const ImportantDate& date) {
  v1::ImportantDate message;
  message.set_kind(api::TextToEnum<v1::ImportantDateKind>(date.kind, "IMPORTANT_DATE_KIND_"));
  message.set_calendar(date.lunar ? v1::CALENDAR_LUNAR : v1::CALENDAR_SOLAR);
  message.set_year(date.year);
  message.set_month(date.month);
  message.set_day(date.day);
  message.set_leap_month(date.leap_month);
  message.set_label(date.label);
  return message;
}

}  // namespace

std::string ContactName(const std::string& account_id, const std::string& contact_id) {
  return absl::StrCat("accounts/", account_id, "/contacts/", contact_id);
}

absl::StatusOr<Contact> FromProto(const v1::Contact& message) {
  Contact contact;
  contact.display_name = message.display_name();
  contact.title = message.title();
  contact.department = message.department();
  ASSIGN_OR_RETURN(contact.buying_role,
                   api::EnumToText(message.buying_role(), "BUYING_ROLE_", "buying_role"));
  contact.influence = message.influence();
  ASSIGN_OR_RETURN(contact.attitude, api::EnumToText(message.attitude(), "ATTITUDE_", "attitude"));
  if (!message.reports_to().empty()) {
    ASSIGN_OR_RETURN(auto ids, api::ParseName(message.reports_to(), kNamePattern, "reports_to"));
    contact.reports_to = ids[1];
  }
  contact.phone = message.phone();
  contact.email = message.email();
  contact.wechat = message.wechat();
  for (int i = 0; i < message.important_dates_size(); ++i) {
    ASSIGN_OR_RETURN(ImportantDate date, DateFromProto(message.important_dates(i),
                                                       absl::StrCat("important_dates[", i, "]")));
    contact.important_dates.push_back(std::move(date));
  }
  contact.personality = message.personality();
  contact.interests = message.interests();
  contact.family = message.family();
  contact.education = message.education();
  contact.career = message.career();
  Normalize(contact);
  return contact;
}

v1::Contact ToProto(const Contact& contact) {
  v1::Contact message;
  message.set_name(ContactName(contact.account_id, contact.id));
  message.set_display_name(contact.display_name);
  message.set_title(contact.title);
  message.set_department(contact.department);
  message.set_buying_role(api::TextToEnum<v1::BuyingRole>(contact.buying_role, "BUYING_ROLE_"));
  message.set_influence(contact.influence);
  message.set_attitude(api::TextToEnum<v1::Attitude>(contact.attitude, "ATTITUDE_"));
  if (!contact.reports_to.empty()) {
    message.set_reports_to(ContactName(contact.account_id, contact.reports_to));
  }
  message.set_phone(contact.phone);
  message.set_email(contact.email);
  message.set_wechat(contact.wechat);
  for (const ImportantDate& date : contact.important_dates) {
    *message.add_important_dates() = DateToProto(date);
  }
  message.set_personality(contact.personality);
  message.set_interests(contact.interests);
  message.set_family(contact.family);
  message.set_education(contact.education);
  message.set_career(contact.career);
  message.set_etag(api::EtagOf(contact.version));
  *message.mutable_create_time() = api::TimeToProto(contact.create_time);
  *message.mutable_update_time() = api::TimeToProto(contact.update_time);
  if (contact.delete_time) *message.mutable_delete_time() = api::TimeToProto(*contact.delete_time);
  return message;
}

v1::ContactChange ToContactChange(const history::RecordedChange& recorded, bool with_protected) {
  v1::ContactChange message;
  message.set_field(recorded.change.field);
  message.set_action(recorded.action);
  if (with_protected || !IsProtected(recorded.change.field)) {
    message.set_old_value(recorded.change.old_value);
    message.set_new_value(recorded.change.new_value);
  } else {
    message.set_masked(true);
  }
  message.set_actor(recorded.actor);
  message.set_reason(recorded.reason);
  *message.mutable_change_time() = api::TimeToProto(recorded.change_time);
  message.set_version(recorded.version);
  return message;
}

}  // namespace mainstay::accounts
