// Campaigns with people and a sender that tests make up: what the tests of invitations stand on.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/survey/v1/campaign_service.pb.h>
#include <mainstay/survey/v1/invitation_service.pb.h>
#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/api/proto_time.h"
#include "common/api/uuid.h"
#include "common/auth/link_token.h"
#include "common/status/status.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/campaigns/campaign_service.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/campaigns/fake_people_testing.h"
#include "services/survey/invitations/delivery_writes.h"
#include "services/survey/invitations/invitation_service.h"
#include "services/survey/invitations/invitation_store.h"
#include "services/survey/invitations/wave_writes.h"
#include "services/survey/questionnaires/questionnaire_service.h"

namespace mainstay::survey {

class FakeSender : public Sender {
 public:
  SendResult Send(const OutgoingMessage& message) override {
    ++tries;
    last = message;
    if (message.email == hangs_up_on) return {SendResult::Outcome::kAway, "hung up"};
    if (answer.outcome == SendResult::Outcome::kSent) sent.push_back(message);
    return answer;
  }
  int tries = 0;
  std::string hangs_up_on;  // an address
  OutgoingMessage last;
  std::vector<OutgoingMessage> sent;
  SendResult answer{.outcome = SendResult::Outcome::kSent, .detail = ""};
};

class InvitationTest : public SurveyServiceTest {
 protected:
  static constexpr char kLinkKey[] = "0123456789abcdef0123456789abcdef";

  InvitationTest()
      : SurveyServiceTest({"CampaignService", "InvitationService", "QuestionnaireService"},
                          {Register}) {
    People() = FakePeople();
    auto sender = std::make_unique<FakeSender>();
    sender_ = sender.get();
    senders_.email = std::move(sender);
    settings_ = Settings();
  }
  static FakePeople& People() {
    static auto& people = *new FakePeople();
    return people;
  }
  static DeliverySettings Settings() {
    DeliverySettings settings;
    settings.public_url = "https://kam.example.com/";
    settings.link_key = kLinkKey;
    settings.mail_folder = "/nowhere";
    return settings;
  }
  static void Register(rpc::Router& router, const Deps& deps) {
    static auto& token = *new auth::TokenFile("/proc/self/comm");  // any file with a word
    Deps with = deps;
    with.delivery = Settings();
    with.people = &People();
    with.service_token = &token;
    RegisterCampaignService(router, with);
    RegisterInvitationService(router, with);
    RegisterQuestionnaireService(router, with);
  }

  // "questionnaires/{uuid}/versions/1".
  std::string Publish() {
    v1::CreateQuestionnaireRequest create;
    create.mutable_questionnaire()->set_display_name("x");
    create.set_template_("questionnaireTemplates/nps_pulse");
    const auto made = Call<v1::Questionnaire>("QuestionnaireService/CreateQuestionnaire", create);
    EXPECT_TRUE(made.ok()) << made.status();
    v1::PublishQuestionnaireRequest publish;
    publish.set_name(made->name());
    EXPECT_TRUE(Call<v1::Questionnaire>("QuestionnaireService/PublishQuestionnaire", publish).ok());
    return absl::StrCat(made->name(), "/versions/1");
  }
  // The first column of the first row; "" without one.
  std::string Sql(const std::string& sql, const std::vector<pg::Param>& params = {}) {
    return service_.db()
        .Write({},
               [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                 const auto rows = tx.Exec(sql, params);
                 if (rows.empty() || rows.columns() == 0) return std::string();
                 return std::string(rows[0][0].c_str());
               })
        .value();
  }

  // A campaign whose only wave is due now.
  v1::Campaign Draft(v1::CampaignPrivacy privacy = v1::CAMPAIGN_PRIVACY_CONFIDENTIAL) {
    v1::Campaign campaign;
    campaign.set_display_name("年度满意度");
    campaign.set_purpose(v1::CAMPAIGN_PURPOSE_SATISFACTION);
    campaign.set_questionnaire_version(Publish());
    campaign.set_privacy(privacy);
    campaign.set_max_reminders(1);
    campaign.set_reminder_working_days(3);
    *campaign.add_waves()->mutable_asked_start_time() =
        api::TimeToProto(service_.clock().Now() - absl::Hours(24 * 8));
    return campaign;
  }
  absl::StatusOr<v1::Campaign> Create(const v1::Campaign& campaign) {
    v1::CreateCampaignRequest request;
    *request.mutable_campaign() = campaign;
    return Call<v1::Campaign>("CampaignService/CreateCampaign", request);
  }
  v1::Campaign Launched(const v1::Campaign& draft) {
    const auto made = Create(draft);
    EXPECT_TRUE(made.ok()) << made.status();
    if (!made.ok()) return {};
    return Move<v1::LaunchCampaignRequest>("LaunchCampaign", made->name());
  }
  template <class Request>
  v1::Campaign Move(const std::string& verb, const std::string& name) {
    Request request;
    request.set_name(name);
    const auto moved = Call<v1::Campaign>("CampaignService/" + verb, request);
    EXPECT_TRUE(moved.ok()) << moved.status();
    return moved.value_or(v1::Campaign());
  }
  // A contact of `account` ("accounts/{uuid}") with an e-mail address.
  Person& AddPerson(const std::string& account, const std::string& name,
                    const std::string& role = "user") {
    People().people.push_back({.account_id = account.substr(9),
                               .contact_id = api::RandomUuid(),
                               .display_name = name,
                               .phone = "+86 10 1234",
                               .email = absl::StrCat(name, "@example.com"),
                               .role = role,
                               .influence = 3});
    return People().people.back();
  }

  // Everything that is due now: waves, reminders, expiry, deliveries.
  void Work() {
    const absl::Time now = service_.clock().Now();
    for (bool more = true; more;) {
      const auto planned = PlanWave(service_.db(), People(), "token", now);
      more = planned.ok() && *planned;
      planned_ = planned.status();
    }
    EXPECT_TRUE(service_.db().Write({}, [&](pg::Tx& tx) { return RemindAndExpire(tx, now); }).ok());
    for (const char* const channel : {"webhook", "email"}) Send(channel);
  }
  void Send(const std::string& channel) {
    for (bool more = true; more;) {
      const auto sent =
          DeliverDue(service_.db(), {settings_, senders_, People(), *deps_.working_times}, channel,
                     "token", service_.clock().Now());
      more = sent.ok() && *sent;
      delivered_ = sent.status();
    }
  }
  void Days(int days) { service_.clock().Advance(absl::Hours(24 * days)); }
  std::vector<v1::Invitation> Invitations(const std::string& campaign,
                                          const std::string& filter = "",
                                          std::string_view user = "ada",
                                          std::string_view role = "admin") {
    v1::ListInvitationsRequest request;
    request.set_parent(campaign);
    request.set_filter(filter);
    const auto page =
        Call<v1::ListInvitationsResponse>("InvitationService/ListInvitations", request, user, role);
    EXPECT_TRUE(page.ok()) << page.status();
    return {page->invitations().begin(), page->invitations().end()};
  }
  // Their states, in any order, with reasons.
  std::vector<std::string> States(const std::string& campaign) {
    std::vector<std::string> states;
    for (const v1::Invitation& one : Invitations(campaign)) {
      states.push_back(absl::StrCat(v1::InvitationState_Name(one.state()).substr(17),
                                    one.state_reason().empty() ? "" : " ", one.state_reason()));
    }
    return states;
  }
  // What responses do: open, answer, and record an interview.
  void Opened(const std::string& token) {
    With(token,
         [](pg::Tx& tx, const Campaign& campaign, const Invitation& invitation, absl::Time now) {
           if (ToBeMarkedOpened(invitation, campaign)) MarkOpened(tx, invitation, now);
         });
  }
  void Answer(const std::string& token) { With(token, Consume); }
  void Interviewed(const std::string& name) {
    const absl::Status done = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      const std::vector<std::string> parts = absl::StrSplit(name, '/');
      const auto invitation = LockInvitation(tx, parts[1], parts[3]);
      EXPECT_TRUE(invitation && HasToken(tx, invitation->id));
      Consume(tx, *ReadCampaign(tx, parts[1]), *invitation, service_.clock().Now());
      return absl::OkStatus();
    });
    EXPECT_TRUE(done.ok()) << done;
  }
  bool IsThere(const std::string& token) {
    return service_.db()
        .Write({},
               [&](pg::Tx& tx) -> absl::StatusOr<bool> {
                 return LockByToken(tx, auth::LinkTokenHash(token)).has_value();
               })
        .value();
  }
  using Act = void (*)(pg::Tx&, const Campaign&, const Invitation&, absl::Time);
  void With(const std::string& token, Act act) {
    const absl::Status done =
        service_.db().Write({}, [&](pg::Tx& tx) { return WithIn(tx, token, act); });
    EXPECT_TRUE(done.ok()) << done;
  }
  // The same in the caller's transaction.
  absl::Status WithIn(pg::Tx& tx, const std::string& token, Act act) {
    const auto locked = LockByToken(tx, auth::LinkTokenHash(token));
    if (!locked) return absl::NotFoundError("no such token");
    act(tx, *ReadCampaign(tx, locked->campaign_id),
        *ReadInvitation(tx, locked->campaign_id, locked->id), service_.clock().Now());
    return absl::OkStatus();
  }
  // The secret in a link.
  static std::string TokenOf(const std::string& url) { return url.substr(url.rfind('/') + 1); }
  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : "";
  }

  FakeSender* sender_ = nullptr;
  Senders senders_;
  DeliverySettings settings_;
  absl::Status planned_, delivered_;
};

}  // namespace mainstay::survey
