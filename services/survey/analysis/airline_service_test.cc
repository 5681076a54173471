// The real airline survey through the service: counted in batches, analysed from tallies, equal to
// what its rows say (airline_r_test.cc holds that to R). Times are printed; nothing fails for being
// slow.
#include <cstdio>

#include "absl/time/clock.h"
#include "services/survey/analysis/airline_testing.h"
#include "services/survey/analysis/analysis_fixture.h"
#include "services/survey/analysis/driver_analysis.h"

namespace mainstay::survey {
namespace {

std::string AirlineContent() {
  std::string rows, drivers;
  for (size_t i = 0; i < kAirlineDrivers; ++i) {
    absl::StrAppend(&rows, i > 0 ? "," : "", R"({"key":"r)", i, R"("})");
    absl::StrAppend(&drivers, i > 0 ? "," : "", R"("service.r)", i, "\"");
  }
  return absl::StrCat(
      R"({"sections":[{"key":"s","questions":[{"key":"verdict","kind":"QUESTION_KIND_RATING",)",
      R"("scale_min":0,"scale_max":1},{"key":"service","kind":"QUESTION_KIND_MATRIX","scale_min":1,)",
      R"("scale_max":5,"not_applicable":true,"rows":[)", rows,
      R"(]}]}],"driver_model":{"outcome":"verdict","drivers":[)", drivers, "]}}");
}

class AirlineServiceTest : public AnalysisTest {};

TEST_F(AirlineServiceTest, IsAnalysedFromTallies) {
  const auto passengers = LoadPassengers();
  if (passengers.empty()) {
    GTEST_SKIP() << "no airline survey at " << kAirlineFile
                 << " (from the repository's root): its analysis stays untested here";
  }
  const std::string campaign = AddCampaign("identified", AirlineContent());
  std::vector<Given> responses;
  for (const Passenger& passenger : passengers) {
    Given given{{.wave = 1, .region = passenger.travel_class, .channel = "paper", .language = "en"},
                {}};
    given.answers["verdict"].number = passenger.satisfied ? 1 : 0;
    for (size_t i = 0; i < kAirlineDrivers; ++i) {
      const std::string row = absl::StrCat("r", i);
      Answer& answer = given.answers["service"];
      if (passenger.ratings[i] > 0) {
        answer.rows[row] = passenger.ratings[i];
      } else {
        answer.not_applicable_rows.push_back(row);
      }
    }
    responses.push_back(std::move(given));
  }
  Respond(campaign, responses);
  absl::Time start = absl::Now();
  CountAll();
  const double counting = absl::ToDoubleSeconds(absl::Now() - start);
  v1::GetDriverAnalysisRequest request;
  request.set_campaign(campaign);
  start = absl::Now();
  const auto analysis = Ask<v1::DriverAnalysis>("GetDriverAnalysis", request);
  ASSERT_TRUE(analysis.ok()) << analysis.status();
  std::printf("%zu responses counted in %.2f s, drivers in %.1f ms\n", passengers.size(), counting,
              absl::ToDoubleMilliseconds(absl::Now() - start));
  const DriverAnalysis expected = Analyse(AirlineMoments(passengers));
  EXPECT_EQ(analysis->response_count(), expected.respondents);
  EXPECT_EQ(analysis->complete_count(), expected.complete);
  EXPECT_DOUBLE_EQ(analysis->r_squared(), expected.r_squared);
  for (size_t i = 0; i < kAirlineDrivers; ++i) {
    const v1::Driver& driver = analysis->drivers(static_cast<int>(i));
    EXPECT_DOUBLE_EQ(driver.weight(), expected.drivers[i].regression->weight);
    EXPECT_DOUBLE_EQ(driver.shapley_share(), expected.drivers[i].shapley_share);
    EXPECT_DOUBLE_EQ(driver.spearman(), *expected.drivers[i].spearman);
  }
}

}  // namespace
}  // namespace mainstay::survey
