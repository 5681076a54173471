// QuestionnaireService on a real server.
#include "services/survey/questionnaires/questionnaire_service.h"

#include <gmock/gmock.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "common/status/status.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/questionnaires/content_document.h"
#include "services/survey/questionnaires/content_proto.h"
#include "services/survey/questionnaires/templates.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class QuestionnaireServiceTest : public SurveyServiceTest {
 protected:
  QuestionnaireServiceTest()
      : SurveyServiceTest({"QuestionnaireService"}, {RegisterQuestionnaireService}) {}

  // From a template, or empty.
  absl::StatusOr<v1::Questionnaire> Create(const std::string& name,
                                           const std::string& shipped = "") {
    v1::CreateQuestionnaireRequest request;
    request.mutable_questionnaire()->set_display_name(name);
    if (!shipped.empty()) request.set_template_("questionnaireTemplates/" + shipped);
    return Call<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", request);
  }
  absl::StatusOr<v1::Questionnaire> Get(const std::string& name) {
    v1::GetQuestionnaireRequest request;
    request.set_name(name);
    return Call<v1::Questionnaire>("QuestionnaireService/GetQuestionnaire", request);
  }
  absl::StatusOr<v1::Questionnaire> Update(const v1::Questionnaire& questionnaire,
                                           const std::vector<std::string>& paths) {
    v1::UpdateQuestionnaireRequest request;
    *request.mutable_questionnaire() = questionnaire;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Questionnaire>("QuestionnaireService/UpdateQuestionnaire", request);
  }
  template <class Request>
  absl::StatusOr<v1::Questionnaire> Do(const std::string& verb, const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_reason("year end");
    return Call<v1::Questionnaire>("QuestionnaireService/" + verb + "Questionnaire", request);
  }
  absl::StatusOr<v1::Questionnaire> Publish(const std::string& name) {
    return Do<v1::PublishQuestionnaireRequest>("Publish", name);
  }
  absl::StatusOr<v1::Questionnaire> Retire(const std::string& name) {
    return Do<v1::RetireQuestionnaireRequest>("Retire", name);
  }
  absl::StatusOr<v1::Questionnaire> Delete(const std::string& name) {
    return Do<v1::DeleteQuestionnaireRequest>("Delete", name);
  }
  absl::StatusOr<v1::QuestionnaireVersion> Version(const std::string& name) {
    v1::GetQuestionnaireVersionRequest request;
    request.set_name(name);
    return Call<v1::QuestionnaireVersion>("QuestionnaireService/GetQuestionnaireVersion", request);
  }
  std::vector<std::string> Names(const std::string& filter, bool deleted = false) {
    v1::ListQuestionnairesRequest request;
    request.set_filter(filter);
    request.set_order_by("display_name");
    request.set_show_deleted(deleted);
    std::vector<std::string> names;
    const auto listed =
        Call<v1::ListQuestionnairesResponse>("QuestionnaireService/ListQuestionnaires", request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    for (const auto& one : listed->questionnaires()) {
      EXPECT_FALSE(one.has_content());
      names.push_back(one.display_name());
    }
    return names;
  }
  std::vector<std::string> Changes(const std::string& name) {
    v1::ListQuestionnaireChangesRequest request;
    request.set_parent(name);
    std::vector<std::string> changes;
    const auto listed = Call<v1::ListQuestionnaireChangesResponse>(
        "QuestionnaireService/ListQuestionnaireChanges", request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    for (const auto& change : listed->changes()) {
      changes.push_back(change.action() + " " + change.field());
    }
    return changes;
  }
  std::vector<std::string> Check(const v1::CheckQuestionnaireRequest& request) {
    std::vector<std::string> problems;
    const auto checked =
        Call<v1::CheckQuestionnaireResponse>("QuestionnaireService/CheckQuestionnaire", request);
    EXPECT_TRUE(checked.ok()) << checked.status();
    for (const auto& problem : checked->problems()) {
      problems.push_back(problem.field() + ": " + problem.description());
    }
    return problems;
  }
};

std::string ReasonOf(const absl::Status& error) {
  return status::GetErrorDetail(error).value_or(status::ErrorDetail{}).reason;
}

TEST_F(QuestionnaireServiceTest, GoesFromDraftToVersions) {
  const auto draft = Create("  Pulse  ", "nps_pulse").value();
  EXPECT_EQ(draft.display_name(), "Pulse");
  EXPECT_EQ(draft.state(), v1::QUESTIONNAIRE_STATE_DRAFT);
  EXPECT_EQ(draft.question_count(), 6);
  EXPECT_TRUE(draft.draft_changed());
  const auto published = Publish(draft.name()).value();
  EXPECT_EQ(published.state(), v1::QUESTIONNAIRE_STATE_PUBLISHED);
  EXPECT_EQ(published.published_version(), 1);
  EXPECT_FALSE(published.draft_changed());
  EXPECT_EQ(ReasonOf(Publish(draft.name()).status()), "NOTHING_TO_PUBLISH");

  v1::Questionnaire edited = published;
  edited.mutable_content()->mutable_title()->set_zh("季度反馈");
  EXPECT_TRUE(Update(edited, {"content"})->draft_changed());
  // Taken back, it is what is published again; that the database orders keys its own way is
  // nothing.
  EXPECT_FALSE(Update(published, {"content"}).ok());  // old etag
  edited = published;
  edited.clear_etag();
  EXPECT_FALSE(Update(edited, {"content"})->draft_changed());
  edited.mutable_content()->mutable_title()->set_zh("季度反馈");
  ASSERT_TRUE(Update(edited, {"content"}).ok());
  EXPECT_EQ(Publish(draft.name())->published_version(), 2);

  const auto first = Version(draft.name() + "/versions/1").value();
  EXPECT_EQ(first.content().title().zh(), "一分钟反馈");
  EXPECT_EQ(first.publisher(), "ada");
  EXPECT_EQ(first.reason(), "year end");
  EXPECT_EQ(Version(draft.name() + "/versions/2")->content().title().zh(), "季度反馈");
  EXPECT_EQ(Version(draft.name() + "/versions/3").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Version(draft.name() + "/versions/01").status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::ListQuestionnaireVersionsRequest list;
  list.set_parent(draft.name());
  const auto versions = Call<v1::ListQuestionnaireVersionsResponse>(
      "QuestionnaireService/ListQuestionnaireVersions", list);
  ASSERT_EQ(versions->versions_size(), 2);
  EXPECT_EQ(versions->versions(0).number(), 2);
  EXPECT_FALSE(versions->versions(0).has_content());
  EXPECT_EQ(EventsOf(draft.name()).size(), 6u);
}

TEST_F(QuestionnaireServiceTest, RefusesToPublishAndSaysWhy) {
  v1::Questionnaire draft = Create("Empty").value();
  EXPECT_THAT(status::GetFieldViolations(Publish(draft.name()).status()),
              Contains(::testing::Field(&status::FieldViolation::field, "content.sections")));
  auto& section = *draft.mutable_content()->add_sections();
  section.set_key("one");
  auto& question = *section.add_questions();
  question.set_key("nps");
  question.set_kind(v1::QUESTION_KIND_NPS);
  question.set_visible_if("npss > 3");
  draft.mutable_content()->mutable_title()->set_en("Pulse");
  draft = Update(draft, {"content"}).value();
  v1::CheckQuestionnaireRequest check;
  check.set_name(draft.name());
  const std::vector<std::string> expected = {
      "content.sections[0].questions[0].text: say what is asked, in one language at least",
      "content.sections[0].questions[0].visible_if: at character 1: there is no \"npss\" that "
      "could "
      "be asked here"};
  EXPECT_EQ(Check(check), expected);
  EXPECT_EQ(Get(draft.name())->published_version(), 0);
  check.clear_name();
  *check.mutable_content() = draft.content();
  EXPECT_EQ(Check(check), expected);
  check.set_name(draft.name());
  EXPECT_EQ(Call<v1::CheckQuestionnaireResponse>("QuestionnaireService/CheckQuestionnaire", check)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(QuestionnaireServiceTest, SaysOnlySoMuchOfManyMistakes) {
  v1::Questionnaire draft = Create("Broken").value();
  auto& section = *draft.mutable_content()->add_sections();
  for (int i = 0; i < 200; ++i) section.add_questions()->set_kind(v1::QUESTION_KIND_TEXT);
  draft = Update(draft, {"content"}).value();
  const auto violations = status::GetFieldViolations(Publish(draft.name()).status());
  ASSERT_EQ(violations.size(), 13u);
  EXPECT_THAT(violations.back().description, HasSubstr("more; questionnaires:check says them all"));
  v1::CheckQuestionnaireRequest check;
  check.set_name(draft.name());
  EXPECT_GT(Check(check).size(), 400u);
}

TEST_F(QuestionnaireServiceTest, KeepsDraftsToTheirSizes) {
  v1::CreateQuestionnaireRequest request;
  request.mutable_questionnaire()->set_display_name("x");
  request.mutable_questionnaire()->mutable_content()->add_sections()->add_questions();
  auto refused = Call<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", request);
  EXPECT_THAT(refused.status().message(),
              HasSubstr("questionnaire.content.sections[0].questions[0].kind: say how"));
  request.mutable_questionnaire()->mutable_content()->mutable_sections(0)->clear_questions();
  request.mutable_questionnaire()->mutable_content()->mutable_title()->set_zh(
      std::string(201, 'x'));
  refused = Call<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", request);
  EXPECT_THAT(refused.status().message(), HasSubstr("questionnaire.content.title.zh"));
  EXPECT_THAT(Create("").status().message(), HasSubstr("questionnaire.display_name"));
  EXPECT_THAT(Create("x", "horoscope").status().message(),
              HasSubstr("questionnaireTemplates/satisfaction"));
}

TEST_F(QuestionnaireServiceTest, EveryTemplatePublishes) {
  const auto templates = Call<v1::ListQuestionnaireTemplatesResponse>(
      "QuestionnaireService/ListQuestionnaireTemplates", v1::ListQuestionnaireTemplatesRequest());
  ASSERT_EQ(templates->templates_size(), 7);
  for (const auto& shipped : templates->templates()) {
    v1::CreateQuestionnaireRequest request;
    request.mutable_questionnaire()->set_display_name(shipped.display_name().zh());
    request.set_template_(shipped.name());
    const auto draft = Call<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", request);
    ASSERT_TRUE(draft.ok()) << draft.status();
    EXPECT_EQ(draft->content().SerializeAsString(), shipped.content().SerializeAsString());
    EXPECT_TRUE(Publish(draft->name()).ok()) << shipped.name();
  }
}

TEST_F(QuestionnaireServiceTest, ComesBackFromItsJsonAsItWas) {
  for (const auto& shipped : QuestionnaireTemplates()) {
    const v1::QuestionnaireContent message = ToProto(shipped.content);
    const auto back = ContentMessageOf(ContentToJson(message)).value();
    EXPECT_EQ(back.SerializeAsString(), message.SerializeAsString()) << shipped.key;
    EXPECT_EQ(ToProto(ContentFromJson(ContentToJson(message)).value()).SerializeAsString(),
              message.SerializeAsString());
  }
}

TEST_F(QuestionnaireServiceTest, RetiresRestoresDeletesAndUndeletes) {
  const std::string name = Create("Pulse", "nps_pulse")->name();
  EXPECT_EQ(ReasonOf(Retire(name).status()), "WRONG_STATE");
  ASSERT_TRUE(Publish(name).ok());
  EXPECT_EQ(ReasonOf(Delete(name).status()), "WRONG_STATE");
  EXPECT_EQ(Retire(name)->state(), v1::QUESTIONNAIRE_STATE_RETIRED);
  EXPECT_EQ(ReasonOf(Publish(name).status()), "WRONG_STATE");
  EXPECT_EQ(Do<v1::RestoreQuestionnaireRequest>("Restore", name)->state(),
            v1::QUESTIONNAIRE_STATE_PUBLISHED);
  ASSERT_TRUE(Retire(name).ok());
  EXPECT_TRUE(Delete(name)->has_delete_time());
  EXPECT_EQ(ReasonOf(Delete(name).status()), "QUESTIONNAIRE_DELETED");
  EXPECT_THAT(Names(""), ElementsAre());
  EXPECT_THAT(Names("", true), ElementsAre("Pulse"));
  v1::Questionnaire renamed = Get(name).value();
  renamed.set_display_name("Other");
  EXPECT_EQ(ReasonOf(Update(renamed, {"display_name"}).status()), "QUESTIONNAIRE_DELETED");
  // Campaigns that asked it still read it.
  EXPECT_TRUE(Version(name + "/versions/1").ok());
  EXPECT_FALSE(Do<v1::UndeleteQuestionnaireRequest>("Undelete", name)->has_delete_time());
  EXPECT_EQ(ReasonOf(Do<v1::UndeleteQuestionnaireRequest>("Undelete", name).status()),
            "QUESTIONNAIRE_NOT_DELETED");
  ExpectAnEventForEveryVersion(service_.db());
  EXPECT_THAT(Changes(name),
              ElementsAre("undelete ", "delete ", "retire state", "restore state", "retire state",
                          "publish state", "publish published_version", "create "));
}

TEST_F(QuestionnaireServiceTest, TellsWhatChangedQuestionByQuestion) {
  v1::Questionnaire draft = Create("Pulse", "nps_pulse").value();
  v1::QuestionnaireSection& why = *draft.mutable_content()->mutable_sections(1);
  why.mutable_questions(0)->mutable_text()->set_en("Why?");
  why.mutable_questions()->DeleteSubrange(3, 1);
  draft.set_display_name("Pulse 2027");
  ASSERT_TRUE(Update(draft, {"content", "display_name"}).ok());
  EXPECT_THAT(Changes(draft.name()), ElementsAre("update display_name", "update content.order",
                                                 "update content.questions.detractor_reason",
                                                 "update content.questions.referral", "create "));
}

TEST_F(QuestionnaireServiceTest, ListsByStateAndName) {
  ASSERT_TRUE(Publish(Create("Pulse", "nps_pulse")->name()).ok());
  ASSERT_TRUE(Create("Churn", "churn").ok());
  EXPECT_THAT(Names(""), ElementsAre("Churn", "Pulse"));
  EXPECT_THAT(Names("state = QUESTIONNAIRE_STATE_PUBLISHED AND draft_changed = false"),
              ElementsAre("Pulse"));
  EXPECT_THAT(Names("published_version = 0"), ElementsAre("Churn"));
}

TEST_F(QuestionnaireServiceTest, VersionsAreReadOnceAProcess) {
  const std::string name = Create("Pulse", "nps_pulse")->name();
  ASSERT_TRUE(Publish(name).ok());
  const std::string id = name.substr(name.find('/') + 1);
  const auto read = [&] {
    return service_.db().Read({}, [&](pg::Tx& tx) { return ReadVersion(tx, id, 1); }).value();
  };
  const auto first = read();
  EXPECT_EQ(first.get(), read().get());
  EXPECT_EQ(first->number, 1);
  EXPECT_NE(first->form.FindQuestion("nps"), nullptr);
  EXPECT_EQ(first->form.FindQuestion("nobody"), nullptr);
}

}  // namespace
}  // namespace mainstay::survey
