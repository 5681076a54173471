// PublicSurveyService on a real server.
#include <gmock/gmock.h>
#include <mainstay/type/v1/http_body.pb.h>

#include <thread>

#include "common/pg/session.h"
#include "common/status/status.h"
#include "services/survey/responses/response_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using type::v1::HttpBody;

class PublicSurveyTest : public ResponseTest {
 protected:
  absl::StatusOr<v1::SurveyForm> Get(const std::string& token, const std::string& section = "") {
    v1::GetSurveyFormRequest request;
    request.set_token(token);
    request.set_section(section);
    return Call<v1::SurveyForm>("PublicSurveyService/GetSurveyForm", request);
  }
  absl::StatusOr<v1::SurveyForm> Save(const std::string& token, const std::string& section,
                                      const Given& answers, int64_t save_count) {
    v1::SaveSurveyAnswersRequest request;
    request.set_token(token);
    request.set_section(section);
    request.set_save_count(save_count);
    for (const auto& [key, answer] : answers) (*request.mutable_answers())[key] = answer;
    return Call<v1::SurveyForm>("PublicSurveyService/SaveSurveyAnswers", request);
  }
  HttpBody Page(const std::string& token, const std::string& page = "",
                const std::string& accept_language = "zh-CN") {
    v1::ReadSurveyPageRequest request;
    request.set_token(token);
    request.set_page(page);
    request.set_accept_language(accept_language);
    return Call<HttpBody>("PublicSurveyService/ReadSurveyPage", request).value();
  }
  HttpBody Send(const std::string& token, const std::string& form) {
    v1::SendSurveyPageRequest request;
    request.set_token(token);
    request.mutable_form()->set_content_type("application/x-www-form-urlencoded");
    request.mutable_form()->set_data(form);
    return Call<HttpBody>("PublicSurveyService/SendSurveyPage", request).value();
  }
  static std::vector<std::string> KeysOf(const v1::FormSection& section) {
    std::vector<std::string> keys;
    for (const auto& question : section.questions()) keys.push_back(question.key());
    return keys;
  }
};

TEST_F(PublicSurveyTest, IsAnsweredSectionBySection) {
  const Campaign campaign = Launch("identified", Branching());
  const Invited invited = Invite(campaign, account_);
  v1::SurveyForm form = Get(invited.token).value();
  EXPECT_EQ(form.state(), v1::SURVEY_STATE_OPEN);
  EXPECT_EQ(form.language(), "zh");
  EXPECT_EQ(form.sections(0).key(), "score");
  EXPECT_EQ(form.section_number(), 1);
  EXPECT_EQ(form.section_count(), 2);
  EXPECT_EQ(form.sections(0).questions(0).kind(), v1::QUESTION_KIND_NPS);
  EXPECT_EQ(form.sections(0).questions(0).scale_max(), 10);
  EXPECT_EQ(Read("SELECT state FROM invitations"), "opened");

  // A low score opens a question of the same section, and a section.
  form = Save(invited.token, "score", {{"nps", Number(3)}}, form.save_count()).value();
  EXPECT_EQ(form.sections(0).key(), "score");
  EXPECT_THAT(KeysOf(form.sections(0)), ElementsAre("nps", "why"));
  EXPECT_EQ(form.section_count(), 3);
  // A high one takes both back.
  form = Save(invited.token, "score", {{"nps", Number(9)}}, form.save_count()).value();
  EXPECT_EQ(form.sections(0).key(), "end");
  EXPECT_EQ(form.sections(0).questions(0).text(), "您给了 9 分，为什么？");
  // Where it was left, on another device.
  EXPECT_EQ(Get(invited.token)->sections(0).key(), "end");
  EXPECT_EQ(Get(invited.token, "score")->sections(0).key(), "score");

  service_.clock().Advance(absl::Seconds(90));
  form = Submit(invited.token, {{"words", Text("很好")}}).value();
  EXPECT_EQ(form.state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(form.thanks(), "谢谢您，再见");
  EXPECT_EQ(Read("SELECT answers::text FROM responses"),
            R"({"nps": {"number": 9}, "words": {"text": "很好"}})");
  EXPECT_EQ(Read("SELECT invitation_id FROM responses"), invited.invitation.id);
  EXPECT_EQ(Read("SELECT duration_seconds FROM responses"), "90");
  EXPECT_EQ(Read("SELECT facts->>'role' FROM responses"), "decision_maker");
  EXPECT_EQ(Read("SELECT state FROM invitations"), "answered");
  EXPECT_EQ(Read("SELECT count(*) FROM part_answers"), "0");
  EXPECT_EQ(Read("SELECT type FROM outbox WHERE aggregate_type = 'response'"),
            "mainstay.survey.v1.ResponseSubmitted");
  // Again: the first counts.
  EXPECT_EQ(Submit(invited.token, {{"nps", Number(0)}})->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Get(invited.token)->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "1");
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(PublicSurveyTest, IsHeldToTheRulesByPrograms) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  const auto missing = Submit(invited.token, {});
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kInvalidArgument);
  ASSERT_FALSE(status::GetFieldViolations(missing.status()).empty());
  EXPECT_EQ(status::GetFieldViolations(missing.status())[0].field, "answers.nps");
  EXPECT_FALSE(Submit(invited.token, {{"nps", Number(11)}}).ok());
  EXPECT_FALSE(Submit(invited.token, {{"nps", Number(3)}}).ok());  // why?
  EXPECT_FALSE(Submit(invited.token, {{"nps", Number(9)}, {"nobody", Text("x")}}).ok());
  EXPECT_FALSE(Submit(invited.token, {{"nps", Number(9)}, {"words", Text("a\x01")}}).ok());
  EXPECT_EQ(Submit(invited.token, {{"nps", Number(9)}, {"words", Text(std::string(5000, 'x'))}})
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "0");
  EXPECT_EQ(Read("SELECT state FROM invitations"), "sent");
  EXPECT_TRUE(Submit(invited.token, {{"nps", Number(9)}}).ok());
}

TEST_F(PublicSurveyTest, AHundredSubmitsAreOneResponse) {
  for (const char* privacy : {"identified", "anonymous"}) {
    const Invited invited = Invite(Launch(privacy, Branching()), account_);
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0, gone = 0, others = 0;
    const rpc::CallOptions as = service_.As("ada", "admin");
    for (int i = 0; i < 100; ++i) {
      threads.emplace_back([&, i] {
        v1::SubmitSurveyRequest request;
        request.set_token(invited.token);
        (*request.mutable_answers())["nps"] = Number(7 + i % 4);
        for (;;) {
          const auto form = rpc::Call<v1::SurveyForm>(
              service_.channel(), "mainstay.survey.v1.PublicSurveyService/SubmitSurvey", as,
              request);
          if (absl::IsResourceExhausted(form.status())) continue;  // the queue is full: again
          if (form.ok() && form->state() == v1::SURVEY_STATE_ANSWERED) {
            ++answered;
          } else if (form.ok() && form->state() == v1::SURVEY_STATE_GONE) {
            ++gone;
          } else {
            ++others;
            ADD_FAILURE() << form.status();
          }
          return;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    const bool anonymous = privacy == std::string("anonymous");
    EXPECT_EQ(answered, anonymous ? 1 : 100);
    EXPECT_EQ(gone, anonymous ? 99 : 0);
    EXPECT_EQ(Read(absl::StrCat("SELECT count(*) FROM responses WHERE campaign_id = '",
                                invited.invitation.campaign_id, "'")),
              "1");
  }
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(PublicSurveyTest, AnonymousMeansNoLink) {
  const Invited invited = Invite(Launch("anonymous", Branching()), account_);
  const std::string before = Read("SELECT row_to_json(i)::text FROM invitations i");
  EXPECT_TRUE(Get(invited.token)->anonymous());
  Save(invited.token, "score", {{"nps", Number(9)}}, 0).value();
  EXPECT_EQ(Read("SELECT row_to_json(i)::text FROM invitations i"), before);
  EXPECT_EQ(Read(absl::StrCat("SELECT count(*) FROM part_answers WHERE part_key = convert_to('",
                              invited.invitation.id, "', 'UTF8')")),
            "0");
  EXPECT_EQ(Submit(invited.token, {})->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Read("SELECT row_to_json(i)::text FROM invitations i"), before);
  EXPECT_EQ(Read("SELECT count(*) FROM invitation_tokens"), "0");
  EXPECT_EQ(Read("SELECT count(*) FROM part_answers"), "0");
  EXPECT_EQ(Read("SELECT count(*) FROM outbox WHERE aggregate_type = 'response'"), "0");
  EXPECT_EQ(Read("SELECT count(*) FROM idempotency"), "0");
  EXPECT_EQ(Read("SELECT count(*) FROM responses WHERE account_id IS NULL AND contact_id IS NULL "
                 "AND invitation_id IS NULL AND start_time IS NULL AND duration_seconds IS NULL "
                 "AND submit_time = date_trunc('day', submit_time) AND recorded_by = ''"),
            "1");
  EXPECT_EQ(Read("SELECT facts::text FROM responses"), R"({"tier": "core", "region": "华东"})");
  EXPECT_EQ(Read("SELECT substr(response_id::text, 15, 1) FROM responses"), "4");
  EXPECT_EQ(Get(invited.token)->state(), v1::SURVEY_STATE_GONE);
}

TEST_F(PublicSurveyTest, LateRevokedClosedAndFullSaySo) {
  const QuestionnaireContent content = Branching();
  const Campaign campaign =
      Launch("identified", content,
             {{.dimension = "tier", .value = "core", .maximum = 1, .when_full = "close_links"}});
  const Invited first = Invite(campaign, account_);
  const Invited second = Invite(campaign, account_);
  EXPECT_EQ(Submit(first.token, {{"nps", Number(9)}})->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Get(second.token)->state(), v1::SURVEY_STATE_FULL);
  EXPECT_EQ(Submit(second.token, {{"nps", Number(9)}})->state(), v1::SURVEY_STATE_FULL);
  EXPECT_THAT(Page(second.token).data(), HasSubstr("回答已足够"));

  const Campaign other = Launch("identified", content);
  const Invited late = Invite(other, account_);
  const Invited revoked = Invite(other, account_);
  Write([&](pg::Tx& tx) {
    tx.Exec("UPDATE invitations SET state = 'revoked' WHERE invitation_id = $1",
            {revoked.invitation.id});
  });
  EXPECT_EQ(Get(revoked.token)->state(), v1::SURVEY_STATE_REVOKED);
  EXPECT_THAT(Page(revoked.token).data(), HasSubstr("链接已停用"));
  service_.clock().Advance(absl::Hours(24 * 30));
  EXPECT_EQ(Get(late.token)->state(), v1::SURVEY_STATE_EXPIRED);
  EXPECT_THAT(Page(late.token, "", "en").data(), HasSubstr("This link has expired"));
  EXPECT_EQ(Send(late.token, "section=score&a.nps=9").status(), 0);
  EXPECT_EQ(
      Read(absl::StrCat("SELECT count(*) FROM responses WHERE campaign_id = '", other.id, "'")),
      "0");
  Write([&](pg::Tx& tx) {
    tx.Exec("UPDATE campaigns SET state = 'closed', close_time = now() WHERE campaign_id = $1",
            {other.id});
  });
  EXPECT_EQ(Get(late.token)->state(), v1::SURVEY_STATE_CLOSED);
}

TEST_F(PublicSurveyTest, WhatWasNeverMadeOpensNothing) {
  EXPECT_EQ(Get("x").status().code(), absl::StatusCode::kNotFound);
  const std::string other = auth::NewLinkToken("another key of a good length", kInvitationPurpose);
  EXPECT_EQ(Get(other).status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(Get(other).status().message()), Not(HasSubstr(other)));
  EXPECT_EQ(Page(other).status(), 404);
  EXPECT_THAT(Page(other).data(), HasSubstr("链接无效"));
  EXPECT_EQ(Send(other, "section=score").status(), 404);
  // Signed by us, and not there: withdrawn, or answered anonymously.
  const std::string gone = auth::NewLinkToken(kLinkKey, kInvitationPurpose);
  EXPECT_EQ(Get(gone)->state(), v1::SURVEY_STATE_GONE);
}

TEST_F(PublicSurveyTest, PagesLeadThroughTheForm) {
  const Invited invited = Invite(Launch("confidential", Branching()), account_);
  const std::string first = Page(invited.token).data();
  EXPECT_THAT(first, HasSubstr("本次调查保密"));
  EXPECT_THAT(first, Not(HasSubstr(invited.token)));
  // Nothing chosen: the page again, saying what.
  EXPECT_THAT(Send(invited.token, "section=score&saved=0&shown=nps").data(),
              HasSubstr("role=\"alert\""));
  // A low score opens a question on the same page, which is no mistake.
  const HttpBody opened = Send(invited.token, "section=score&saved=1&shown=nps&a.nps=2");
  EXPECT_THAT(opened.data(), HasSubstr("id=\"i-why\" autofocus"));
  EXPECT_THAT(opened.data(), Not(HasSubstr("role=\"alert\"")));
  // Without the answer it is.
  EXPECT_THAT(Send(invited.token, "section=score&saved=2&shown=nps+why&a.nps=2").data(),
              HasSubstr("<a href=\"#i-why\">"));
  EXPECT_EQ(
      Send(invited.token, "section=score&saved=3&shown=nps+why&a.nps=2&a.why=price").location(),
      "?page=repair");
  EXPECT_THAT(Page(invited.token, "repair").data(), HasSubstr("第 2 页，共 3 页"));
  // Back, and in English, with what is on the page kept.
  EXPECT_EQ(Send(invited.token, "go=back&section=repair&saved=4&a.service.speed=4").location(),
            "?page=score");
  EXPECT_EQ(Send(invited.token, "go=en&section=repair&saved=5&a.service.speed=4").location(),
            "?page=repair");
  EXPECT_THAT(Page(invited.token, "repair").data(), HasSubstr("Page 2 of 3"));
  EXPECT_THAT(Page(invited.token, "repair").data(),
              HasSubstr("name=\"a.service.speed\" value=\"4\" checked"));
  EXPECT_EQ(
      Send(invited.token, "section=repair&saved=6&shown=service&a.service.speed=4").location(),
      "?page=end");
  EXPECT_THAT(Page(invited.token, "end").data(), HasSubstr("Why did you choose 2?"));
  const HttpBody thanks = Send(invited.token, "section=end&saved=7&shown=words&a.words=slow");
  EXPECT_THAT(thanks.data(), HasSubstr("Thank you and goodbye"));
  EXPECT_EQ(Read("SELECT answers->'why'->'choices'->>0 FROM responses"), "price");
  EXPECT_EQ(Read("SELECT language FROM responses"), "en");
  EXPECT_THAT(Page(invited.token, "end").data(), HasSubstr("Thank you and goodbye"))
      << "in the language of the answers, not the browser's";
}

TEST_F(PublicSurveyTest, TwoWindowsAreMergedAndAnsweredOnce) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  Page(invited.token);
  EXPECT_EQ(Send(invited.token, "section=score&saved=0&shown=nps&a.nps=9").location(), "?page=end");
  // The other window still shows what nothing was saved of, and says otherwise.
  EXPECT_THAT(Send(invited.token, "section=score&saved=0&shown=nps&a.nps=8").data(),
              HasSubstr("您也在另一个窗口作答"));
  EXPECT_THAT(Send(invited.token, "section=end&saved=2&shown=words&a.words=1").data(),
              HasSubstr("谢谢您，再见"));
  EXPECT_THAT(Send(invited.token, "section=end&saved=2&shown=words&a.words=2").data(),
              HasSubstr("谢谢您，再见"));
  EXPECT_EQ(Read("SELECT answers->'words'->>'text' FROM responses"), "1");
}

TEST_F(PublicSurveyTest, PagesTakeNoMoreThanAForm) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  EXPECT_EQ(Send(invited.token, "a.nps=9").status(), 400);
  EXPECT_EQ(Send(invited.token, "section=score&a.nps=" + std::string(300 << 10, '9')).status(),
            400);
  EXPECT_EQ(Read("SELECT count(*) FROM part_answers"), "0");
}

}  // namespace
}  // namespace mainstay::survey
