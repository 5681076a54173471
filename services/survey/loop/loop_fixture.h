// A campaign that asks an NPS, a CSAT and two KANO questions, its rules and responses: what the
// tests of the loop and of satisfaction stand on.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/events/v1/event.pb.h>
#include <mainstay/survey/v1/loop_service.pb.h>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/api/proto_time.h"
#include "common/api/uuid.h"
#include "common/events/event_of.h"
#include "common/events/outbox.h"
#include "common/events/subscription.h"
#include "common/status/status.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/loop/loop_sequel.h"
#include "services/survey/loop/loop_service.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/response_write.h"

namespace mainstay::survey {

class LoopTest : public SurveyServiceTest {
 protected:
  explicit LoopTest(const std::vector<std::string>& services = {"LoopService"},
                    std::vector<Register> handlers = {RegisterLoopService})
      : SurveyServiceTest(services, std::move(handlers)) {
    sequels_ = {LoopSequel()};
    Publish(1, kContent);
  }

  static constexpr char kContent[] = R"json({"title": {"zh": "满意度"}, "sections": [{"key": "s",
    "questions": [
      {"key": "nps", "kind": "QUESTION_KIND_NPS",
       "text": {"zh": "您有多大可能推荐我们？", "en": "Would you recommend us?"}},
      {"key": "overall", "kind": "QUESTION_KIND_CSAT", "text": {"en": "?"}, "scaleMin": 1,
       "scaleMax": 5},
      {"key": "night", "kind": "QUESTION_KIND_KANO", "text": {"en": "?"},
       "subject": "requirements/0190a000-0000-7000-8000-0000000000e1"},
      {"key": "weekend", "kind": "QUESTION_KIND_KANO", "text": {"en": "?"}}]}]})json";
  static constexpr char kRequirement[] = "requirements/0190a000-0000-7000-8000-0000000000e1";

  // A version of the one questionnaire.
  void Publish(int number, const std::string& content) {
    const absl::Status written = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO questionnaires (questionnaire_id, version, display_name, content, "
          "question_count, state, published_version, draft_changed, publish_time, create_time, "
          "update_time) VALUES ($1, 1, 'Q', $2::jsonb, 4, 'published', 1, false, now(), now(), "
          "now()) ON CONFLICT (questionnaire_id) DO NOTHING",
          {questionnaire_, content});
      tx.Exec(
          "INSERT INTO questionnaire_versions (questionnaire_id, number, content, publisher, "
          "reason, publish_time) VALUES ($1, $2, $3::jsonb, 'ada', '', now())",
          {questionnaire_, absl::StrCat(number), content});
      if (number == 1) Tell(tx, "questionnaire", questionnaire_);
      return absl::OkStatus();
    });
    ASSERT_TRUE(written.ok()) << written;
  }

  // A campaign that runs.
  Campaign Run(const std::string& purpose = "satisfaction",
               const std::string& privacy = "identified") {
    Campaign campaign;
    campaign.id = api::NewUuid(service_.clock().Now());
    campaign.display_name = "C";
    campaign.purpose = purpose;
    campaign.questionnaire_id = questionnaire_;
    campaign.questionnaire_version = 1;
    campaign.privacy = privacy;
    campaign.state = "running";
    campaign.creator = "ada";
    campaign.launch_time = campaign.create_time = campaign.update_time = service_.clock().Now();
    Write([&](pg::Tx& tx) {
      InsertCampaign(tx, campaign);
      Tell(tx, "campaign", campaign.id);
      return absl::OkStatus();
    });
    return campaign;
  }
  static std::string NameOf(const Campaign& campaign) {
    return absl::StrCat("campaigns/", campaign.id);
  }

  // An invitation that went out, to a contact of `account` ("accounts/{uuid}"); its bare UUID.
  std::string Invite(const Campaign& campaign, const std::string& account,
                     const std::string& contact_id, const std::string& role = "user",
                     int influence = 3) {
    Invitation invitation;
    invitation.id = api::NewUuid(service_.clock().Now());
    invitation.campaign_id = campaign.id;
    invitation.account_id = invitation.invited_account_id = account.substr(account.rfind('/') + 1);
    invitation.contact_id = contact_id;
    invitation.channel = "link";
    invitation.language = "zh";
    invitation.role = role;
    invitation.influence = influence;
    invitation.create_time = service_.clock().Now();
    Write([&](pg::Tx& tx) {
      InsertInvitations(tx, {invitation});
      invitation.state = "sent";
      invitation.send_time = service_.clock().Now();
      UpdateInvitation(tx, invitation);
      return absl::OkStatus();
    });
    return invitation.id;
  }

  // What was answered: numbers by key.
  static Answers Said(const std::map<std::string, double>& numbers) {
    Answers answers;
    for (const auto& [key, number] : numbers) answers[key].number = number;
    return answers;
  }
  static Answers Kano(const std::string& key, int functional, int dysfunctional) {
    Answers answers;
    answers[key].functional = functional;
    answers[key].dysfunctional = dysfunctional;
    return answers;
  }

  // Records a response of a contact of `account`; both may be empty. Its bare UUID.
  std::string Answered(const Campaign& campaign, const std::string& account,
                       const std::string& contact_id, const Answers& answers,
                       const std::string& tier = "") {
    ResponseDraft draft;
    Response& response = draft.response;
    response.account_id = account.empty() ? "" : account.substr(account.rfind('/') + 1);
    response.contact_id = contact_id;
    response.channel = "link";
    response.language = "zh";
    response.facts.account_tier = tier;
    response.answers = answers;
    response.submit_time = service_.clock().Now();
    response.start_time = response.submit_time - absl::Minutes(3);
    Write([&](pg::Tx& tx) -> absl::Status {
      ASSIGN_OR_RETURN(const auto version,
                       ReadVersion(tx, campaign.questionnaire_id, campaign.questionnaire_version));
      RETURN_IF_ERROR(
          RecordResponses(tx, sequels_, {campaign, *version}, absl::MakeSpan(&draft, 1),
                          {.actor = "respondent", .reason = "", .now = service_.clock().Now()}));
      return draft.error;
    });
    return response.id;
  }

  absl::StatusOr<v1::LoopRule> Make(const Campaign& campaign, const v1::LoopRule& rule,
                                    std::string_view user = "ada",
                                    std::string_view role = "admin") {
    v1::CreateLoopRuleRequest request;
    request.set_parent(NameOf(campaign));
    *request.mutable_loop_rule() = rule;
    return Call<v1::LoopRule>("LoopService/CreateLoopRule", request, user, role);
  }
  static v1::LoopRule Rule(v1::LoopAction action, const std::string& condition = "nps <= 6") {
    v1::LoopRule rule;
    rule.set_display_name("Detractor");
    rule.set_condition(condition);
    rule.set_action(action);
    return rule;
  }
  v1::LoopRule Made(const Campaign& campaign, const v1::LoopRule& rule) {
    const auto made = Make(campaign, rule);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or(v1::LoopRule());
  }
  std::vector<v1::LoopFiring> Firings(const Campaign& campaign, const std::string& filter = "",
                                      std::string_view user = "ada",
                                      std::string_view role = "admin") {
    v1::ListLoopFiringsRequest request;
    request.set_parent(NameOf(campaign));
    request.set_filter(filter);
    const auto page =
        Call<v1::ListLoopFiringsResponse>("LoopService/ListLoopFirings", request, user, role);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    return {page->loop_firings().begin(), page->loop_firings().end()};
  }

  // The newest payload of that type in the outbox; nothing when there is none.
  template <class Payload>
  std::optional<Payload> Published() {
    std::optional<Payload> found;
    Write([&](pg::Tx& tx) {
      const auto rows =
          tx.Exec("SELECT payload FROM outbox WHERE type = $1 ORDER BY seq DESC LIMIT 1",
                  {std::string(Payload::descriptor()->full_name())});
      if (!rows.empty()) {
        found.emplace();
        EXPECT_TRUE(found->ParseFromString(pg::ParseBytes(rows[0][0].c_str())));
      }
      return absl::OkStatus();
    });
    return found;
  }

  // An event of another service, as the consumer calls the handlers.
  // Of the next version of whatever it is about, at the other service's time.
  absl::Status Receive(const events::Subscription& subscription,
                       const google::protobuf::Message& payload,
                       absl::Duration their_clock = absl::ZeroDuration()) {
    events::v1::Event event;
    event.set_area(subscription.area);
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    event.set_aggregate_version(++received_);
    *event.mutable_occur_time() = api::TimeToProto(service_.clock().Now() + their_clock);
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
  }

  template <class Body>
  void Write(const Body& body) {
    const absl::Status written =
        service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status { return body(tx); });
    EXPECT_TRUE(written.ok()) << written;
  }

  // The event of the first version of what the fixture wrote itself.
  static void Tell(pg::Tx& tx, const std::string& type, const std::string& id) {
    events::Append(tx, {.account_id = events::kNoAccount,
                        .aggregate_type = type,
                        .aggregate_id = id,
                        .aggregate_version = 1,
                        .type = "test",
                        .payload = "",
                        .actor = "ada",
                        .trace = {},
                        .occurred_at = absl::Now()});
  }

  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : "";
  }

  const std::string questionnaire_ = api::NewUuid(absl::Now());
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const std::string contact_ = "0190a000-0000-7000-8000-0000000000c1";
  ResponseSequels sequels_;
  int received_ = 0;
};

}  // namespace mainstay::survey
