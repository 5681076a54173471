// What driver analysis costs: bin/survey_drivers_benchmark, from the repository's root.
#include <benchmark/benchmark.h>

#include <random>

#include "services/survey/analysis/airline_testing.h"
#include "services/survey/analysis/correlation.h"
#include "services/survey/analysis/driver_analysis.h"
#include "services/survey/analysis/shapley.h"

namespace mainstay::survey {
namespace {

// 25,976 answers to 14 drivers, from rows to quadrants.
void BM_AirlineSurvey(benchmark::State& state) {
  const auto passengers = LoadPassengers();
  if (passengers.empty()) {
    state.SkipWithError("the airline survey is not beside the repository");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(Analyse(AirlineMoments(passengers)));
}
BENCHMARK(BM_AirlineSurvey)->Unit(benchmark::kMillisecond);

// As it is when tallies were kept while answers came in.
void BM_AirlineFromMoments(benchmark::State& state) {
  const auto moments = AirlineMoments(LoadPassengers());
  for (auto _ : state) benchmark::DoNotOptimize(Analyse(moments));
}
BENCHMARK(BM_AirlineFromMoments)->Unit(benchmark::kMillisecond);

void BM_AddOneAnswer(benchmark::State& state) {
  DriverMoments moments({{0, 10}, std::vector<AnswerScale>(state.range(0), {1, 5})});
  const std::vector<std::optional<int>> answers(state.range(0), 4);
  for (auto _ : state) moments.Add(9, answers);
}
BENCHMARK(BM_AddOneAnswer)->ArgName("drivers")->Arg(14)->Arg(kMaxDrivers);

void BM_Shapley(benchmark::State& state) {
  const size_t drivers = state.range(0);
  std::mt19937_64 random(1);
  DriverMoments moments({{0, 10}, std::vector<AnswerScale>(drivers, {1, 5})});
  for (int row = 0; row < 1000; ++row) {
    std::vector<std::optional<int>> answers;
    for (size_t i = 0; i < drivers; ++i) answers.push_back(1 + static_cast<int>(random() % 5));
    moments.Add(static_cast<int>(random() % 6) + *answers[0], answers);
  }
  const CorrelationMatrix correlations = PearsonMatrix(moments);
  for (auto _ : state) benchmark::DoNotOptimize(ShapleyParts(correlations));
}
BENCHMARK(BM_Shapley)
    ->ArgName("drivers")
    ->Arg(8)
    ->Arg(14)
    ->Arg(kMaxDrivers)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mainstay::survey

BENCHMARK_MAIN();
