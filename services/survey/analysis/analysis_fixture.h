// Campaigns with random responses, for tests of AnalysisService.
#pragma once

#include <gmock/gmock.h>
#include <mainstay/survey/v1/analysis_service.pb.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/api/uuid.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/analysis/analysis_service.h"
#include "services/survey/analysis/counting_writes.h"
#include "services/survey/analysis/tally_testing.h"
#include "services/survey/campaigns/campaign_store.h"
#include "services/survey/responses/answer_document.h"

namespace mainstay::survey {

// TalliedContent() as versions keep it.
inline constexpr char kTalliedJson[] = R"json({
  "title": {"en": "How are we doing?"},
  "sections": [
    {"key": "first", "questions": [
      {"key": "nps", "kind": "QUESTION_KIND_NPS"},
      {"key": "csat", "kind": "QUESTION_KIND_CSAT", "scale_min": 1, "scale_max": 7},
      {"key": "ces", "kind": "QUESTION_KIND_CES"},
      {"key": "service", "kind": "QUESTION_KIND_MATRIX", "scale_min": 1, "scale_max": 5,
       "rows": [{"key": "speed"}, {"key": "price"}, {"key": "care"}]}]},
    {"key": "second", "questions": [
      {"key": "reason", "kind": "QUESTION_KIND_SINGLE_CHOICE",
       "options": [{"key": "price"}, {"key": "quality"}]},
      {"key": "uses", "kind": "QUESTION_KIND_MULTIPLE_CHOICE",
       "options": [{"key": "a"}, {"key": "b"}, {"key": "c"}]},
      {"key": "remark", "kind": "QUESTION_KIND_TEXT"},
      {"key": "app", "kind": "QUESTION_KIND_KANO",
       "subject": "requirements/0190a000-0000-7000-8000-000000000001"}]}],
  "driver_model": {"outcome": "nps",
                  "drivers": ["csat", "service.speed", "service.price", "service.care"]}
})json";

struct Given {
  Stratum stratum;
  Answers answers;
};

class AnalysisTest : public SurveyServiceTest {
 protected:
  AnalysisTest() : SurveyServiceTest({"AnalysisService"}, {RegisterAnalysisService}) {}

  template <class F>
  void InTx(F body) {
    const absl::Status done = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
      body(tx);
      return absl::OkStatus();
    });
    ASSERT_TRUE(done.ok()) << done;
  }

  // A running campaign of three waves that asks `content`; its name.
  std::string AddCampaign(const std::string& privacy, const std::string& content = kTalliedJson) {
    Campaign campaign{.id = api::NewUuid(now_),
                      .display_name = "x",
                      .purpose = "satisfaction",
                      .questionnaire_id = api::NewUuid(now_),
                      .questionnaire_version = 1,
                      .privacy = privacy,
                      .state = "running",
                      .launch_time = now_,
                      .creator = "ada",
                      .create_time = now_,
                      .update_time = now_};
    for (int number = 1; number <= 3; ++number) {
      const absl::Time start = now_ + absl::Hours(24) * number;
      campaign.waves.push_back(
          {.number = number, .asked_time = start, .start_time = start, .state = "invited"});
    }
    InTx([&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO questionnaires (questionnaire_id, version, display_name, content, "
          "question_count, state, published_version, draft_changed, publish_time, create_time, "
          "update_time) VALUES ($1, 1, 'x', $2, 8, 'published', 1, false, now(), now(), now())",
          {campaign.questionnaire_id, content});
      tx.Exec(
          "INSERT INTO questionnaire_versions (questionnaire_id, number, content, publisher, "
          "reason, publish_time) VALUES ($1, 1, $2, 'ada', '', now())",
          {campaign.questionnaire_id, content});
      InsertCampaign(tx, campaign);
    });
    return absl::StrCat("campaigns/", campaign.id);
  }

  // Responses as they were submitted; nothing counts them yet.
  void Respond(const std::string& campaign, const std::vector<Given>& responses) {
    std::vector<std::string> ids, facts, answers, channels, languages, flags;
    std::vector<int64_t> waves;
    for (const Given& given : responses) {
      const Stratum& stratum = given.stratum;
      ids.push_back(api::NewUuid(now_));
      waves.push_back(stratum.wave);
      facts.push_back(absl::StrCat(R"({"tier":")", stratum.tier, R"(","region":")", stratum.region,
                                   R"(","role":")", stratum.role, "\"}"));
      answers.push_back(AnswerDocument(given.answers));
      channels.push_back(stratum.channel);
      languages.push_back(stratum.language);
      flags.push_back(stratum.flagged ? "{speeder}" : "{}");
    }
    InTx([&](pg::Tx& tx) {
      tx.Exec(
          "INSERT INTO responses (response_id, campaign_id, wave, questionnaire_id, "
          "questionnaire_version, channel, language, facts, answers, seed, submit_time, flags, "
          "recorded_by) SELECT r.id, c.campaign_id, r.wave, c.questionnaire_id, 1, r.channel, "
          "r.language, r.facts::jsonb, r.answers::jsonb, 0, now(), r.flags::text[], '' "
          "FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], "
          "$8::text[]) r (id, wave, channel, language, facts, answers, flags), campaigns c "
          "WHERE c.campaign_id = $1::uuid",
          {campaign.substr(sizeof("campaigns/") - 1), pg::ToParam(ids), pg::ToParam(waves),
           pg::ToParam(channels), pg::ToParam(languages), pg::ToParam(facts), pg::ToParam(answers),
           pg::ToParam(flags)});
    });
  }

  std::vector<Given> RandomResponses(int count) {
    std::vector<Given> responses;
    for (int i = 0; i < count; ++i) {
      responses.push_back({RandomStratum(random_), RandomAnswers(random_)});
    }
    return responses;
  }

  void CountAll() {
    for (bool more = true; more;) {
      InTx([&](pg::Tx& tx) {
        const auto counted = CountNewResponses(tx, now_);
        ASSERT_TRUE(counted.ok()) << counted.status();
        more = *counted;
      });
    }
  }

  // Closes a campaign of which nothing is told until then, and tells it.
  void Settle(const std::string& campaign) {
    InTx([&](pg::Tx& tx) {
      tx.Exec(
          "UPDATE campaigns SET state = 'closed', close_time = $2::timestamptz "
          "WHERE campaign_id = $1::uuid",
          {campaign.substr(sizeof("campaigns/") - 1), pg::ToParam(now_ - absl::Hours(1))});
    });
    CountAll();
  }

  // Counted the naive way.
  template <class Holds>
  static Tally TallyOf(const std::vector<Given>& responses, Holds holds) {
    Tally tally(std::make_shared<const TallyPlan>(TalliedContent()));
    for (const Given& given : responses) {
      if (holds(given.stratum)) tally.Add(given.answers);
    }
    return tally;
  }
  static Tally TallyOf(const std::vector<Given>& responses) {
    return TallyOf(responses, [](const Stratum&) { return true; });
  }

  template <class Res>
  absl::StatusOr<Res> Ask(std::string_view method, const google::protobuf::Message& request) {
    return Call<Res>(absl::StrCat("AnalysisService/", method), request, "an", "analyst");
  }

  const absl::Time now_ = absl::FromUnixSeconds(1'780'000'000);
  std::mt19937_64 random_{1};
};

}  // namespace mainstay::survey
