// ResponseService on a real server, and the one way in for many at once.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "common/history/change.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/version_store.h"
#include "services/survey/responses/response_fixture.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/response_write.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ResponseServiceTest : public ResponseTest {
 protected:
  static constexpr char kManager[] = "account_manager";

  absl::StatusOr<v1::RecordResponseResponse> Record(const Invited& invited, const Given& answers,
                                                    std::string_view user = "ada",
                                                    std::string_view role = "admin",
                                                    const std::string& request_id = "") {
    v1::RecordResponseRequest request;
    request.set_invitation(invited.name());
    request.set_request_id(request_id);
    for (const auto& [key, answer] : answers) (*request.mutable_answers())[key] = answer;
    return Call<v1::RecordResponseResponse>("ResponseService/RecordResponse", request, user, role);
  }
  std::vector<v1::Response> Listed(const std::string& parent, std::string_view user = "ada",
                                   std::string_view role = "admin",
                                   const std::string& filter = "") {
    v1::ListResponsesRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(1);
    std::vector<v1::Response> responses;
    do {
      const auto page =
          Call<v1::ListResponsesResponse>("ResponseService/ListResponses", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const auto& response : page->responses()) responses.push_back(response);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return responses;
  }
  absl::StatusOr<v1::Response> Get(const std::string& name, std::string_view user = "ada",
                                   std::string_view role = "admin") {
    v1::GetResponseRequest request;
    request.set_name(name);
    return Call<v1::Response>("ResponseService/GetResponse", request, user, role);
  }
  // As if figures had all that there is.
  void Tell() {
    Write([](pg::Tx& tx) { tx.Exec("UPDATE responses SET tallied = true"); });
  }
  static std::string Name(const Campaign& campaign) {
    return absl::StrCat("campaigns/", campaign.id);
  }
};

TEST_F(ResponseServiceTest, InterviewsGoByTheRulesOfTheForm) {
  const Campaign campaign = Launch("identified", Branching());
  const Invited invited = Invite(campaign, account_);
  v1::GetInterviewFormRequest ask;
  ask.set_invitation(invited.name());
  ask.set_language("en");
  (*ask.mutable_answers())["nps"] = Number(3);
  const auto form =
      Call<v1::SurveyForm>("ResponseService/GetInterviewForm", ask, "wang.li", "service_agent");
  ASSERT_TRUE(form.ok()) << form.status();
  EXPECT_EQ(form->sections_size(), 3);
  EXPECT_EQ(form->problems(0).question(), "why");
  EXPECT_EQ(Record(invited, {{"nps", Number(3)}}).status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::Answer why;
  why.add_choices("price");
  const std::string id = "019338a0-0000-7000-8000-00000000000f";
  const auto recorded =
      Record(invited, {{"nps", Number(3)}, {"why", why}}, "wang.li", "service_agent", id);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(
      Record(invited, {{"nps", Number(3)}, {"why", why}}, "wang.li", "service_agent", id)->name(),
      recorded->name());
  const auto again = Record(invited, {{"nps", Number(3)}, {"why", why}}, "wang.li");
  EXPECT_EQ(again.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::GetErrorDetail(again.status())->reason, "INVITATION_NOT_OPEN");
  const v1::Response response = Get(recorded->name(), "wang.li", kManager).value();
  EXPECT_EQ(response.channel(), v1::INVITATION_CHANNEL_PHONE);
  EXPECT_EQ(response.recorded_by(), "wang.li");
  EXPECT_EQ(response.answers().at("why").choices(0), "price");
  EXPECT_EQ(response.account(), account_);
  // The link was answered with it.
  EXPECT_EQ(Submit(invited.token, {{"nps", Number(9)}})->state(), v1::SURVEY_STATE_ANSWERED);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "1");
  ExpectAnEventForEveryVersion(service_.db());
}

// Who asks for the form again and again does not see when somebody answers.
TEST_F(ResponseServiceTest, AnInterviewDoesNotTellWhenAConfidentialInvitationWasAnswered) {
  const Campaign campaign = Launch("confidential", Branching());
  const Invited invited = Invite(campaign, account_);
  const auto ask = [&](std::string_view user, std::string_view role) {
    v1::GetInterviewFormRequest request;
    request.set_invitation(invited.name());
    return Call<v1::SurveyForm>("ResponseService/GetInterviewForm", request, user, role);
  };
  const auto before = ask("wang.li", kManager);
  ASSERT_TRUE(before.ok()) << before.status();
  const auto incomplete = Record(invited, {}, "wang.li", kManager).status();
  EXPECT_EQ(incomplete.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(Submit(invited.token, {{"nps", Number(9)}}).ok());
  const auto after = ask("wang.li", kManager);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->SerializeAsString(), before->SerializeAsString());
  EXPECT_EQ(Record(invited, {}, "wang.li", kManager).status(), incomplete);
  EXPECT_EQ(ask("ada", "admin").status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Record(invited, {{"nps", Number(9)}}, "wang.li", kManager).status().code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "1");

  // Nor when its time is over: as one that nobody answered.
  const Invited unanswered = Invite(campaign, account_);
  Write([](pg::Tx& tx) {
    tx.Exec("UPDATE invitations SET expire_time = $1::timestamptz",
            {pg::ToParam(absl::UnixEpoch())});
  });
  const absl::Status expired = Record(unanswered, {}, "wang.li", kManager).status();
  EXPECT_EQ(expired.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Record(invited, {}, "wang.li", kManager).status(), expired);
  EXPECT_EQ(ask("wang.li", kManager).status(), expired);
}

TEST_F(ResponseServiceTest, AnotherTeamsInvitationIsNotThere) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  EXPECT_EQ(Record(invited, {{"nps", Number(9)}}, "li.na", "service_agent").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(ResponseServiceTest, AnonymousInterviewsLeaveNoLink) {
  const Invited invited = Invite(Launch("anonymous", Branching()), account_);
  const std::string id = "019338a0-0000-7000-8000-00000000000f";
  EXPECT_EQ(Record(invited, {{"nps", Number(9)}}, "ada", "admin", id)->name(), "");
  EXPECT_EQ(Read("SELECT count(*) FROM idempotency"), "0");
  EXPECT_EQ(Read("SELECT count(*) FROM outbox WHERE aggregate_type = 'response'"), "0");
  EXPECT_EQ(Read("SELECT recorded_by FROM responses"), "");
  EXPECT_EQ(Record(invited, {{"nps", Number(9)}}, "ada", "admin", id).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(ResponseServiceTest, WhoSaidWhatIsForThoseWhoMaySee) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  const Campaign identified = Launch("identified", Branching());
  const Campaign confidential = Launch("confidential", Branching());
  const Campaign anonymous = Launch("anonymous", Branching());
  for (const Campaign& campaign : {identified, confidential, anonymous}) {
    for (const std::string& account : {account_, other}) {
      service_.clock().Advance(absl::Seconds(1));
      ASSERT_TRUE(Submit(Invite(campaign, account).token, {{"nps", Number(9)}}).ok());
    }
  }
  EXPECT_EQ(Listed(Name(identified)).size(), 2u);
  EXPECT_EQ(Listed(Name(confidential)).size(), 2u);
  // Nobody who may not know whose it is sees a single one arrive.
  const std::string unseen = Listed(Name(confidential))[0].name();
  EXPECT_TRUE(Listed(Name(anonymous)).empty());
  EXPECT_TRUE(Listed(Name(confidential), "ana", "analyst").empty());
  EXPECT_EQ(Get(unseen, "ana", "analyst").status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(Get(unseen).ok());
  Tell();
  EXPECT_EQ(Listed(Name(anonymous)).size(), 2u);
  EXPECT_EQ(Listed(account_).size(), 2u);

  // Who sees every account and no identities: everything, without names.
  const auto masked = Listed(Name(confidential), "ana", "analyst");
  ASSERT_EQ(masked.size(), 2u);
  EXPECT_EQ(masked[0].account(), "");
  EXPECT_EQ(masked[0].contact(), "");
  EXPECT_THAT(masked[0].masked_fields(),
              ElementsAre("account", "contact", "invitation", "wave", "channel", "language", "tier",
                          "region", "role", "start_time", "duration_seconds", "external_id",
                          "recorded_by"));
  EXPECT_EQ(masked[0].answers().at("nps").number(), 9);
  EXPECT_EQ(Get(masked[0].name(), "ana", "analyst")->account(), "");
  EXPECT_EQ(Listed(account_, "ana", "analyst").size(), 1u);

  // Who sees some accounts: what they said openly.
  const auto own = Listed(Name(identified), "wang.li", kManager);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].account(), account_);
  EXPECT_TRUE(Listed(Name(confidential), "wang.li", kManager).empty());
  EXPECT_TRUE(Listed(Name(anonymous), "wang.li", kManager).empty());
  EXPECT_EQ(Get(masked[0].name(), "wang.li", kManager).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Listed(account_, "wang.li", kManager).size(), 1u);

  const auto nameless = Listed(Name(anonymous));
  EXPECT_EQ(nameless[0].account(), "");
  EXPECT_TRUE(nameless[0].masked_fields().empty());
  EXPECT_FALSE(nameless[0].has_start_time());
  EXPECT_EQ(Listed(Name(identified), "ada", "admin", "channel = INVITATION_CHANNEL_PHONE").size(),
            0u);
}

TEST_F(ResponseServiceTest, NothingOfAMaskedResponseLeadsToWhoseItIs) {
  const Campaign campaign = Launch("confidential", Branching());
  const std::string day = absl::FormatTime("%Y-%m-%dT00:00:00Z", service_.clock().Now(), {});
  std::vector<std::string> tokens;
  for (int i = 0; i < 12; ++i) tokens.push_back(Invite(campaign, account_).token);
  service_.clock().Advance(absl::Milliseconds(7));
  for (const std::string& token : tokens) {
    ASSERT_TRUE(Submit(token, {{"nps", Number(9)}}).ok());
  }
  const auto known = Listed(Name(campaign));
  ASSERT_EQ(known.size(), 12u);
  EXPECT_EQ(known[0].role(), "decision_maker");
  EXPECT_TRUE(known[0].has_start_time());
  EXPECT_THAT(known[0].masked_fields(), IsEmpty());
  std::set<std::string> beginnings;
  for (const v1::Response& response : known) {
    const std::string id = response.name().substr(response.name().rfind('/') + 1);
    EXPECT_EQ(id[14], '4') << "a random id tells no time";
    beginnings.insert(id.substr(0, 8));
  }
  EXPECT_GT(beginnings.size(), 1u);

  Tell();
  const auto masked = Listed(Name(campaign), "ana", "analyst");
  ASSERT_EQ(masked.size(), 12u);
  for (const v1::Response& response : masked) {
    EXPECT_EQ(response.tier() + response.region() + response.role(), "");
    EXPECT_EQ(response.wave() + response.language(), "");
    EXPECT_EQ(response.channel(), v1::INVITATION_CHANNEL_UNSPECIFIED);
    EXPECT_FALSE(response.has_start_time());
    EXPECT_FALSE(response.has_duration_seconds());
    EXPECT_EQ(response.submit_time().seconds() % 86400, 0);
    EXPECT_EQ(response.submit_time().nanos(), 0);
  }
  // Nor can the time be found by asking for it.
  const auto asked = [&](std::string_view user, std::string_view role, const std::string& filter) {
    return Listed(Name(campaign), user, role, filter).size();
  };
  const std::string exact = absl::FormatTime(absl::RFC3339_full, service_.clock().Now(), {});
  EXPECT_EQ(asked("ana", "analyst", absl::StrCat("submit_time = \"", day, "\"")), 12u);
  EXPECT_EQ(asked("ana", "analyst", absl::StrCat("submit_time >= \"", exact, "\"")), 0u);
  EXPECT_EQ(asked("ada", "admin", absl::StrCat("submit_time >= \"", exact, "\"")), 12u);
  // Nor what lists of invitations have.
  for (const char* filter :
       {"channel = INVITATION_CHANNEL_LINK", "language = \"zh\"", "wave_number = 1"}) {
    v1::ListResponsesRequest request;
    request.set_parent(Name(campaign));
    request.set_filter(filter);
    const auto list = [&](std::string_view user, std::string_view role) {
      return Call<v1::ListResponsesResponse>("ResponseService/ListResponses", request, user, role)
          .status()
          .code();
    };
    EXPECT_EQ(list("ana", "analyst"), absl::StatusCode::kInvalidArgument) << filter;
    EXPECT_EQ(list("ada", "admin"), absl::StatusCode::kOk) << filter;
  }
  EXPECT_EQ(Read("SELECT count(*) FROM outbox WHERE aggregate_type = 'response'"), "0")
      << "the moment of an event would tell";
  // Pages of one stand in the order of the days and then of random ids.
  EXPECT_TRUE(std::is_sorted(
      masked.begin(), masked.end(),
      [](const v1::Response& a, const v1::Response& b) { return a.name() > b.name(); }));
}

TEST_F(ResponseServiceTest, SingleAnonymousResponsesTellNoFacts) {
  const Campaign campaign = Launch("anonymous", Branching());
  ASSERT_TRUE(Submit(Invite(campaign, account_).token, {{"nps", Number(9)}}).ok());
  Tell();
  const auto listed = Listed(Name(campaign));
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].tier() + listed[0].region() + listed[0].role(), "");
  EXPECT_EQ(Read("SELECT facts ->> 'region' FROM responses"), "华东") << "for figures";
}

TEST_F(ResponseServiceTest, ManyAreRecordedAtOnceAndTheRestSayWhy) {
  const Campaign campaign = Launch("identified", Branching());
  const auto record = [&](std::vector<ResponseDraft>& drafts) {
    Write([&](pg::Tx& tx) {
      const auto version = ReadVersion(tx, campaign.questionnaire_id, 1).value();
      EXPECT_TRUE(RecordResponses(
                      tx, {}, {.campaign = campaign, .version = *version}, absl::MakeSpan(drafts),
                      {.actor = "ada", .reason = "", .now = service_.clock().Now(), .trace = {}})
                      .ok());
    });
  };
  std::vector<ResponseDraft> drafts(5000);
  for (size_t i = 0; i < drafts.size(); ++i) {
    Response& response = drafts[i].response;
    response.channel = "paper";
    response.language = "zh";
    response.external_id = absl::StrCat("P", i);
    response.answers["nps"].number = 7 + static_cast<double>(i % 4);
    response.submit_time = service_.clock().Now();
  }
  drafts[7].response.answers["nps"].number = 12;
  drafts[9].response.external_id = "P8";
  record(drafts);
  EXPECT_EQ(drafts[7].error.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(drafts[9].error.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "4998");
  EXPECT_EQ(Read("SELECT count(*) FROM outbox WHERE aggregate_type = 'response'"), "4998");
  std::vector<ResponseDraft> again(1);
  again[0].response = drafts[0].response;
  record(again);
  EXPECT_EQ(again[0].error.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "4998");
}

TEST_F(ResponseServiceTest, SequelsSeeWhatHappenedAndMayRefuse) {
  const Campaign campaign = Launch("anonymous", Branching());
  std::vector<std::string> seen;
  const ResponseSequels sequels = {
      {.name = "test",
       .prepare = [&](pg::Tx&, const ResponsesOf&, absl::Span<ResponseDraft> drafts,
                      const history::WriteContext&) -> absl::Status {
         EXPECT_EQ(drafts[0].response.duration_seconds, 3);
         drafts[0].response.flags = {"speeder", "a", "speeder"};
         drafts[1].error = absl::InvalidArgumentError("no");
         return absl::OkStatus();
       },
       .follow = [&](pg::Tx&, const ResponsesOf& of, absl::Span<const SubmittedResponse> written,
                     const history::WriteContext&) -> absl::Status {
         EXPECT_EQ(of.campaign.id, campaign.id);
         for (const SubmittedResponse& one : written) {
           EXPECT_FALSE(one.response->duration_seconds.has_value());
           for (const std::string& flag : one.response->flags) seen.push_back(flag);
         }
         return absl::OkStatus();
       }}};
  Write([&](pg::Tx& tx) {
    std::vector<ResponseDraft> drafts(2);
    for (ResponseDraft& draft : drafts) {
      draft.response.channel = "link";
      draft.response.language = "zh";
      draft.response.answers["nps"].number = 9;
      draft.response.submit_time = service_.clock().Now();
      draft.response.duration_seconds = 3;
    }
    drafts[0].response.external_id = "panel 7";
    const auto version = ReadVersion(tx, campaign.questionnaire_id, 1).value();
    EXPECT_TRUE(
        RecordResponses(tx, sequels, {.campaign = campaign, .version = *version},
                        absl::MakeSpan(drafts),
                        {.actor = "x", .reason = "", .now = service_.clock().Now(), .trace = {}})
            .ok());
  });
  EXPECT_THAT(seen, ElementsAre("a", "speeder"));
  EXPECT_EQ(Read("SELECT array_to_string(flags, ',') FROM responses"), "a,speeder");
  EXPECT_EQ(Read("SELECT count(external_id) FROM responses"), "0") << "a link to somebody";
}

}  // namespace
}  // namespace mainstay::survey
