// What programs do with a link.
#include <mainstay/survey/v1/public_survey_service.pb.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/answer_problems.h"
#include "services/survey/responses/answer_proto.h"
#include "services/survey/responses/public_survey_handlers.h"
#include "services/survey/responses/respondent_writes.h"
#include "services/survey/responses/survey_form_proto.h"

namespace mainstay::survey {
namespace {

absl::Status CheckLanguage(const std::string& language) {
  if (IsLanguageOrNone(language)) return absl::OkStatus();
  return status::BadField("language", "must be \"zh\" or \"en\"");
}

// Of one that cannot be answered, or is not there at all.
absl::StatusOr<v1::SurveyForm> Closed(const Sitting& sitting, const FormWish& wish) {
  if (sitting.state == "unknown") return status::NotFound("surveys/*");
  return ClosedFormToProto(sitting, LanguageFor(wish.language, sitting.part.language,
                                                wish.accept_language, sitting.invitation.language));
}

// One section as it is shown now; none when nothing is asked.
v1::SurveyForm FormOf(const Sitting& sitting, const Section* section,
                      const std::vector<AnswerProblem>& problems) {
  const Form& form = sitting.version->form;
  const PartAnswers& part = sitting.part;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, part.language);
  if (section == nullptr) return FormToProto(sitting, {}, problems);
  const Respondent respondent{facts, part.answers, part.language, part.seed};
  v1::SurveyForm proto = FormToProto(sitting, {Show(form, *section, respondent)}, problems);
  const auto sections = ShownSections(form, facts, part.answers);
  const auto place = std::find(sections.begin(), sections.end(), section);
  if (place != sections.end()) {
    proto.set_section_number(static_cast<int>(place - sections.begin()) + 1);
  }
  proto.set_section_count(static_cast<int>(sections.size()));
  return proto;
}

absl::StatusOr<v1::SurveyForm> Get(rpc::CallContext& call, const Deps& deps,
                                   const v1::GetSurveyFormRequest& request) {
  RETURN_IF_ERROR(CheckLanguage(request.language()));
  const FormWish wish{request.section(), request.language(), request.accept_language()};
  ASSIGN_OR_RETURN(const Sitting sitting, OpenSitting(call, deps, request.token(), wish));
  if (!sitting.open()) return Closed(sitting, wish);
  return FormOf(sitting, sitting.version->form.FindSection(sitting.part.section), {});
}

absl::StatusOr<v1::SurveyForm> Save(rpc::CallContext& call, const Deps& deps,
                                    const v1::SaveSurveyAnswersRequest& request) {
  RETURN_IF_ERROR(CheckLanguage(request.language()));
  ASSIGN_OR_RETURN(const Answers answers, AnswersFromProto(request.answers()));
  const auto read = [&](const Form& form) -> absl::StatusOr<SectionAnswers> {
    if (form.FindSection(request.section()) == nullptr) {
      return status::BadField("section", "must be a section of the form");
    }
    return SectionAnswers{.section = request.section(),
                          .save_count = request.save_count(),
                          .answers = answers,
                          .language = request.language()};
  };
  ASSIGN_OR_RETURN(const SavedSection saved, SaveSection(call, deps, request.token(), read));
  const Sitting& sitting = saved.sitting;
  if (!sitting.open()) return Closed(sitting, {"", request.language(), ""});
  const Form& form = sitting.version->form;
  const Facts facts = FactsOf(sitting.campaign, sitting.invitation, sitting.part.language);
  const Section* section = form.FindSection(request.section());
  if (saved.problems.empty() && saved.opened.empty()) {
    const Section* const next = NextSection(form, facts, sitting.part.answers, section->key);
    if (next != nullptr) section = next;
  }
  return FormOf(sitting, section, saved.problems);
}

absl::StatusOr<v1::SurveyForm> SubmitForm(rpc::CallContext& call, const Deps& deps,
                                          const v1::SubmitSurveyRequest& request) {
  RETURN_IF_ERROR(CheckLanguage(request.language()));
  ASSIGN_OR_RETURN(const Answers answers, AnswersFromProto(request.answers()));
  FormWish wish{"", request.language(), request.accept_language()};
  ASSIGN_OR_RETURN(const Submission submission, Submit(call, deps, request.token(), wish, answers));
  RETURN_IF_ERROR(ProblemsStatus(submission.problems));
  if (wish.language.empty()) wish.language = submission.sitting.part.language;
  return Closed(submission.sitting, wish);
}

}  // namespace

void RegisterSurveyForms(rpc::Router& router, const Deps& deps) {
  router.Unary(absl::StrCat(kPublicSurveyService, "GetSurveyForm"), deps, Get);
  router.Unary(absl::StrCat(kPublicSurveyService, "SaveSurveyAnswers"), deps, Save);
  router.Unary(absl::StrCat(kPublicSurveyService, "SubmitSurvey"), deps, SubmitForm);
}

}  // namespace mainstay::survey
