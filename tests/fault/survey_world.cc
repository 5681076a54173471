#include "tests/fault/survey_world.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/loop_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/channel.h"

namespace mainstay::faults {
namespace {

namespace av1 = accounts::v1;
namespace sv1 = survey::v1;

constexpr char kRegion[] = "East";

constexpr char kContent[] = R"json({
  "title": {"en": "How we do"},
  "sections": [
    {"key": "score", "questions": [
      {"key": "nps", "kind": "QUESTION_KIND_NPS", "required": true,
       "text": {"en": "Would you recommend us?"}},
      {"key": "why", "kind": "QUESTION_KIND_SINGLE_CHOICE", "required": true,
       "visible_if": "nps <= 6", "text": {"en": "Why not?"},
       "options": [{"key": "price", "text": {"en": "The price"}},
                   {"key": "delivery", "text": {"en": "The delivery"}}]}]},
    {"key": "service", "questions": [
      {"key": "overall", "kind": "QUESTION_KIND_CSAT", "required": true, "scale_min": 1,
       "scale_max": 5, "text": {"en": "All in all?"}},
      {"key": "aspects", "kind": "QUESTION_KIND_MATRIX", "required": true, "scale_min": 1,
       "scale_max": 5, "text": {"en": "And these?"},
       "rows": [{"key": "speed", "text": {"en": "Speed"}},
                {"key": "skill", "text": {"en": "Skill"}}]}]},
    {"key": "end", "questions": [
      {"key": "words", "kind": "QUESTION_KIND_TEXT", "required": true,
       "text": {"en": "In your own words?"}}]}],
  "driver_model": {"outcome": "overall", "drivers": ["aspects.speed", "aspects.skill"]}
})json";

struct Plan {
  const char* name;
  sv1::CampaignPrivacy privacy;
};
constexpr Plan kPlans[] = {{"Known by name", sv1::CAMPAIGN_PRIVACY_IDENTIFIED},
                           {"Told in confidence", sv1::CAMPAIGN_PRIVACY_CONFIDENTIAL},
                           {"Nobody knows", sv1::CAMPAIGN_PRIVACY_ANONYMOUS}};

struct Rule {
  const char* condition;
  sv1::LoopAction action;
  Privacy privacy;
};
constexpr Rule kRules[] = {{"nps <= 6", sv1::LOOP_ACTION_CASE, Privacy::kIdentified},
                           {"nps >= 9", sv1::LOOP_ACTION_REFERRAL, Privacy::kIdentified},
                           {"nps <= 6", sv1::LOOP_ACTION_TASK, Privacy::kConfidential}};

// Makes things, one after the other.
class Maker {
 public:
  explicit Maker(Suite& suite) : suite_(suite), token_(suite.Token("maker")) {}

  std::vector<std::string> MakeAccount(int number) {
    av1::CreateAccountRequest request;
    request.mutable_account()->set_display_name(absl::StrCat("Asked ", number));
    request.mutable_account()->set_owner("owner");
    request.mutable_account()->set_region(kRegion);
    request.set_allow_duplicate(true);
    const auto account =
        Call<av1::Account>(Part::kAccounts, "AccountService/CreateAccount", request);
    std::vector<std::string> contacts;
    for (int i = 0; i < SurveyWorld::kContacts; ++i) {
      av1::CreateContactRequest create;
      create.set_parent(account.name());
      av1::Contact& contact = *create.mutable_contact();
      contact.set_display_name(absl::StrCat("Contact ", i));
      contact.set_email(absl::StrCat("contact-", i, "@example.com"));
      contact.set_phone("+86 10 1234");
      contact.set_influence(1 + i % 5);
      contact.set_buying_role(i == 0 ? av1::BUYING_ROLE_DECISION_MAKER : av1::BUYING_ROLE_HANDLER);
      contacts.push_back(
          Call<av1::Contact>(Part::kAccounts, "ContactService/CreateContact", create).name());
    }
    return contacts;
  }

  // "questionnaires/{uuid}/versions/1".
  std::string MakeQuestionnaire() {
    sv1::CreateQuestionnaireRequest create;
    create.mutable_questionnaire()->set_display_name("How we do");
    const auto parsed = google::protobuf::util::JsonStringToMessage(
        kContent, create.mutable_questionnaire()->mutable_content());
    EXPECT_TRUE(parsed.ok()) << parsed.ToString();
    sv1::PublishQuestionnaireRequest publish;
    publish.set_name(
        Call<sv1::Questionnaire>(Part::kSurvey, "QuestionnaireService/CreateQuestionnaire", create)
            .name());
    Call<sv1::Questionnaire>(Part::kSurvey, "QuestionnaireService/PublishQuestionnaire", publish);
    return publish.name() + "/versions/1";
  }

  std::string MakeCampaign(const Plan& plan, const std::string& questionnaire_version) {
    sv1::CreateCampaignRequest create;
    sv1::Campaign& campaign = *create.mutable_campaign();
    campaign.set_display_name(plan.name);
    campaign.set_purpose(sv1::CAMPAIGN_PURPOSE_SATISFACTION);
    campaign.set_questionnaire_version(questionnaire_version);
    campaign.set_privacy(plan.privacy);
    campaign.set_channel(sv1::INVITATION_CHANNEL_LINK);
    sv1::Quota& quota = *campaign.add_quotas();
    quota.set_dimension(sv1::QUOTA_DIMENSION_REGION);
    quota.set_value(kRegion);
    quota.set_maximum(1'000'000);
    sv1::LaunchCampaignRequest launch;
    launch.set_name(
        Call<sv1::Campaign>(Part::kSurvey, "CampaignService/CreateCampaign", create).name());
    Call<sv1::Campaign>(Part::kSurvey, "CampaignService/LaunchCampaign", launch);
    return launch.name();
  }

  void MakeRule(const Rule& rule, const std::string& campaign) {
    sv1::CreateLoopRuleRequest create;
    create.set_parent(campaign);
    create.mutable_loop_rule()->set_display_name(rule.condition);
    create.mutable_loop_rule()->set_condition(rule.condition);
    create.mutable_loop_rule()->set_action(rule.action);
    Call<sv1::LoopRule>(Part::kSurvey, "LoopService/CreateLoopRule", create);
  }

 private:
  template <class Res, class Req>
  Res Call(Part service, const std::string& method, const Req& request) {
    const auto made = rpc::Call<Res>(suite_.channel(service),
                                     absl::StrCat("mainstay.", NameOf(service), ".v1.", method),
                                     {.token = token_}, request);
    EXPECT_TRUE(made.ok()) << method << ": " << made.status();
    return made.value_or(Res());
  }

  Suite& suite_;
  const std::string token_;
};

sv1::Answer Number(int number) {
  sv1::Answer answer;
  answer.set_number(number);
  return answer;
}

}  // namespace

SurveyWorld MakeSurveyWorld(Suite& suite, int accounts) {
  Maker maker(suite);
  SurveyWorld world;
  const std::string questionnaire_version = maker.MakeQuestionnaire();
  for (const Privacy privacy : kPrivacies) {
    const auto place = static_cast<size_t>(privacy);
    world.campaigns[place] = maker.MakeCampaign(kPlans[place], questionnaire_version);
  }
  for (const Rule& rule : kRules) maker.MakeRule(rule, world.campaign(rule.privacy));
  for (int i = 0; i < accounts; ++i) world.accounts.push_back(maker.MakeAccount(i));
  return world;
}

AnswerMap AnswersOf(const Said& said, std::string_view section) {
  AnswerMap answers;
  if (section == "score") {
    answers["nps"] = Number(said.nps);
    if (!said.why.empty()) answers["why"].add_choices(said.why);
  } else if (section == "service") {
    answers["overall"] = Number(said.overall);
    auto& rows = *answers["aspects"].mutable_rows();
    rows["speed"] = said.speed;
    rows["skill"] = 6 - said.speed;
  } else {
    answers["words"].set_text(said.words);
  }
  return answers;
}

AnswerMap AllAnswersOf(const Said& said) {
  AnswerMap all;
  for (const std::string_view section : kSections) {
    for (const auto& [question, answer] : AnswersOf(said, section)) all[question] = answer;
  }
  return all;
}

std::string DocumentOf(const Said& said) {
  std::string document = absl::StrCat("{\"nps\":{\"number\":", said.nps, "},");
  if (!said.why.empty()) absl::StrAppend(&document, "\"why\":{\"choices\":[\"", said.why, "\"]},");
  absl::StrAppend(&document, "\"overall\":{\"number\":", said.overall, "},");
  absl::StrAppend(&document, "\"aspects\":{\"rows\":{\"speed\":", said.speed,
                  ",\"skill\":", 6 - said.speed, "}},");
  absl::StrAppend(&document, "\"words\":{\"text\":\"", said.words, "\"}}");
  return document;
}

}  // namespace mainstay::faults
