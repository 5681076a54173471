// What reading clocks costs: bin/sla_clock_benchmark. A step reads 100,000 clocks of four months at
// one instant, as a list of all open cases does.
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <benchmark/benchmark.h>

#include "common/calendar/calendar_csv.h"
#include "common/calendar/official_days.h"
#include "services/feedback/sla/escalation.h"
#include "services/feedback/sla/sla_clock.h"

namespace mainstay::feedback {
namespace {

constexpr size_t kClocks = 100'000;

// Office hours with China's published days.
calendar::WorkingTime Office() {
  calendar::WorkingCalendar hours{.time_zone = "Asia/Shanghai"};
  for (size_t i = 0; i < 5; ++i) hours.weekly[i] = {{540, 720}, {810, 1080}};
  for (const calendar::OfficialYear& official : calendar::OfficialYears()) {
    const auto days = calendar::ParseSpecialDays(official.csv).value();
    hours.special_days.insert(hours.special_days.end(), days.begin(), days.end());
  }
  return calendar::WorkingTime::Compile(hours).value();
}

// The last day of August 2026.
absl::Time Now() { return absl::FromCivil(absl::CivilDay(2026, 8, 31), absl::UTCTimeZone()); }

// Begun in the four months before, with as many pauses each as said, of up to two days.
std::vector<ClockFacts> Clocks(int64_t pauses) {
  std::mt19937_64 random(1);
  const auto some = [&](int64_t hours) {
    return absl::Seconds(std::uniform_int_distribution<int64_t>(0, hours * 3600)(random));
  };
  std::vector<ClockFacts> clocks(kClocks);
  for (ClockFacts& facts : clocks) {
    facts.start = Now() - some(2900);
    for (int64_t i = 0; i < pauses; ++i) {
      const absl::Time from = facts.start + some(1000);
      facts.pauses.push_back({from, from + some(48)});
    }
  }
  return clocks;
}

void BM_Read(benchmark::State& state) {
  const calendar::WorkingTime working = Office();
  const std::vector<ClockFacts> clocks = Clocks(state.range(0));
  const ClockTerms terms{.target = absl::Minutes(2250), .at_risk_after = absl::Minutes(1800)};
  size_t late = 0;
  for (auto _ : state) {
    for (const ClockFacts& facts : clocks) {
      late += Read(terms, facts, working, Now()).breach_time.has_value();
    }
  }
  benchmark::DoNotOptimize(late);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kClocks));
}
BENCHMARK(BM_Read)->ArgName("pauses")->Arg(0)->Arg(1)->Arg(10)->Unit(benchmark::kMillisecond);

void BM_DueSteps(benchmark::State& state) {
  const calendar::WorkingTime working = Office();
  const std::vector<ClockFacts> clocks = Clocks(1);
  const ClockTerms terms{.target = absl::Minutes(2250), .at_risk_after = absl::Minutes(1800)};
  const std::vector<EscalationLevel> ladder = {
      {.when = "at_risk"}, {.when = "at_due"}, {.when = "after_due", .minutes_after_due = 450}};
  size_t steps = 0;
  for (auto _ : state) {
    for (const ClockFacts& facts : clocks) {
      steps += DueSteps(ladder, 0, terms, facts, working, Now()).size();
    }
  }
  benchmark::DoNotOptimize(steps);
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(kClocks));
}
BENCHMARK(BM_DueSteps)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace mainstay::feedback

BENCHMARK_MAIN();
