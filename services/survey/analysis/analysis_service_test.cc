// What AnalysisService answers is what the responses say, worked out from them anew.
#include <algorithm>
#include <map>

#include "common/metrics/metrics.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_fixture.h"
#include "services/survey/analysis/driver_analysis.h"
#include "services/survey/analysis/wave_change.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class AnalysisServiceTest : public AnalysisTest {};

const v1::QuestionFigures& Of(const v1::GroupFigures& group, std::string_view question) {
  for (const auto& figures : group.questions()) {
    if (figures.question() == question) return figures;
  }
  ADD_FAILURE() << "no figures of " << question;
  return v1::QuestionFigures::default_instance();
}

void ExpectFiguresOf(const Tally& tally, const v1::GroupFigures& group) {
  EXPECT_EQ(group.response_count(), tally.responses());
  const TallyPlan& plan = tally.plan();
  const auto nps = NpsOf(tally.Scores(*plan.Find("nps")));
  EXPECT_EQ(Of(group, "nps").nps().promoters(), nps->promoters);
  EXPECT_DOUBLE_EQ(Of(group, "nps").nps().value(), nps->value);
  EXPECT_DOUBLE_EQ(Of(group, "nps").nps().interval().low(), nps->interval.low);
  const auto csat = CsatOf(tally.Scores(*plan.Find("csat")));
  EXPECT_EQ(Of(group, "csat").top_box().count(), csat->top_two.count);
  EXPECT_DOUBLE_EQ(Of(group, "csat").top_box().interval().high(), csat->top_two.interval.high);
  EXPECT_DOUBLE_EQ(Of(group, "csat").mean().value(), csat->mean.value);
  const auto ces = CesOf(tally.Scores(*plan.Find("ces")));
  EXPECT_EQ(Of(group, "ces").top_box().count(), ces->easy.count);
  EXPECT_EQ(Of(group, "service.speed").answered(), tally.Answered(*plan.Find("service.speed")));
  EXPECT_EQ(Of(group, "reason").options(1).option(), "quality");
  EXPECT_EQ(Of(group, "reason").options(1).share().count(), tally.Chosen(*plan.Find("reason"), 1));
  EXPECT_EQ(Of(group, "uses").options(2).share().total(), tally.Answered(*plan.Find("uses")));
  EXPECT_EQ(Of(group, "remark").answered(), tally.Answered(*plan.Find("remark")));
  EXPECT_EQ(Of(group, "nps").scores_size(), 11);
}

TEST_F(AnalysisServiceTest, FiguresAreThoseOfTheResponses) {
  const std::string campaign = AddCampaign("identified");
  std::vector<Given> responses = RandomResponses(300);
  Respond(campaign, responses);
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->uncounted(), 300);
  CountAll();
  ExpectFiguresOf(TallyOf(responses), Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total());

  // Those that come later are counted beside them.
  for (Given& given : RandomResponses(100)) {
    Respond(campaign, {given});
    responses.push_back(given);
  }
  CountAll();
  request.set_group_by(v1::RESPONSE_GROUPING_WAVE);
  request.mutable_selection()->set_region("华东");
  request.mutable_selection()->set_exclude_flagged(true);
  const auto figures = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(figures->uncounted(), 0);
  const auto holds = [](const Stratum& s) { return s.region == "华东" && !s.flagged; };
  ExpectFiguresOf(TallyOf(responses, holds), figures->total());
  EXPECT_EQ(figures->total().flagged_count(), 0);
  ASSERT_EQ(figures->groups_size(), 3);
  for (int wave = 1; wave <= 3; ++wave) {
    EXPECT_EQ(figures->groups(wave - 1).value(), absl::StrCat(wave));
    ExpectFiguresOf(
        TallyOf(responses, [&](const Stratum& s) { return holds(s) && s.wave == wave; }),
        figures->groups(wave - 1));
  }
}

TEST_F(AnalysisServiceTest, ResponseRatesAreOfInvitationsThatReachedSomebody) {
  const std::string campaign = AddCampaign("identified");
  const auto invite = [&](int wave, const char* tier, const char* state, int count) {
    InTx([&](pg::Tx& tx) {
      for (int i = 0; i < count; ++i) {
        tx.Exec(
            "INSERT INTO invitations (invitation_id, version, campaign_id, wave, account_id, "
            "channel, language, state, state_reason, tier, region, role, influence, send_time, "
            "create_time) VALUES ($1, 1, $2, $3, $1, 'email', 'zh', $4, '', $5, '', '', 0, now(), "
            "now())",
            {api::NewUuid(now_), campaign.substr(10), absl::StrCat(wave), state, tier});
      }
    });
  };
  invite(1, "core", "answered", 6);
  invite(1, "core", "sent", 2);
  invite(1, "general", "opened", 4);
  invite(1, "general", "bounced", 5);
  invite(2, "core", "expired", 3);
  const auto respond = [&](int wave, const char* tier, const char* channel, int count) {
    std::vector<Given> responses;
    for (int i = 0; i < count; ++i) {
      responses.push_back({{.wave = wave, .tier = tier, .channel = channel, .language = "zh"}, {}});
    }
    Respond(campaign, responses);
  };
  respond(1, "core", "email", 5);
  respond(1, "core", "paper", 1);
  InTx([](pg::Tx& tx) { tx.Exec("UPDATE responses SET uninvited = false"); });
  respond(0, "general", "paper", 5);  // before papers answered invitations
  CountAll();
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  request.set_group_by(v1::RESPONSE_GROUPING_TIER);
  const auto figures = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
  EXPECT_EQ(figures->total().response_count(), 11);
  EXPECT_EQ(figures->total().uninvited_count(), 5);
  EXPECT_EQ(figures->total().response_rate().count(), 6);
  EXPECT_EQ(figures->total().response_rate().total(), 15);
  EXPECT_EQ(figures->groups(0).value(), "core");
  EXPECT_EQ(figures->groups(0).uninvited_count(), 0);
  EXPECT_EQ(figures->groups(0).response_rate().total(), 11);
  EXPECT_EQ(figures->groups(1).response_count(), 5);
  EXPECT_EQ(figures->groups(1).uninvited_count(), 5);
  EXPECT_EQ(figures->groups(1).response_rate().count(), 0);
  EXPECT_EQ(figures->groups(1).response_rate().total(), 4);

  // A flag moves what is uninvited too; by it and by channel nobody was invited.
  InTx([](pg::Tx& tx) { tx.Exec("UPDATE responses SET flags = '{speeder}' WHERE wave = 0"); });
  CountAll();
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total().uninvited_count(), 5);
  request.mutable_selection()->set_exclude_flagged(true);
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total().uninvited_count(), 0);
  request.clear_selection();
  request.set_group_by(v1::RESPONSE_GROUPING_CHANNEL);
  EXPECT_FALSE(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->groups(0).has_response_rate());
}

TEST_F(AnalysisServiceTest, DriversAreThoseOfTheResponses) {
  const std::string campaign = AddCampaign("identified");
  const std::vector<Given> responses = RandomResponses(400);
  Respond(campaign, responses);
  CountAll();
  v1::GetDriverAnalysisRequest request;
  request.set_campaign(campaign);
  request.mutable_selection()->set_role("user");
  request.set_importance(v1::IMPORTANCE_MEASURE_PEARSON);
  request.set_performance_threshold(0.4);
  const auto answer = Ask<v1::DriverAnalysis>("GetDriverAnalysis", request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const DriverAnalysis expected =
      Analyse(*TallyOf(responses, [](const Stratum& s) { return s.role == "user"; }).moments(),
              {.importance = ImportanceMeasure::kPearson, .performance_threshold = 0.4});
  EXPECT_EQ(answer->outcome(), "nps");
  EXPECT_EQ(answer->complete_count(), expected.complete);
  EXPECT_DOUBLE_EQ(answer->r_squared(), expected.r_squared);
  EXPECT_DOUBLE_EQ(answer->performance_threshold(), 0.4);
  ASSERT_EQ(answer->drivers_size(), 4);
  double shares = 0;
  for (int i = 0; i < 4; ++i) {
    EXPECT_DOUBLE_EQ(answer->drivers(i).weight(), expected.drivers[i].regression->weight);
    EXPECT_DOUBLE_EQ(answer->drivers(i).spearman(), *expected.drivers[i].spearman);
    EXPECT_DOUBLE_EQ(answer->drivers(i).importance(), *expected.drivers[i].pearson);
    EXPECT_NE(answer->drivers(i).quadrant(), v1::DRIVER_QUADRANT_UNSPECIFIED);
    shares += answer->drivers(i).shapley_share();
  }
  EXPECT_NEAR(shares, 1, 1e-12);
  EXPECT_EQ(answer->drivers(1).question(), "service.speed");
}

TEST_F(AnalysisServiceTest, WithoutADriverModelThereAreNoDrivers) {
  v1::GetDriverAnalysisRequest request;
  request.set_campaign(AddCampaign(
      "identified",
      R"({"sections": [{"key": "s", "questions": [{"key": "nps", "kind": "QUESTION_KIND_NPS"}]}]})"));
  const auto answer = Ask<v1::DriverAnalysis>("GetDriverAnalysis", request);
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(status::GetErrorDetail(answer.status())->reason, "NO_DRIVERS");
}

TEST_F(AnalysisServiceTest, KanoIsThatOfTheResponses) {
  const std::string campaign = AddCampaign("identified");
  std::vector<Given> responses;
  const auto answer = [&](int functional, int dysfunctional, int count) {
    for (int i = 0; i < count; ++i) {
      responses.push_back({{.wave = 1, .channel = "email", .language = "zh"}, {}});
      responses.back().answers["app"] = {.functional = functional, .dysfunctional = dysfunctional};
    }
  };
  answer(1, 3, 7);   // attractive
  answer(1, 5, 33);  // one-dimensional
  answer(2, 5, 50);  // must be
  answer(3, 3, 10);  // indifferent
  answer(5, 5, 2);   // contradictory
  Respond(campaign, responses);
  CountAll();
  v1::GetKanoAnalysisRequest request;
  request.set_campaign(campaign);
  const auto kano = Ask<v1::KanoAnalysis>("GetKanoAnalysis", request);
  ASSERT_TRUE(kano.ok()) << kano.status();
  ASSERT_EQ(kano->needs_size(), 1);
  const v1::KanoNeed& need = kano->needs(0);
  EXPECT_EQ(need.question(), "app");
  EXPECT_THAT(need.subject(), HasSubstr("requirements/"));
  EXPECT_EQ(need.answered(), 102);
  EXPECT_EQ(need.must_be(), 50);
  EXPECT_EQ(need.questionable(), 2);
  EXPECT_EQ(need.kano_class(), feedback::v1::KANO_CLASS_MUST_BE);
  EXPECT_EQ(need.second_class(), feedback::v1::KANO_CLASS_ONE_DIMENSIONAL);
  EXPECT_NEAR(need.better(), 0.40, 1e-12);
  EXPECT_NEAR(need.worse(), -0.83, 1e-12);
}

TEST_F(AnalysisServiceTest, CrossTablesAreThoseOfTheResponses) {
  const std::string campaign = AddCampaign("identified");
  const std::vector<Given> responses = RandomResponses(200);
  Respond(campaign, responses);
  CountAll();
  v1::GetCrossTableRequest request;
  request.set_campaign(campaign);
  request.set_row("reason");
  request.set_column("account.tier");
  const auto table = Ask<v1::CrossTable>("GetCrossTable", request);
  ASSERT_TRUE(table.ok()) << table.status();
  std::vector<std::string> columns;
  for (const auto& column : table->columns()) columns.push_back(column.value());
  EXPECT_THAT(columns, ElementsAre("", "core", "general", "potential"));
  int64_t total = 0;
  for (const auto& row : table->rows()) {
    for (int j = 0; j < row.cells_size(); ++j) {
      const int64_t expected =
          std::count_if(responses.begin(), responses.end(), [&](const Given& given) {
            const auto reason = given.answers.find("reason");
            return given.stratum.tier == columns[j] && reason != given.answers.end() &&
                   reason->second.choices[0] == row.value();
          });
      EXPECT_EQ(row.cells(j).count(), expected);
      total += expected;
    }
  }
  EXPECT_EQ(table->total(), total);
  EXPECT_EQ(table->association().degrees(), 2);  // those of no known tier are no group

  request.set_row("uses");
  EXPECT_EQ(Ask<v1::CrossTable>("GetCrossTable", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(AnalysisServiceTest, WhatCannotBeReadIsPutAsideAndTheRestCounts) {
  for (const char* privacy : {"identified", "anonymous"}) {
    const std::string campaign = AddCampaign(privacy);
    Respond(campaign, RandomResponses(60));
    InTx([&](pg::Tx& tx) {
      tx.Exec(
          "UPDATE responses SET answers = '{\"nps\": {\"number\": \"nine\"}}' WHERE response_id = "
          "(SELECT response_id FROM responses WHERE campaign_id = $1::uuid LIMIT 1)",
          {campaign.substr(sizeof("campaigns/") - 1)});
    });
    Settle(campaign);
    v1::GetSurveyFiguresRequest request;
    request.set_campaign(campaign);
    const auto figures = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
    ASSERT_TRUE(figures.ok()) << figures.status();
    EXPECT_EQ(figures->unreadable(), 1);
    EXPECT_EQ(figures->uncounted(), 0);
    EXPECT_EQ(figures->total().response_count(), 59);
    v1::GetCrossTableRequest table;
    table.set_campaign(campaign);
    table.set_row("nps");
    table.set_column("reason");
    EXPECT_TRUE(Ask<v1::CrossTable>("GetCrossTable", table).ok());
  }
  EXPECT_THAT(metrics::Render(),
              ::testing::HasSubstr("mainstay_survey_unreadable_responses_total 2"));
}

// The values of a fact are those that came, so there may be none.
TEST_F(AnalysisServiceTest, CrossTablesOfNoAnswersAreEmpty) {
  for (const char* privacy : {"identified", "confidential"}) {
    v1::GetCrossTableRequest request;
    request.set_campaign(AddCampaign(privacy));
    Settle(request.campaign());
    request.set_row("reason");
    request.set_column("account.tier");
    const auto table = Ask<v1::CrossTable>("GetCrossTable", request);
    ASSERT_TRUE(table.ok()) << table.status();
    EXPECT_EQ(table->columns_size(), 0);
    ASSERT_GT(table->rows_size(), 0);
    EXPECT_EQ(table->rows(0).total(), 0);
    request.set_row("account.region");
    EXPECT_EQ(Ask<v1::CrossTable>("GetCrossTable", request)->rows_size(), 0);
  }
}

TEST_F(AnalysisServiceTest, TrendsGoOverWavesAndEarlierCampaigns) {
  const std::string last_year = AddCampaign("identified"), campaign = AddCampaign("identified");
  const auto respond = [&](const std::string& to, int wave, int promoters, int detractors) {
    std::vector<Given> responses;
    for (int i = 0; i < promoters + detractors; ++i) {
      responses.push_back({{.wave = wave, .channel = "email", .language = "zh"}, {}});
      responses.back().answers["nps"].number = i < promoters ? 10 : 3;
    }
    Respond(to, responses);
  };
  respond(last_year, 1, 20, 30);
  respond(last_year, 2, 21, 29);
  respond(campaign, 1, 40, 10);
  respond(campaign, 2, 2, 6);
  CountAll();
  v1::GetSurveyTrendRequest request;
  request.set_campaign(campaign);
  request.set_question("nps");
  request.add_earlier_campaigns(last_year);
  const auto trend = Ask<v1::SurveyTrend>("GetSurveyTrend", request);
  ASSERT_TRUE(trend.ok()) << trend.status();
  ASSERT_EQ(trend->points_size(), 4);
  EXPECT_EQ(trend->points(0).wave(), last_year + "/waves/1");
  EXPECT_FALSE(trend->points(0).has_change());
  EXPECT_EQ(trend->points(1).mark(), v1::TREND_MARK_STEADY);
  EXPECT_EQ(trend->points(2).mark(), v1::TREND_MARK_UP);
  EXPECT_NEAR(trend->points(2).value(), 60, 1e-9);
  const WaveChange change = ChangeOf(*NpsOf(21, 0, 29), *NpsOf(40, 0, 10));
  EXPECT_DOUBLE_EQ(trend->points(2).p_value(), change.p_value);
  EXPECT_EQ(trend->points(3).mark(), v1::TREND_MARK_TOO_FEW);
  EXPECT_EQ(trend->points(3).answered(), 8);

  // Paper of no wave stands beside the waves: nothing is compared with it, nor it with anything.
  respond(campaign, 0, 50, 0);
  CountAll();
  const auto beside = Ask<v1::SurveyTrend>("GetSurveyTrend", request);
  ASSERT_EQ(beside->points_size(), 5);
  EXPECT_EQ(beside->points(2).wave(), campaign);
  EXPECT_NEAR(beside->points(2).value(), 100, 1e-9);
  EXPECT_EQ(beside->points(2).mark(), v1::TREND_MARK_NOT_COMPARED);
  EXPECT_FALSE(beside->points(2).has_change());
  EXPECT_DOUBLE_EQ(beside->points(3).p_value(), change.p_value);

  request.set_question("remark");
  EXPECT_EQ(Ask<v1::SurveyTrend>("GetSurveyTrend", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(AnalysisServiceTest, NobodyAsksForCampaignsThatAreNotThere) {
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(absl::StrCat("campaigns/", api::NewUuid(now_)));
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request).status().code(),
            absl::StatusCode::kNotFound);
  request.set_campaign("x");
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::survey
