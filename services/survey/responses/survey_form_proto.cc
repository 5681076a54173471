#include "services/survey/responses/survey_form_proto.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/api/proto_time.h"
#include "services/survey/questionnaires/content_proto.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_proto.h"

namespace mainstay::survey {
namespace {

v1::SurveyState StateToProto(const std::string& state) {
  v1::SurveyState value = v1::SURVEY_STATE_UNSPECIFIED;
  v1::SurveyState_Parse(absl::StrCat("SURVEY_STATE_", absl::AsciiStrToUpper(state)), &value);
  return value;
}

v1::FormQuestion ToProto(const ShownQuestion& shown) {
  const Question& question = *shown.question;
  v1::FormQuestion proto;
  proto.set_key(question.key);
  proto.set_kind(ToProto(question.kind));
  proto.set_text(shown.text);
  proto.set_help(shown.help);
  proto.set_required(question.required);
  for (const ShownOption& option : shown.options) {
    v1::FormOption& to = *proto.add_options();
    to.set_key(option.option->key);
    to.set_text(option.text);
    to.set_exclusive(option.option->exclusive);
    to.set_other(option.option->other);
  }
  for (const ShownRow& row : shown.rows) {
    v1::FormRow& to = *proto.add_rows();
    to.set_key(row.row->key);
    to.set_text(row.text);
  }
  if (HasScale(question.kind)) {
    proto.set_scale_min(shown.scale_min);
    proto.set_scale_max(shown.scale_max);
    proto.set_low_label(shown.low_label);
    proto.set_high_label(shown.high_label);
    proto.set_not_applicable(question.not_applicable);
  }
  return proto;
}

}  // namespace

v1::FormSection ToProto(const ShownSection& section) {
  v1::FormSection proto;
  proto.set_key(section.section->key);
  proto.set_title(section.title);
  proto.set_intro(section.intro);
  for (const ShownQuestion& question : section.questions)
    *proto.add_questions() = ToProto(question);
  return proto;
}

v1::SurveyForm FormToProto(const Sitting& sitting, const std::vector<ShownSection>& sections,
                           const std::vector<AnswerProblem>& problems) {
  const QuestionnaireContent& content = sitting.version->content();
  const std::string& language = sitting.part.language;
  v1::SurveyForm form;
  form.set_state(v1::SURVEY_STATE_OPEN);
  form.set_language(language);
  form.set_title(content.title.In(language));
  form.set_intro(content.intro.In(language));
  for (const ShownSection& section : sections) *form.add_sections() = ToProto(section);
  AnswersToProto(sitting.part.answers, *form.mutable_answers());
  for (const AnswerProblem& problem : problems) {
    v1::FormProblem& to = *form.add_problems();
    to.set_question(problem.question);
    to.set_row(problem.row);
    to.set_message(problem.message.In(language));
  }
  form.set_save_count(sitting.part.save_count);
  if (sitting.invitation.expire_time) {
    *form.mutable_expire_time() = api::TimeToProto(*sitting.invitation.expire_time);
  }
  form.set_anonymous(sitting.campaign.anonymous());
  return form;
}

v1::SurveyForm ClosedFormToProto(const Sitting& sitting, std::string_view language) {
  v1::SurveyForm form;
  form.set_state(StateToProto(sitting.state));
  form.set_language(std::string(language));
  if (sitting.version == nullptr) return form;
  const std::string in(language);
  form.set_title(sitting.version->content().title.In(in));
  if (sitting.state == "answered") form.set_thanks(sitting.version->content().thanks.In(in));
  return form;
}

}  // namespace mainstay::survey
