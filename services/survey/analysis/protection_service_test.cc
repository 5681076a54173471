// What AnalysisService keeps to itself of confidential and anonymous campaigns.
#include "services/survey/analysis/analysis_fixture.h"

namespace mainstay::survey {
namespace {

class ProtectionTest : public AnalysisTest, public ::testing::WithParamInterface<const char*> {
 protected:
  std::vector<Given> OfRegion(const std::string& region, int count) {
    std::vector<Given> responses;
    for (int i = 0; i < count; ++i) {
      responses.push_back({{.wave = 1, .region = region, .channel = "email", .language = "zh"},
                           RandomAnswers(random_)});
      responses.back().answers["nps"].number = i % 11;
    }
    return responses;
  }
};

TEST_P(ProtectionTest, GroupsOfAFewAreHiddenAndSoIsWhatTheyFollowFrom) {
  const std::string campaign = AddCampaign(GetParam());
  Respond(campaign, OfRegion("华东", 30));
  Respond(campaign, OfRegion("华北", 3));
  Respond(campaign, OfRegion("西南", 9));
  Settle(campaign);
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  request.set_group_by(v1::RESPONSE_GROUPING_REGION);
  const auto figures = Ask<v1::SurveyFigures>("GetSurveyFigures", request);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(figures->total().response_count(), 42);
  for (const auto& group : figures->groups()) {
    EXPECT_EQ(group.suppressed(), group.value() != "华东") << group.value();
    if (!group.suppressed()) continue;
    EXPECT_EQ(group.response_count(), 0);
    EXPECT_EQ(group.questions_size(), 0);
  }
  // Nor can they be selected.
  request.clear_group_by();
  request.mutable_selection()->set_region("华北");
  EXPECT_TRUE(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total().suppressed());
  v1::GetDriverAnalysisRequest drivers;
  drivers.set_campaign(campaign);
  drivers.mutable_selection()->set_region("华北");
  const auto analysis = Ask<v1::DriverAnalysis>("GetDriverAnalysis", drivers);
  EXPECT_TRUE(analysis->suppressed());
  EXPECT_EQ(analysis->drivers_size(), 0);
  v1::GetKanoAnalysisRequest kano;
  kano.set_campaign(campaign);
  kano.mutable_selection()->set_region("西南");
  EXPECT_TRUE(Ask<v1::KanoAnalysis>("GetKanoAnalysis", kano)->suppressed());
}

TEST_P(ProtectionTest, CellsOfAFewAreHidden) {
  const std::string campaign = AddCampaign(GetParam());
  Respond(campaign, OfRegion("华东", 40));
  Respond(campaign, OfRegion("华北", 3));
  Settle(campaign);
  v1::GetCrossTableRequest request;
  request.set_campaign(campaign);
  request.set_row("account.region");
  request.set_column("reason");
  const auto table = Ask<v1::CrossTable>("GetCrossTable", request);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_FALSE(table->has_association());
  for (const auto& row : table->rows()) {
    EXPECT_FALSE(row.has_total() && row.total() < 5 && row.total() > 0);
    for (const auto& cell : row.cells()) {
      EXPECT_FALSE(cell.has_count() && cell.count() < 5 && cell.count() > 0);
    }
  }
}

TEST_P(ProtectionTest, OneThingAtATime) {
  const std::string campaign = AddCampaign(GetParam());
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  request.set_group_by(v1::RESPONSE_GROUPING_REGION);
  request.mutable_selection()->set_tier("core");
  EXPECT_EQ(Ask<v1::SurveyFigures>("GetSurveyFigures", request).status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::GetCrossTableRequest table;
  table.set_campaign(campaign);
  table.set_row("nps");
  table.set_column("reason");
  table.mutable_selection()->set_wave(1);
  EXPECT_EQ(Ask<v1::CrossTable>("GetCrossTable", table).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(ProtectionTest, LeavingAFewFlaggedOnesOutTellsNothing) {
  const std::string campaign = AddCampaign(GetParam());
  std::vector<Given> flagged = OfRegion("华东", 3);
  for (Given& given : flagged) given.stratum.flagged = true;
  Respond(campaign, OfRegion("华东", 40));
  Respond(campaign, flagged);
  Settle(campaign);
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  EXPECT_FALSE(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total().suppressed());
  request.mutable_selection()->set_exclude_flagged(true);
  EXPECT_TRUE(Ask<v1::SurveyFigures>("GetSurveyFigures", request)->total().suppressed());
  v1::GetDriverAnalysisRequest drivers;
  drivers.set_campaign(campaign);
  drivers.mutable_selection()->set_exclude_flagged(true);
  EXPECT_TRUE(Ask<v1::DriverAnalysis>("GetDriverAnalysis", drivers)->suppressed());
  v1::GetSurveyTrendRequest trend;
  trend.set_campaign(campaign);
  trend.set_question("nps");
  trend.set_exclude_flagged(true);
  EXPECT_TRUE(Ask<v1::SurveyTrend>("GetSurveyTrend", trend)->points(0).suppressed());
  v1::GetCrossTableRequest table;
  table.set_campaign(campaign);
  table.set_row("nps");
  table.set_column("reason");
  table.mutable_selection()->set_exclude_flagged(true);
  EXPECT_EQ(Ask<v1::CrossTable>("GetCrossTable", table).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_P(ProtectionTest, WavesOfAFewAreNoTrend) {
  const std::string campaign = AddCampaign(GetParam());
  std::vector<Given> second = OfRegion("华东", 4);
  for (Given& given : second) given.stratum.wave = 2;
  Respond(campaign, OfRegion("华东", 40));
  Respond(campaign, second);
  Settle(campaign);
  v1::GetSurveyTrendRequest request;
  request.set_campaign(campaign);
  request.set_question("nps");
  const auto trend = Ask<v1::SurveyTrend>("GetSurveyTrend", request);
  ASSERT_EQ(trend->points_size(), 2);
  for (const auto& point : trend->points()) {
    EXPECT_TRUE(point.suppressed());
    EXPECT_FALSE(point.has_value());
    EXPECT_EQ(point.answered(), 0);
  }
}

// Who reads the responses of some accounts only gets no single answer of others out of figures.
class ScopeProtectionTest : public ProtectionTest {
 protected:
  template <class Res>
  absl::StatusOr<Res> AskAs(std::string_view role, std::string_view method,
                            const google::protobuf::Message& request) {
    return Call<Res>(absl::StrCat("AnalysisService/", method), request, "wang.li", role);
  }
};

TEST_P(ScopeProtectionTest, OfIdentifiedCampaignsGroupsOfAFewAreForWhoSeesTheirResponses) {
  const std::string campaign = AddCampaign("identified");
  Respond(campaign, OfRegion("华东", 30));
  Respond(campaign, OfRegion("华北", 3));
  Respond(campaign, OfRegion("西南", 9));
  CountAll();
  const bool all = std::string_view(GetParam()) == "director";
  v1::GetSurveyFiguresRequest request;
  request.set_campaign(campaign);
  request.set_group_by(v1::RESPONSE_GROUPING_REGION);
  const auto figures = AskAs<v1::SurveyFigures>(GetParam(), "GetSurveyFigures", request);
  ASSERT_TRUE(figures.ok()) << figures.status();
  EXPECT_EQ(figures->total().response_count(), 42);
  for (const auto& group : figures->groups()) {
    EXPECT_EQ(group.suppressed(), !all && group.value() != "华东") << group.value();
  }
  v1::GetCrossTableRequest table;
  table.set_campaign(campaign);
  table.set_row("account.region");
  table.set_column("nps");
  const auto counts = AskAs<v1::CrossTable>(GetParam(), "GetCrossTable", table);
  ASSERT_TRUE(counts.ok()) << counts.status();
  int few = 0;
  for (const auto& row : counts->rows()) {
    for (const auto& cell : row.cells()) few += cell.count() > 0 && cell.count() < 5 ? 1 : 0;
  }
  EXPECT_EQ(few > 0, all);
  request.mutable_selection()->set_wave(1);
  EXPECT_EQ(AskAs<v1::SurveyFigures>(GetParam(), "GetSurveyFigures", request).ok(), all)
      << "one thing at a time";
  request.clear_selection();
  request.clear_group_by();
  request.mutable_selection()->set_region("华北");
  EXPECT_EQ(AskAs<v1::SurveyFigures>(GetParam(), "GetSurveyFigures", request)->total().suppressed(),
            !all);
}

INSTANTIATE_TEST_SUITE_P(Roles, ScopeProtectionTest,
                         ::testing::Values("director", "account_manager", "service_agent"));

INSTANTIATE_TEST_SUITE_P(Privacies, ProtectionTest, ::testing::Values("confidential", "anonymous"));

}  // namespace
}  // namespace mainstay::survey
