// What ranking and its explanations cost: bin/feedback_topsis_benchmark.
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "absl/strings/str_format.h"
#include "services/feedback/scoring/rank_reversal.h"
#include "services/feedback/scoring/topsis.h"
#include "services/feedback/scoring/weight_sensitivity.h"

namespace mainstay::feedback {
namespace {

CriteriaSet Criteria(int count) {
  CriteriaSet set;
  for (int j = 0; j < count; ++j) {
    set.criteria.push_back({.id = absl::StrFormat("c%d", j),
                            .direction = j % 3 == 2 ? "cost" : "benefit",
                            .weight = 1.0 + j % 4});
  }
  return set;
}

// With ids as long as UUIDs.
std::vector<Alternative> Alternatives(int count, int criteria) {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> score(0, 10);
  std::vector<Alternative> alternatives(count);
  for (int i = 0; i < count; ++i) {
    alternatives[i].id = absl::StrFormat("00000000-0000-4000-8000-%012x", i);
    for (int j = 0; j < criteria; ++j) alternatives[i].scores.push_back(score(random));
  }
  return alternatives;
}

// Checks, distances, ranks and every criterion's part in them.
void BM_Rank(benchmark::State& state) {
  const CriteriaSet set = Criteria(state.range(1));
  const auto alternatives = Alternatives(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(RankByTopsis(set, alternatives));
}
BENCHMARK(BM_Rank)
    ->ArgNames({"alternatives", "criteria"})
    ->Args({120, 8})
    ->Args({10'000, 10})
    ->Args({20'000, 50})
    ->Unit(benchmark::kMillisecond);

void BM_Bands(benchmark::State& state) {
  const auto ranking =
      RankByTopsis(Criteria(state.range(1)), Alternatives(state.range(0), state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(WeightSensitivity(*ranking).Bands());
}
BENCHMARK(BM_Bands)
    ->ArgNames({"alternatives", "criteria"})
    ->Args({10'000, 10})
    ->Args({20'000, 50})
    ->Unit(benchmark::kMillisecond);

void BM_NeighbourSwaps(benchmark::State& state) {
  const auto ranking = RankByTopsis(Criteria(10), Alternatives(10'000, 10));
  for (auto _ : state) {
    benchmark::DoNotOptimize(WeightSensitivity(*ranking).NeighbourSwaps(10'000));
  }
}
BENCHMARK(BM_NeighbourSwaps)->Unit(benchmark::kMillisecond);

// 500,000 pairs, as many as are allowed.
void BM_TopBands(benchmark::State& state) {
  const auto ranking = RankByTopsis(Criteria(10), Alternatives(10'050, 10));
  const WeightSensitivity sensitivity(*ranking);
  for (auto _ : state) benchmark::DoNotOptimize(sensitivity.TopBands(50));
}
BENCHMARK(BM_TopBands)->Unit(benchmark::kMillisecond);

void BM_ReversalsByRemoval(benchmark::State& state) {
  const CriteriaSet set = Criteria(10);
  const auto alternatives = Alternatives(kMaxRemovals, 10);
  for (auto _ : state) benchmark::DoNotOptimize(ReversalsByRemoval(set, alternatives, 20));
}
BENCHMARK(BM_ReversalsByRemoval)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mainstay::feedback

BENCHMARK_MAIN();
