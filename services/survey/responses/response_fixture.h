// Campaigns whose invitations can be answered, for tests: what is upstream of responses, put into
// the database as it would be.
#pragma once

#include <mainstay/survey/v1/public_survey_service.pb.h>
#include <mainstay/survey/v1/response_service.pb.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "common/auth/link_token.h"
#include "common/events/event_of.h"
#include "common/events/outbox.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/questionnaires/content_proto.h"
#include "services/survey/questionnaires/content_testing.h"
#include "services/survey/responses/public_survey_service.h"
#include "services/survey/responses/response_service.h"

namespace mainstay::survey {

class ResponseTest : public SurveyServiceTest {
 protected:
  explicit ResponseTest(std::vector<Register> more = {}, std::vector<std::string> services = {})
      : SurveyServiceTest(With(std::move(services), {"PublicSurveyService", "ResponseService"}),
                          With(std::move(more), {WithKey<RegisterPublicSurveyService>,
                                                 WithKey<RegisterResponseService>})) {}

  static constexpr char kLinkKey[] = "0123456789abcdef0123456789abcdef";

  // A page about the score with a question that low scores open, one about what went wrong that
  // only they see, and a last one.
  static QuestionnaireContent Branching() {
    Question nps = Ask("nps", QuestionKind::kNps);
    nps.required = true;
    Question why = Ask("why", QuestionKind::kSingleChoice, "nps <= 6");
    why.required = true;
    Question words = Ask("words", QuestionKind::kText);
    words.text = {"您给了 {{nps}} 分，为什么？", "Why did you choose {{nps}}?"};
    QuestionnaireContent content =
        ContentOf({Page("score", {nps, why}),
                   Page("repair", {Ask("service", QuestionKind::kMatrix)}, "nps <= 6"),
                   Page("end", {words})});
    content.thanks = {"谢谢您，再见", "Thank you and goodbye"};
    return content;
  }

  // Its id.
  std::string Publish(const QuestionnaireContent& content) {
    const std::string id = api::RandomUuid();
    Write([&](pg::Tx& tx) {
      const std::string json = ContentToJson(ToProto(content));
      tx.Exec(
          "INSERT INTO questionnaires (questionnaire_id, version, display_name, content, "
          "question_count, state, published_version, draft_changed, publish_time, create_time, "
          "update_time) VALUES ($1, 1, 'x', $2, 1, 'published', 1, false, now(), now(), now())",
          {id, json});
      tx.Exec(
          "INSERT INTO questionnaire_versions (questionnaire_id, number, content, publisher, "
          "reason, publish_time) VALUES ($1, 1, $2, 'ada', '', now())",
          {id, json});
      Tell(tx, "questionnaire", id);
    });
    return id;
  }

  Campaign Launch(const std::string& privacy, const QuestionnaireContent& content,
                  std::vector<Quota> quotas = {}) {
    Campaign campaign;
    campaign.id = api::RandomUuid();
    campaign.display_name = "x";
    campaign.purpose = "satisfaction";
    campaign.questionnaire_id = Publish(content);
    campaign.questionnaire_version = 1;
    campaign.privacy = privacy;
    campaign.quotas = std::move(quotas);
    campaign.state = "running";
    campaign.creator = "ada";
    campaign.launch_time = campaign.create_time = campaign.update_time = service_.clock().Now();
    Write([&](pg::Tx& tx) {
      InsertCampaign(tx, campaign);
      Tell(tx, "campaign", campaign.id);
    });
    return campaign;
  }

  struct Invited {
    Invitation invitation;
    std::string token;
    std::string name() const {
      return absl::StrCat("campaigns/", invitation.campaign_id, "/invitations/", invitation.id);
    }
  };
  // Of a contact of `account` ("accounts/{uuid}").
  Invited Invite(const Campaign& campaign, const std::string& account) {
    Invited invited{.invitation = {}, .token = auth::NewLinkToken(kLinkKey, kInvitationPurpose)};
    Invitation& one = invited.invitation;
    one.id = api::RandomUuid();
    one.campaign_id = campaign.id;
    one.account_id = account.substr(account.find('/') + 1);
    one.contact_id = api::RandomUuid();
    one.channel = "email";
    one.language = "zh";
    one.state = "sent";
    one.tier = "core";
    one.region = "华东";
    one.role = "decision_maker";
    one.create_time = service_.clock().Now();
    one.send_time = one.create_time;
    one.expire_time = one.create_time + absl::Hours(24 * 30);
    Write([&](pg::Tx& tx) {
      InsertInvitations(tx, {one});
      InsertToken(tx, one.id, 0, auth::LinkTokenHash(invited.token), one.create_time);
    });
    return invited;
  }

  template <class F>
  void Write(F body) {
    ASSERT_TRUE(service_.db()
                    .Write({},
                           [&](pg::Tx& tx) -> absl::Status {
                             body(tx);
                             return absl::OkStatus();
                           })
                    .ok());
  }
  // The first column of the first row.
  std::string Read(const std::string& sql) {
    return service_.db()
        .Read({},
              [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                const auto rows = tx.Exec(sql);
                return rows.empty() ? std::string() : std::string(rows[0][0].c_str());
              })
        .value();
  }

  static v1::Answer Number(double number) {
    v1::Answer answer;
    answer.set_number(number);
    return answer;
  }
  static v1::Answer Text(const std::string& text) {
    v1::Answer answer;
    answer.set_text(text);
    return answer;
  }
  using Given = std::map<std::string, v1::Answer>;
  absl::StatusOr<v1::SurveyForm> Submit(const std::string& token, const Given& answers) {
    v1::SubmitSurveyRequest request;
    request.set_token(token);
    for (const auto& [key, answer] : answers) (*request.mutable_answers())[key] = answer;
    return Call<v1::SurveyForm>("PublicSurveyService/SubmitSurvey", request);
  }

  const std::string account_ = AddAccount(service_, "北风", "wang.li");

 private:
  // A fact of its first version, as receivers expect one.
  void Tell(pg::Tx& tx, const std::string& type, const std::string& id) {
    events::Append(tx, {.account_id = events::kNoAccount,
                        .aggregate_type = type,
                        .aggregate_id = id,
                        .aggregate_version = 1,
                        .type = "test",
                        .payload = "",
                        .actor = "ada",
                        .trace = {},
                        .occurred_at = service_.clock().Now()});
  }
  template <class T>
  static std::vector<T> With(std::vector<T> more, std::vector<T> own) {
    own.insert(own.end(), more.begin(), more.end());
    return own;
  }
  template <void (*add)(rpc::Router&, const Deps&)>
  static void WithKey(rpc::Router& router, const Deps& deps) {
    Deps keyed = deps;
    keyed.delivery.link_key = kLinkKey;
    add(router, keyed);
  }
};

}  // namespace mainstay::survey
