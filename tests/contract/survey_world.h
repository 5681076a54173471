// A world of survey for its authorisation matrix: the service with all of it, and one of each kind
// of thing in it.
#pragma once

#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/invitation_service.pb.h>
#include <mainstay/survey/v1/loop_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include "common/auth/link_token.h"
#include "common/directory/directory.h"
#include "common/events/event_admin.h"
#include "common/events/outbox.h"
#include "common/testing/directory_kit.h"
#include "services/survey/access/survey_test_kit.h"
#include "services/survey/analysis/analysis_service.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/constraint_errors.h"
#include "services/survey/deps.h"
#include "services/survey/invitations/invitation_service.h"
#include "services/survey/loop/loop_service.h"
#include "services/survey/paper/response_export_service.h"
#include "services/survey/paper/response_import_service.h"
#include "services/survey/quality/quality_service.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "services/survey/responses/public_survey_service.h"
#include "services/survey/responses/response_service.h"
#include "services/survey/satisfaction/satisfaction_service.h"
#include "tests/contract/authorisation_matrix_fixture.h"
#include "tests/contract/survey_table.h"

namespace mainstay::contract {

namespace v1 = survey::v1;

// Accounts have no contacts here.
class NoPeople : public survey::People {
 public:
  absl::StatusOr<std::vector<survey::Person>> ContactsOf(const survey::Asking&,
                                                         const std::vector<std::string>&) override {
    return std::vector<survey::Person>();
  }
  absl::StatusOr<absl::flat_hash_set<std::string>> OverBudget(
      const survey::Asking&, const std::vector<std::string>&) override {
    return absl::flat_hash_set<std::string>();
  }
};

class SurveyWorld : public AuthorisationMatrix {
 protected:
  SurveyWorld() : AuthorisationMatrix("survey", kSurveyTable) {}

  testing::ServiceFixture& service() override { return service_; }

  void Register(rpc::Router& router) {
    deps_.page_tokens = &page_tokens_;
    deps_.directory = &directory_;
    deps_.people = &people_;
    deps_.service_token = &service_token_;
    deps_.delivery.mail_folder = "/nowhere";
    deps_.delivery.link_key = "0123456789abcdef0123456789abcdef";
    survey::RegisterAnalysisService(router, deps_);
    survey::RegisterCampaignService(router, deps_);
    survey::RegisterInvitationService(router, deps_);
    survey::RegisterLoopService(router, deps_);
    survey::RegisterPublicSurveyService(router, deps_);
    survey::RegisterQuestionnaireService(router, deps_);
    survey::RegisterResponseExportService(router, deps_);
    survey::RegisterResponseImportService(router, deps_);
    survey::RegisterResponseQualityService(router, deps_);
    survey::RegisterResponseService(router, deps_);
    survey::RegisterSatisfactionService(router, deps_);
    events::RegisterEventAdmin(router, "survey", &page_tokens_);
  }

  // As admin; the name of what `method` ("QuestionnaireService/CreateQuestionnaire") answers.
  template <class Response>
  std::string Make(std::string_view method, const Message& request) {
    const auto result = service_.Call<Response>(absl::StrCat("mainstay.survey.v1.", method),
                                                request, "admin", "admin");
    if (!result.ok()) ADD_FAILURE() << method << ": " << result.status();
    return result.ok() ? result->name() : "";
  }

  // A draft of a template, the KANO one when none is named.
  std::string Questionnaire(const std::string& of = "kano") {
    v1::CreateQuestionnaireRequest request;
    request.mutable_questionnaire()->set_display_name("Questionnaire");
    request.set_template_(absl::StrCat("questionnaireTemplates/", of));
    return Make<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", request);
  }
  // One more step of a questionnaire: "Publish", "Retire", "Delete".
  template <class Request>
  std::string Move(std::string_view verb, const std::string& questionnaire) {
    Request request;
    request.set_name(questionnaire);
    return Make<v1::Questionnaire>(absl::StrCat("QuestionnaireService/", verb, "Questionnaire"),
                                   request);
  }

  void AddQuestionnaires(std::string_view request, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$questionnaire")) world["$questionnaire"] = Questionnaire();
    if (wanted("$deleted_questionnaire")) {
      world["$deleted_questionnaire"] =
          Move<v1::DeleteQuestionnaireRequest>("Delete", Questionnaire());
    }
    if (!wanted("$published_questionnaire") && !wanted("$retired_questionnaire")) return;
    const std::string published = Move<v1::PublishQuestionnaireRequest>("Publish", Questionnaire());
    world["$published_questionnaire"] = published;
    if (wanted("$retired_questionnaire")) {
      world["$retired_questionnaire"] = Move<v1::RetireQuestionnaireRequest>("Retire", published);
    }
  }

  // A draft that asks the KANO template.
  std::string Campaign(v1::InvitationChannel channel = v1::INVITATION_CHANNEL_EMAIL) {
    return CampaignOf(Questionnaire(), channel);
  }
  // A draft that asks that questionnaire, which it publishes.
  std::string CampaignOf(const std::string& questionnaire, v1::InvitationChannel channel) {
    v1::CreateCampaignRequest request;
    v1::Campaign& campaign = *request.mutable_campaign();
    campaign.set_display_name("Campaign");
    campaign.set_purpose(v1::CAMPAIGN_PURPOSE_KANO);
    campaign.set_privacy(v1::CAMPAIGN_PRIVACY_IDENTIFIED);
    campaign.set_channel(channel);
    campaign.set_questionnaire_version(absl::StrCat(
        Move<v1::PublishQuestionnaireRequest>("Publish", questionnaire), "/versions/1"));
    return Make<v1::Campaign>("CampaignService/CreateCampaign", request);
  }
  template <class Request>
  std::string MoveCampaign(std::string_view verb, const std::string& campaign) {
    Request request;
    request.set_name(campaign);
    return Make<v1::Campaign>(absl::StrCat("CampaignService/", verb, "Campaign"), request);
  }
  std::string RunningCampaign(v1::InvitationChannel channel = v1::INVITATION_CHANNEL_EMAIL) {
    return MoveCampaign<v1::LaunchCampaignRequest>("Launch", Campaign(channel));
  }
  // Of the account as such, by link or phone.
  std::string Invitation(const std::string& campaign, const std::string& account,
                         v1::InvitationChannel channel) {
    v1::CreateInvitationRequest request;
    request.set_parent(campaign);
    request.mutable_invitation()->set_account(account);
    request.mutable_invitation()->set_channel(channel);
    return Make<v1::Invitation>("InvitationService/CreateInvitation", request);
  }
  // The Message-ID of one that was mailed.
  std::string Mail() {
    const std::string invitation =
        Invitation(RunningCampaign(), testing::AddAccount(service_, "Mailed", "nobody"),
                   v1::INVITATION_CHANNEL_LINK);
    const std::string id = api::NewUuid(absl::Now());
    const absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO invitation_deliveries (delivery_id, invitation_id, number, state, "
          "next_time, create_time) VALUES ($1, $2, 0, 'sent', now(), now())",
          {id, invitation.substr(invitation.rfind('/') + 1)});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
    return absl::StrCat("<", id, "@example.com>");
  }

  // What was invited of `account`.
  void AddInvitations(std::string_view request, const std::string& account, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$invitation") || wanted("$invited")) {
      world["$invited"] = RunningCampaign();
      world["$invitation"] = Invitation(world["$invited"], account, v1::INVITATION_CHANNEL_LINK);
    }
    if (wanted("$calls")) {
      world["$calls"] = RunningCampaign(v1::INVITATION_CHANNEL_PHONE);
      Invitation(world["$calls"], account, v1::INVITATION_CHANNEL_PHONE);
    }
  }
  void AddCampaigns(std::string_view request, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (wanted("$campaign")) world["$campaign"] = Campaign();
    if (wanted("$analysed")) {
      world["$analysed"] = CampaignOf(Questionnaire("satisfaction"), v1::INVITATION_CHANNEL_EMAIL);
    }
    if (wanted("$running_campaign")) world["$running_campaign"] = RunningCampaign();
    if (wanted("$paused_campaign")) {
      world["$paused_campaign"] =
          MoveCampaign<v1::PauseCampaignRequest>("Pause", RunningCampaign());
    }
    if (wanted("$mail")) world["$mail"] = Mail();
    if (wanted("$secret")) {
      world["$secret"] = auth::NewLinkToken(deps_.delivery.link_key, survey::kInvitationPurpose);
    }
  }

  // A campaign with a rule that fired for the account, and more (survey_table.h).
  void AddLoop(std::string_view request, const std::string& account, World& world) {
    const auto wanted = [&](std::string_view name) { return absl::StrContains(request, name); };
    if (!wanted("$looping") && !wanted("$rule")) return;
    v1::CreateQuestionnaireRequest questionnaire;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"(display_name: "KANO" content {title {en: "KANO"} sections {key: "s" questions {
             key: "night" kind: QUESTION_KIND_KANO text {en: "?"}
             subject: "requirements/0190a000-0000-7000-8000-0000000000e1"}}})",
        questionnaire.mutable_questionnaire()));
    world["$looping"] = MoveCampaign<v1::LaunchCampaignRequest>(
        "Launch", CampaignOf(Make<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire",
                                                     questionnaire),
                             v1::INVITATION_CHANNEL_LINK));
    v1::CreateLoopRuleRequest rule;
    rule.set_parent(world["$looping"]);
    rule.mutable_loop_rule()->set_display_name("Rule");
    rule.mutable_loop_rule()->set_condition("true");
    rule.mutable_loop_rule()->set_action(v1::LOOP_ACTION_CASE);
    world["$rule"] = Make<v1::LoopRule>("LoopService/CreateLoopRule", rule);
    const auto id = [](const std::string& name) { return name.substr(name.rfind('/') + 1); };
    const std::string firing = api::NewUuid(absl::Now());
    const absl::Status status = service_.db().Write({}, [&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO loop_firings (firing_id, rule_id, campaign_id, response_id, account_id, "
          "action, outcome, state, fire_time, state_time) "
          "VALUES ($1, $2, $3, $1, $4, 'case', '', 'requested', now(), now())",
          {firing, id(world["$rule"]), id(world["$looping"]), id(account)});
      tx.Exec(
          "INSERT INTO case_follow_ups (case_id, account_id, campaign_id, state, close_time) "
          "VALUES ($1, $2, $3, 'no_contact', now())",
          {firing, id(account), id(world["$looping"])});
      events::Append(tx, {.account_id = id(account),
                          .aggregate_type = "loop_firing",
                          .aggregate_id = firing,
                          .aggregate_version = 1,
                          .type = "test",
                          .payload = "",
                          .actor = "admin",
                          .trace = {},
                          .occurred_at = absl::Now()});
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok()) << status;
  }

  int made_ = 0;
  NoPeople people_;
  auth::TokenFile service_token_{"/proc/self/comm"};  // any file with a word in it
  directory::Directory directory_{testing::NoAccounts()};
  survey::Deps deps_;
  testing::ServiceFixture service_{{.migrations = "services/survey/migrations",
                                    .services = Services(),
                                    .handlers = [this](rpc::Router& router) { Register(router); },
                                    .constraint_errors = &survey::SurveyConstraintErrors()}};
};

}  // namespace mainstay::contract
