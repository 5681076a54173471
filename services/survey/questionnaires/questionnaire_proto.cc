#include "services/survey/questionnaires/questionnaire_proto.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/api/enum_text.h"
#include "common/api/etag.h"
#include "common/api/proto_time.h"
#include "common/api/resource_name.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/content_proto.h"

namespace mainstay::survey {

std::string QuestionnaireName(std::string_view id) { return absl::StrCat("questionnaires/", id); }

std::string QuestionnaireVersionName(std::string_view id, int number) {
  return absl::StrCat("questionnaires/", id, "/versions/", number);
}

absl::StatusOr<std::pair<std::string, int>> ParseVersionName(std::string_view name,
                                                             std::string_view field) {
  ASSIGN_OR_RETURN(const std::vector<std::string> parts,
                   api::ParseName(name, "questionnaires/*/versions/~", field));
  int number = 0;
  if (!absl::SimpleAtoi(parts[1], &number) || number < 1 || parts[1] != absl::StrCat(number)) {
    return status::BadField(
        field, "name a published version as their list shows it: questionnaires/0190…/versions/3");
  }
  return std::make_pair(parts[0], number);
}

v1::QuestionnaireState QuestionnaireStateToProto(std::string_view state) {
  return api::TextToEnum<v1::QuestionnaireState>(state, "QUESTIONNAIRE_STATE_");
}

v1::Questionnaire ToProto(const Questionnaire& q) {
  v1::Questionnaire message;
  message.set_name(QuestionnaireName(q.id));
  message.set_display_name(q.display_name);
  message.set_state(QuestionnaireStateToProto(q.state));
  message.set_published_version(q.published_version);
  message.set_draft_changed(q.draft_changed);
  if (q.publish_time) *message.mutable_publish_time() = api::TimeToProto(*q.publish_time);
  message.set_question_count(q.question_count);
  message.set_etag(api::EtagOf(q.version));
  *message.mutable_create_time() = api::TimeToProto(q.create_time);
  *message.mutable_update_time() = api::TimeToProto(q.update_time);
  if (q.delete_time) *message.mutable_delete_time() = api::TimeToProto(*q.delete_time);
  return message;
}

absl::StatusOr<v1::Questionnaire> ToProtoWithContent(const Questionnaire& questionnaire) {
  v1::Questionnaire message = ToProto(questionnaire);
  ASSIGN_OR_RETURN(*message.mutable_content(), ContentMessageOf(questionnaire.content));
  return message;
}

v1::QuestionnaireVersion ToProto(const VersionEntry& version) {
  v1::QuestionnaireVersion message;
  message.set_name(QuestionnaireVersionName(version.questionnaire_id, version.number));
  message.set_number(version.number);
  message.set_publisher(version.publisher);
  message.set_reason(version.reason);
  *message.mutable_publish_time() = api::TimeToProto(version.publish_time);
  return message;
}

v1::QuestionnaireVersion ToProto(const PublishedVersion& version) {
  v1::QuestionnaireVersion message =
      ToProto(VersionEntry{.questionnaire_id = version.questionnaire_id,
                           .number = version.number,
                           .publisher = version.publisher,
                           .reason = version.reason,
                           .publish_time = version.publish_time});
  *message.mutable_content() = ToProto(version.content());
  return message;
}

v1::QuestionnaireTemplate ToProto(const QuestionnaireTemplate& shipped) {
  v1::QuestionnaireTemplate message;
  message.set_name(absl::StrCat(kTemplatePrefix, shipped.key));
  *message.mutable_display_name() = ToProto(shipped.display_name);
  *message.mutable_description() = ToProto(shipped.description);
  *message.mutable_content() = ToProto(shipped.content);
  return message;
}

}  // namespace mainstay::survey
