// Questionnaires: begun with templates, made the company's own, published.
#include "tools/demo/questionnaires.h"

#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::demo {
namespace {

using namespace survey::v1;  // NOLINT: the messages of the API

constexpr char kService[] = "survey/QuestionnaireService/";

template <class Res, class Request>
absl::StatusOr<Res> Write(LoaderSession& session, const std::string& method, Request request) {
  request.set_request_id(RequestId(method, request));
  return session.Call<Res>(absl::StrCat(kService, method), request);
}

// What the pairs of the KANO study ask about, and the requirement behind.
struct Need {
  const char* key;
  const char* zh;
  const char* en;
  const char* requirement;
};
constexpr Need kNeeds[] = {
    {"order_tracking", "线上订单进度查询", "online order tracking",
     "开通线上订单进度查询（标准件）"},
    {"weekend_shipping", "周末发货", "shipping at weekends", "周末可安排发货（标准件）"},
    {"small_orders", "小批量起订", "small minimum orders", "允许订单小批量起订（标准件）"},
    {"eight_hours", "质量问题八小时响应", "an answer to quality problems within eight hours",
     "建立质量问题八小时响应（标准件）"},
    {"training", "维修培训课程", "courses in maintenance", "提供维修培训课程（标准件）"},
    {"sensors", "状态监测传感器", "sensors that watch the condition",
     "增加状态监测传感器（标准件）"},
};

// The questionnaire as it is, made from a template when it is not there.
absl::StatusOr<Questionnaire> Begin(LoaderSession& session, std::string_view display_name,
                                    const std::string& shipped) {
  const absl::StatusOr<std::string> there = QuestionnaireCalled(session, display_name);
  if (there.ok()) {
    GetQuestionnaireRequest get;
    get.set_name(*there);
    return session.Call<Questionnaire>(absl::StrCat(kService, "GetQuestionnaire"), get);
  }
  if (!absl::IsNotFound(there.status())) return there.status();
  CreateQuestionnaireRequest create;
  create.mutable_questionnaire()->set_display_name(std::string(display_name));
  create.set_template_(absl::StrCat("questionnaireTemplates/", shipped));
  return Write<Questionnaire>(session, "CreateQuestionnaire", create);
}

absl::Status Publish(LoaderSession& session, const Questionnaire& questionnaire,
                     const std::string& reason) {
  PublishQuestionnaireRequest publish;
  publish.set_name(questionnaire.name());
  publish.set_reason(reason);
  publish.set_etag(questionnaire.etag());
  return Write<Questionnaire>(session, "PublishQuestionnaire", publish).status();
}

// Gives the draft the content that `questionnaire` has here, and publishes it.
absl::Status PublishChanged(LoaderSession& session, const Questionnaire& questionnaire,
                            const std::string& reason) {
  UpdateQuestionnaireRequest update;
  *update.mutable_questionnaire() = questionnaire;
  update.mutable_update_mask()->add_paths("content");
  update.set_reason(reason);
  ASSIGN_OR_RETURN(const auto changed,
                   Write<Questionnaire>(session, "UpdateQuestionnaire", update));
  return Publish(session, changed, reason);
}

absl::Status LoadSatisfaction(LoaderSession& session) {
  ASSIGN_OR_RETURN(Questionnaire survey, Begin(session, kSatisfactionSurvey, "satisfaction"));
  if (survey.published_version() == 0) {
    RETURN_IF_ERROR(Publish(session, survey, "第一次年度调查"));
    ASSIGN_OR_RETURN(survey, Begin(session, kSatisfactionSurvey, "satisfaction"));
  }
  if (survey.published_version() > 1) return absl::OkStatus();
  Question& service = *survey.mutable_content()->mutable_sections(2)->mutable_questions(0);
  const bool there = service.rows(service.rows_size() - 1).key() == "digital";
  if (there) return Publish(session, survey, "增加数字化服务");
  MatrixRow& row = *service.add_rows();
  row.set_key("digital");
  row.mutable_text()->set_zh("线上服务与工具");
  row.mutable_text()->set_en("Online services and tools");
  survey.mutable_content()->mutable_driver_model()->add_drivers("service.digital");
  return PublishChanged(session, survey, "增加数字化服务");
}

absl::Status LoadKano(LoaderSession& session,
                      const std::map<std::string, std::string>& requirements) {
  ASSIGN_OR_RETURN(Questionnaire study, Begin(session, kKanoStudy, "kano"));
  if (study.published_version() > 0) return absl::OkStatus();
  int place = 0;
  for (int s = 0; s < 2; ++s) {
    for (Question& question : *study.mutable_content()->mutable_sections(s)->mutable_questions()) {
      const Need& need = kNeeds[place++];
      question.set_key(need.key);
      question.mutable_text()->set_zh(need.zh);
      question.mutable_text()->set_en(need.en);
      const auto requirement = requirements.find(need.requirement);
      if (requirement != requirements.end()) question.set_subject(requirement->second);
    }
  }
  return PublishChanged(session, study, "对应需求库");
}

absl::Status LoadAsShipped(LoaderSession& session, std::string_view display_name,
                           const std::string& shipped, const std::string& reason) {
  ASSIGN_OR_RETURN(const Questionnaire questionnaire, Begin(session, display_name, shipped));
  if (questionnaire.published_version() > 0) return absl::OkStatus();
  return Publish(session, questionnaire, reason);
}

}  // namespace

absl::Status LoadQuestionnaires(LoaderSession& session,
                                const std::map<std::string, std::string>& requirements) {
  RETURN_IF_ERROR(LoadSatisfaction(session));
  RETURN_IF_ERROR(LoadAsShipped(session, kNpsPulse, "nps_pulse", "每季度一次"));
  RETURN_IF_ERROR(LoadAsShipped(session, kCaseFollowUp, "case_follow_up", "结案后回访"));
  RETURN_IF_ERROR(LoadKano(session, requirements));
  return Begin(session, kChurnDraft, "churn").status();
}

absl::StatusOr<std::string> QuestionnaireCalled(LoaderSession& session,
                                                std::string_view display_name) {
  ListQuestionnairesRequest list;
  list.set_filter(absl::StrCat("display_name = \"", display_name, "\""));
  list.set_order_by("create_time desc");
  ASSIGN_OR_RETURN(const auto found, session.Call<ListQuestionnairesResponse>(
                                         absl::StrCat(kService, "ListQuestionnaires"), list));
  if (found.questionnaires().empty()) {
    return status::NotFound(absl::StrCat("questionnaire ", display_name));
  }
  return found.questionnaires(0).name();
}

}  // namespace mainstay::demo
