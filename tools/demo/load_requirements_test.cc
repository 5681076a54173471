// The demo's requirements against feedback's handlers on a real server.
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/strings/str_cat.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/requirements/requirement_service.h"
#include "services/feedback/scoring/scoring_service.h"
#include "tools/demo/loads.h"

namespace mainstay::demo {
namespace {

namespace v1 = feedback::v1;

class LoadRequirementsTest : public feedback::FeedbackServiceTest {
 protected:
  LoadRequirementsTest()
      : FeedbackServiceTest(
            {"RequirementService", "ScoringService"},
            {feedback::RegisterRequirementService, feedback::RegisterScoringService}) {}
};

TEST_F(LoadRequirementsTest, ALoadThatBrokeOffGoesOnTheNextDay) {
  const Company company = MakeCompany(absl::CivilDay(2026, 6, 29));
  const Company next_day = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoadOptions options;
  options.token = service_.As("ada", "admin").token;
  options.in_flight = 1;
  options.progress = [&](std::string_view, int done, int) {
    if (done == 60) options.token = "no more";
  };
  LoaderSession session(company, service_.channel(), options);
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    session.names[i] = testing::AddAccount(service_, absl::StrCat("Company ", i), "wang.li");
  }
  ASSERT_FALSE(LoadRequirements(session).ok());

  LoadOptions again;
  again.token = service_.As("ada", "admin").token;
  LoaderSession second(next_day, service_.channel(), again);
  second.names = session.names;
  const absl::Status status = LoadRequirements(second);
  ASSERT_TRUE(status.ok()) << status;
  v1::ListRequirementsRequest list;
  list.set_parent("accounts/-");
  list.set_page_size(1000);
  list.set_show_merged(true);
  EXPECT_EQ(Call<v1::ListRequirementsResponse>("RequirementService/ListRequirements", list)
                ->requirements_size(),
            120);
  EXPECT_EQ(Call<v1::ListCriteriaSetsResponse>("ScoringService/ListCriteriaSets",
                                               v1::ListCriteriaSetsRequest())
                ->criteria_sets_size(),
            1);
}

TEST_F(LoadRequirementsTest, LoadsScoresMergesAndRanksOnce) {
  const Company company = MakeCompany(absl::CivilDay(2026, 6, 30));
  LoadOptions options;
  options.token = service_.As("ada", "admin").token;
  LoaderSession session(company, service_.channel(), options);
  for (size_t i = 0; i < company.accounts.size(); ++i) {
    session.names[i] = testing::AddAccount(service_, absl::StrCat("Company ", i), "wang.li");
  }
  ASSERT_TRUE(LoadRequirements(session).ok());
  const absl::Status again = LoadRequirements(session);
  ASSERT_TRUE(again.ok()) << again;

  v1::ListRequirementsRequest list;
  list.set_parent("accounts/-");
  list.set_page_size(1000);
  const auto count = [&](bool merged) {
    list.set_show_merged(merged);
    return Call<v1::ListRequirementsResponse>("RequirementService/ListRequirements", list)
        ->requirements_size();
  };
  EXPECT_EQ(count(true), 120);
  EXPECT_EQ(count(false), 113);
  const auto rankings =
      Call<v1::ListRankingsResponse>("ScoringService/ListRankings", v1::ListRankingsRequest());
  ASSERT_EQ(rankings->rankings_size(), 2);
  EXPECT_GT(rankings->rankings(0).ranked_count(), 30);
  EXPECT_GT(rankings->rankings(0).unranked_count(), 0);
  EXPECT_EQ(rankings->rankings(0).previous(), rankings->rankings(1).name());
  v1::ReviewRankingDeviationRequest review;
  review.set_name(rankings->rankings(1).name());
  const auto deviation =
      Call<v1::RankingDeviation>("ScoringService/ReviewRankingDeviation", review);
  ASSERT_TRUE(deviation.ok()) << deviation.status();
  EXPECT_GT(deviation->closeness().count(), 5) << "some were delivered";
}

}  // namespace
}  // namespace mainstay::demo
