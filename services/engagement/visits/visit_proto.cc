#include "services/engagement/visits/visit_proto.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_date.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using api::EnumToText;
using api::TextToEnum;
using api::TimeToProto;

absl::Status PeopleFromProto(const v1::Visit& message, const std::string& account_id,
                             const std::string& survivor_id, Visit& visit) {
  for (int i = 0; i < message.participants_size(); ++i) {
    const v1::VisitParticipant& participant = message.participants(i);
    ASSIGN_OR_RETURN(std::string level, EnumToText(participant.level(), "LEVEL_",
                                                   absl::StrCat("participants[", i, "].level")));
    visit.participants.push_back({participant.user(), std::move(level)});
  }
  for (int i = 0; i < message.attendees_size(); ++i) {
    const v1::VisitAttendee& attendee = message.attendees(i);
    const std::string at = absl::StrCat("attendees[", i, "].");
    ASSIGN_OR_RETURN(const auto ids, api::ParseName(attendee.contact(), "accounts/*/contacts/*",
                                                    absl::StrCat(at, "contact")));
    if (ids[0] != account_id && ids[0] != survivor_id) {
      return status::BadField(absl::StrCat(at, "contact"), "must be of the visit's account");
    }
    ASSIGN_OR_RETURN(std::string level,
                     EnumToText(attendee.level(), "LEVEL_", absl::StrCat(at, "level")));
    visit.attendees.push_back({ids[1], std::move(level), attendee.host()});
  }
  return absl::OkStatus();
}

}  // namespace

std::string VisitName(const std::string& account_id, const std::string& visit_id) {
  return absl::StrCat("accounts/", account_id, "/visits/", visit_id);
}

absl::StatusOr<Visit> FromProto(const v1::Visit& message, const std::string& account_id,
                                const std::string& survivor_id, const std::string& caller) {
  Visit visit;
  visit.account_id = survivor_id;
  ASSIGN_OR_RETURN(visit.kind, EnumToText(message.kind(), "VISIT_KIND_", "kind"));
  ASSIGN_OR_RETURN(visit.mode, EnumToText(message.mode(), "VISIT_MODE_", "mode"));
  visit.purpose = message.purpose();
  if (message.has_planned_start_time()) {
    ASSIGN_OR_RETURN(visit.planned_start,
                     api::TimeFromProto(message.planned_start_time(), "planned_start_time"));
  }
  if (message.has_planned_end_time()) {
    ASSIGN_OR_RETURN(visit.planned_end,
                     api::TimeFromProto(message.planned_end_time(), "planned_end_time"));
  }
  visit.time_zone = message.time_zone();
  visit.place = message.place();
  RETURN_IF_ERROR(PeopleFromProto(message, account_id, survivor_id, visit));
  visit.preparation = message.preparation();
  visit.content = message.content();
  visit.progress = message.progress();
  ASSIGN_OR_RETURN(visit.outcome, EnumToText(message.outcome(), "VISIT_OUTCOME_", "outcome"));
  visit.customer_needs.assign(message.customer_needs().begin(), message.customer_needs().end());
  if (message.has_next_visit_date()) {
    ASSIGN_OR_RETURN(visit.next_visit_date,
                     api::DayFromProto(message.next_visit_date(), "next_visit_date"));
  }
  visit.form_answers.insert(message.form_answers().begin(), message.form_answers().end());
  FillIn(visit, caller);
  return visit;
}

v1::Visit ToProto(const Visit& visit) {
  v1::Visit message;
  message.set_name(VisitName(visit.account_id, visit.id));
  message.set_kind(KindToProto(visit.kind));
  message.set_mode(ModeToProto(visit.mode));
  message.set_purpose(visit.purpose);
  *message.mutable_planned_start_time() = TimeToProto(visit.planned_start);
  *message.mutable_planned_end_time() = TimeToProto(visit.planned_end);
  message.set_time_zone(visit.time_zone);
  message.set_place(visit.place);
  for (const Participant& participant : visit.participants) {
    v1::VisitParticipant* added = message.add_participants();
    added->set_user(participant.user);
    added->set_level(TextToEnum<v1::Level>(participant.level, "LEVEL_"));
  }
  for (const Attendee& attendee : visit.attendees) {
    v1::VisitAttendee* added = message.add_attendees();
    added->set_contact(
        absl::StrCat("accounts/", visit.account_id, "/contacts/", attendee.contact_id));
    added->set_level(TextToEnum<v1::Level>(attendee.level, "LEVEL_"));
    added->set_host(attendee.host);
  }
  message.set_level_match(TextToEnum<v1::LevelMatch>(LevelMatch(visit), "LEVEL_MATCH_"));
  message.set_state(StateToProto(visit.state));
  message.set_preparation(visit.preparation);
  if (visit.check_in_time) *message.mutable_check_in_time() = TimeToProto(*visit.check_in_time);
  if (visit.check_in_position) {
    message.mutable_check_in_position()->set_latitude(visit.check_in_position->latitude);
    message.mutable_check_in_position()->set_longitude(visit.check_in_position->longitude);
  }
  if (visit.on_time) message.set_on_time(*visit.on_time);
  if (visit.complete_time) *message.mutable_complete_time() = TimeToProto(*visit.complete_time);
  message.set_content(visit.content);
  message.set_progress(visit.progress);
  message.set_outcome(TextToEnum<v1::VisitOutcome>(visit.outcome, "VISIT_OUTCOME_"));
  for (const std::string& need : visit.customer_needs) message.add_customer_needs(need);
  if (visit.next_visit_date)
    *message.mutable_next_visit_date() = api::DayToProto(*visit.next_visit_date);
  for (const auto& [key, answer] : visit.form_answers) {
    (*message.mutable_form_answers())[key] = answer;
  }
  message.set_form_version(visit.form_version);
  message.set_cancel_reason(visit.cancel_reason);
  message.set_etag(api::EtagOf(visit.version));
  *message.mutable_create_time() = TimeToProto(visit.create_time);
  *message.mutable_update_time() = TimeToProto(visit.update_time);
  return message;
}

absl::StatusOr<Position> PositionFromProto(const google::type::LatLng& position,
                                           std::string_view field) {
  // Written so that NaN is refused.
  if (!(position.latitude() >= -90 && position.latitude() <= 90 && position.longitude() >= -180 &&
        position.longitude() <= 180)) {
    return status::BadField(field, "must be degrees: -90 to 90 north, -180 to 180 east");
  }
  return Position{position.latitude(), position.longitude()};
}

v1::VisitState StateToProto(std::string_view state) {
  return TextToEnum<v1::VisitState>(state, "VISIT_STATE_");
}
v1::VisitKind KindToProto(std::string_view kind) {
  return TextToEnum<v1::VisitKind>(kind, "VISIT_KIND_");
}
v1::VisitMode ModeToProto(std::string_view mode) {
  return TextToEnum<v1::VisitMode>(mode, "VISIT_MODE_");
}

absl::StatusOr<VisitForm> FromProto(const v1::VisitForm& message) {
  VisitForm form;
  for (int i = 0; i < message.fields_size(); ++i) {
    const v1::FormField& field = message.fields(i);
    ASSIGN_OR_RETURN(std::string type, EnumToText(field.type(), "FORM_FIELD_TYPE_",
                                                  absl::StrCat("fields[", i, "].type")));
    form.fields.push_back({.key = field.key(),
                           .label = field.label(),
                           .label_zh = field.label_zh(),
                           .type = std::move(type),
                           .choices = {field.choices().begin(), field.choices().end()},
                           .required = field.required()});
  }
  return form;
}

v1::VisitForm ToProto(const VisitForm& form) {
  v1::VisitForm message;
  message.set_name(absl::StrCat("visitForms/", form.kind));
  message.set_kind(KindToProto(form.kind));
  for (const FormField& field : form.fields) {
    v1::FormField* added = message.add_fields();
    added->set_key(field.key);
    added->set_label(field.label);
    added->set_label_zh(field.label_zh);
    added->set_type(TextToEnum<v1::FormFieldType>(field.type, "FORM_FIELD_TYPE_"));
    for (const std::string& choice : field.choices) added->add_choices(choice);
    added->set_required(field.required);
  }
  message.set_version(form.version);
  message.set_etag(api::EtagOf(form.version));
  if (form.version > 0) *message.mutable_update_time() = TimeToProto(form.update_time);
  return message;
}

}  // namespace mainstay::engagement
