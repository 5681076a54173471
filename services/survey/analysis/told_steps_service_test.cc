// Confidential and anonymous campaigns are told in steps: whoever reads all there is to read again
// and again never sees what one to four people said.
#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "common/status/status.h"
#include "services/survey/analysis/analysis_fixture.h"
#include "services/survey/analysis/counting_store.h"
#include "services/survey/analysis/plan_store.h"
#include "services/survey/analysis/tally_store.h"

namespace mainstay::survey {
namespace {

// How many people everything that was told is of, by where it was told: "wave 2/nps". What a
// reader learns from two tellings is of as many as these differ by.
using Telling = std::map<std::string, int64_t>;

class ToldStepsServiceTest : public AnalysisTest,
                             public ::testing::WithParamInterface<const char*> {
 protected:
  static std::string IdOf(const std::string& campaign) {
    return campaign.substr(sizeof("campaigns/") - 1);
  }

  static void Take(const std::string& where, const v1::GroupFigures& figures, Telling& telling) {
    if (figures.suppressed()) return;
    telling[where] = figures.response_count();
    for (const auto& question : figures.questions()) {
      if (question.suppressed()) continue;
      telling[absl::StrCat(where, "/", question.question())] = question.answered();
    }
  }

  void ReadFigures(const std::string& campaign, Telling& telling) {
    v1::GetSurveyFiguresRequest request;
    request.set_campaign(campaign);
    request.set_group_by(v1::RESPONSE_GROUPING_WAVE);
    const auto figures = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
    ASSERT_TRUE(figures.ok()) << figures.status();
    EXPECT_EQ(figures->uncounted(), 0);
    Take("all", figures->total(), telling);
    for (const auto& group : figures->groups()) Take("wave " + group.value(), group, telling);
    request.clear_group_by();
    request.mutable_selection()->set_wave(2);
    Take("wave 2", Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total(), telling);
  }

  void ReadTheRest(const std::string& campaign, Telling& telling) {
    v1::GetDriverAnalysisRequest drivers;
    drivers.set_campaign(campaign);
    const auto analysis = Ask<v1::DriverAnalysis>("GetDriverAnalysis", drivers);
    ASSERT_TRUE(analysis.ok()) << analysis.status();
    if (!analysis->suppressed()) {
      telling["drivers"] = analysis->response_count();
      telling["drivers/complete"] = analysis->complete_count();
      for (const auto& driver : analysis->drivers()) {
        telling["drivers/" + driver.question()] = driver.answered();
      }
    }
    v1::GetKanoAnalysisRequest kano;
    kano.set_campaign(campaign);
    const auto needs = Ask<v1::KanoAnalysis>("GetKanoAnalysis", kano);
    ASSERT_TRUE(needs.ok()) << needs.status();
    if (!needs->suppressed()) telling["kano"] = needs->response_count();
    for (const auto& need : needs->needs()) telling["kano/" + need.question()] = need.answered();
    v1::GetSurveyTrendRequest trend;
    trend.set_campaign(campaign);
    trend.set_question("nps");
    const auto points = Ask<v1::SurveyTrend>("GetSurveyTrend", trend);
    ASSERT_TRUE(points.ok()) << points.status();
    for (const auto& point : points->points()) {
      if (!point.suppressed()) telling["trend " + point.wave()] = point.answered();
    }
  }

  Telling ReadAll(const std::string& campaign) {
    Telling telling;
    ReadFigures(campaign, telling);
    ReadTheRest(campaign, telling);
    return telling;
  }

  // Nothing that can be read is of one to four people more than it was at any time before.
  void ExpectNothingOfAFew(const std::vector<Telling>& tellings) {
    const Telling& now = tellings.back();
    for (const Telling& before : tellings) {
      for (const auto& [where, count] : now) {
        const auto then = before.find(where);
        const int64_t more = then == before.end() ? count : count - then->second;
        ASSERT_TRUE(more == 0 || more >= 5) << where << " told " << more << " more";
      }
    }
  }

  // What the tallies are is what counting anew gives of all responses that are told.
  void ExpectTalliesOfWhatIsTold(const std::string& campaign) {
    InTx([&](pg::Tx& tx) {
      const auto plan = std::make_shared<const TallyPlan>(TalliedContent());
      Tally expected(plan), counted(plan);
      for (const auto& row : tx.Exec("SELECT (answers - untold)::text FROM responses "
                                     "WHERE campaign_id = $1::uuid AND tallied",
                                     {IdOf(campaign)})) {
        expected.Add(*ParseAnswerDocument(row[0].c_str()));
      }
      const auto strata = ReadTallies(tx, IdOf(campaign), plan);
      ASSERT_TRUE(strata.ok()) << strata.status();
      for (const StratumTally& stratum : *strata) counted.Merge(stratum.tally);
      EXPECT_EQ(counted.Counters(), expected.Counters());
    });
  }

  absl::Status SplitByRegion(const std::string& campaign) {
    v1::GetSurveyFiguresRequest request;
    request.set_campaign(campaign);
    request.set_group_by(v1::RESPONSE_GROUPING_REGION);
    return Ask<v1::SurveyFigures>("GetSurveyFigures", request).status();
  }
};

TEST_P(ToldStepsServiceTest, NoTwoTellingsDifferByAFew) {
  const std::string campaign = AddCampaign(GetParam());
  std::vector<Telling> tellings = {ReadAll(campaign)};
  int64_t given = 0;
  for (int round = 0; round < 60; ++round) {
    const int more = 1 + static_cast<int>(random_() % 6);
    Respond(campaign, RandomResponses(more));
    given += more;
    CountAll();
    tellings.push_back(ReadAll(campaign));
    ExpectNothingOfAFew(tellings);
    ExpectTalliesOfWhatIsTold(campaign);
  }
  EXPECT_GT(tellings.back()["all"], given / 2) << "a running survey is told, too";
  EXPECT_LT(tellings.back()["all"], given);
  Settle(campaign);
  tellings.push_back(ReadAll(campaign));
  EXPECT_EQ(tellings.back()["all"], given) << "nobody is lost";
  ExpectNothingOfAFew(tellings);
  ExpectTalliesOfWhatIsTold(campaign);
}

TEST_P(ToldStepsServiceTest, SplitsAreToldOnceItIsSettled) {
  const std::string campaign = AddCampaign(GetParam());
  Respond(campaign, RandomResponses(40));
  CountAll();
  const auto refused = [](const absl::Status& status) {
    return status.code() == absl::StatusCode::kFailedPrecondition &&
           status::GetErrorDetail(status)->reason == "CAMPAIGN_NOT_SETTLED";
  };
  EXPECT_TRUE(refused(SplitByRegion(campaign)));
  v1::GetCrossTableRequest table;
  table.set_campaign(campaign);
  table.set_row("nps");
  table.set_column("reason");
  EXPECT_TRUE(refused(Ask<v1::CrossTable>("GetCrossTable", table).status()));
  v1::GetSurveyTrendRequest trend;
  trend.set_campaign(campaign);
  trend.set_question("nps");
  trend.set_exclude_flagged(true);
  EXPECT_TRUE(refused(Ask<v1::SurveyTrend>("GetSurveyTrend", trend).status()));
  v1::GetDriverAnalysisRequest drivers;
  drivers.set_campaign(campaign);
  drivers.mutable_selection()->set_tier("core");
  EXPECT_TRUE(refused(Ask<v1::DriverAnalysis>("GetDriverAnalysis", drivers).status()));
  Settle(campaign);
  EXPECT_TRUE(SplitByRegion(campaign).ok());
  EXPECT_TRUE(Ask<v1::CrossTable>("GetCrossTable", table).ok());
  EXPECT_TRUE(Ask<v1::SurveyTrend>("GetSurveyTrend", trend).ok());
}

TEST_P(ToldStepsServiceTest, WhatIsSettledStays) {
  const std::string campaign = AddCampaign(GetParam());
  Respond(campaign, RandomResponses(40));
  InTx([&](pg::Tx& tx) {
    tx.Exec(
        "UPDATE campaigns SET state = 'closed', close_time = $2::timestamptz "
        "WHERE campaign_id = $1::uuid",
        {IdOf(campaign), pg::ToParam(now_)});
  });
  CountAll();
  EXPECT_FALSE(SplitByRegion(campaign).ok()) << "whoever submits may still be at it";
  Settle(campaign);
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  const auto settled = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
  EXPECT_EQ(settled->total().response_count(), 40);
  EXPECT_FALSE(settled->in_steps());
  InTx([&](pg::Tx& tx) {
    tx.Exec(
        "UPDATE responses SET flags = '{speeder}' WHERE response_id = "
        "(SELECT response_id FROM responses WHERE flags = '{}' LIMIT 1)");
  });
  Respond(campaign, RandomResponses(30));
  CountAll();
  const auto after = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
  EXPECT_EQ(after->SerializeAsString(), settled->SerializeAsString());
}

// A step holds what it reads in memory, and others wait for it.
TEST_P(ToldStepsServiceTest, ManyAreToldAPartAtATime) {
  constexpr int kAtATime = 100;
  const std::string campaign = AddCampaign(GetParam());
  Respond(campaign, RandomResponses(330));
  int64_t told = 0;
  int steps = 0;
  const auto tell = [&](absl::Time now) {
    for (bool more = true; more;) {
      InTx([&](pg::Tx& tx) {
        const auto counted = TellNextStep(tx, PublishedPlan, now, kAtATime);
        ASSERT_TRUE(counted.ok()) << counted.status();
        more = counted->more;
        const int64_t before = std::exchange(
            told, tx.Exec("SELECT count(*) FROM responses WHERE tallied")[0][0].as<int64_t>());
        EXPECT_LE(told - before, kAtATime);
        ASSERT_LT(++steps, 50);
      });
    }
  };
  tell(now_);
  EXPECT_GT(told, 230) << "as many as if it had been all at once, or nearly";
  EXPECT_LT(told, 330);
  ExpectTalliesOfWhatIsTold(campaign);
  Respond(campaign, RandomResponses(330));
  InTx([&](pg::Tx& tx) { tx.Exec("UPDATE campaigns SET state = 'closed', close_time = now()"); });
  tell(absl::Now() + absl::Hours(1));
  EXPECT_EQ(told, 660) << "settled when all are told";
  ExpectTalliesOfWhatIsTold(campaign);
  InTx([&](pg::Tx& tx) {
    EXPECT_EQ(tx.Exec("SELECT 1 FROM campaign_tellings WHERE settle_time IS NOT NULL").size(), 1u);
  });
}

INSTANTIATE_TEST_SUITE_P(Privacies, ToldStepsServiceTest,
                         ::testing::Values("confidential", "anonymous"));

}  // namespace
}  // namespace mainstay::survey
