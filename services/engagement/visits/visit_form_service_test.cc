// Record forms: declared, and held to when a visit is recorded.
#include "services/engagement/visits/visits_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;

class VisitFormServiceTest : public VisitsFixture {
 protected:
  absl::StatusOr<v1::VisitForm> Declare(const std::string& key, const std::string& etag = "",
                                        std::string_view role = "director") {
    v1::UpdateVisitFormRequest request;
    request.mutable_visit_form()->set_name("visitForms/visit");
    request.mutable_visit_form()->set_etag(etag);
    v1::FormField* field = request.mutable_visit_form()->add_fields();
    field->set_key(key);
    field->set_label("How are they?");
    field->set_label_zh("他们怎么样？");
    field->set_type(v1::FORM_FIELD_TYPE_CHOICE);
    field->add_choices("好");
    field->add_choices("不好");
    field->set_required(true);
    return Call<v1::VisitForm>("VisitFormService/UpdateVisitForm", request, "gu.ping", role);
  }
  absl::StatusOr<v1::VisitForm> Read(const std::string& name) {
    v1::GetVisitFormRequest request;
    request.set_name(name);
    return Call<v1::VisitForm>("VisitFormService/GetVisitForm", request);
  }
  absl::StatusOr<v1::Visit> Answer(const std::string& name, const std::string& key,
                                   const std::string& answer) {
    v1::CompleteVisitRequest request;
    request.set_name(name);
    request.set_content("x");
    (*request.mutable_form_answers())[key] = answer;
    return Call<v1::Visit>("VisitService/CompleteVisit", request);
  }
};

TEST_F(VisitFormServiceTest, ReadsBackAndCountsItsVersions) {
  EXPECT_EQ(Read("visitForms/visit")->version(), 0);
  const auto first = Declare("mood");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->version(), 1);
  EXPECT_EQ(Read("visitForms/visit")->DebugString(), first->DebugString());
  EXPECT_EQ(Declare("mood2", first->etag())->version(), 2);
  EXPECT_EQ(ReasonOf(Declare("mood3", first->etag()).status()), "ETAG_MISMATCH");
  EXPECT_EQ(Read("visitForms/review")->version(), 0);
  EXPECT_THAT(FieldsOf(Read("visitForms/party").status()), ElementsAre("name"));
  EXPECT_TRUE(absl::IsPermissionDenied(Declare("mood", "", "account_manager").status()));
  EXPECT_THAT(FieldsOf(Declare("Mood").status()), ElementsAre("visit_form.fields[0].key"));
}

TEST_F(VisitFormServiceTest, ARecordIsHeldToTheForm) {
  ASSERT_TRUE(Declare("mood").ok());
  const std::string name = Plan()->name();
  ASSERT_TRUE(CheckIn(name).ok());
  EXPECT_THAT(FieldsOf(Complete(name).status()), ElementsAre("form_answers.mood"));
  EXPECT_THAT(FieldsOf(Answer(name, "mood", "so so").status()), ElementsAre("form_answers.mood"));
  const auto done = Answer(name, "mood", "好");
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->form_version(), 1);
  // Its answers stay those of its own form.
  ASSERT_TRUE(Declare("weather").ok());
  v1::UpdateVisitRequest update;
  update.mutable_visit()->set_name(name);
  (*update.mutable_visit()->mutable_form_answers())["mood"] = "不好";
  update.mutable_update_mask()->add_paths("form_answers");
  EXPECT_EQ(Call<v1::Visit>("VisitService/UpdateVisit", update)->form_answers().at("mood"), "不好");
  (*update.mutable_visit()->mutable_form_answers())["weather"] = "好";
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/UpdateVisit", update).status()),
              ElementsAre("visit.form_answers.weather"));
}

}  // namespace
}  // namespace mainstay::engagement
