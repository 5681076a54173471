// What counting working time costs: bin/calendar_benchmark. Instants are random and a new pair is
// taken at every step, so that no step finds its answer warm from the last.
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "common/calendar/calendar_csv.h"
#include "common/calendar/official_days.h"
#include "common/calendar/working_time.h"

namespace mainstay::calendar {
namespace {

constexpr const char* kZones[] = {"Asia/Shanghai", "America/New_York"};

// Office hours with China's published days, in a zone without and one with summer time.
WorkingCalendar Office(const char* zone) {
  WorkingCalendar calendar{.time_zone = zone};
  for (size_t i = 0; i < 5; ++i) calendar.weekly[i] = {{540, 720}, {810, 1080}};
  for (const OfficialYear& official : OfficialYears()) {
    const std::vector<SpecialDay> days = ParseSpecialDays(official.csv).value();
    calendar.special_days.insert(calendar.special_days.end(), days.begin(), days.end());
  }
  return calendar;
}

// 4096 instants of 2025 and 2026 and as many up to `days` later.
std::vector<std::pair<absl::Time, absl::Time>> Ranges(int64_t days) {
  std::mt19937_64 random(1);
  const absl::Time first = absl::FromCivil(absl::CivilDay(2025, 1, 1), absl::UTCTimeZone());
  std::uniform_int_distribution<int64_t> start(0, int64_t{365} * 86'400'000'000);
  std::uniform_int_distribution<int64_t> length(0, days * 86'400'000'000);
  std::vector<std::pair<absl::Time, absl::Time>> ranges;
  for (int i = 0; i < 4096; ++i) {
    const absl::Time from = first + absl::Microseconds(start(random));
    ranges.emplace_back(from, from + absl::Microseconds(length(random)));
  }
  return ranges;
}

void BM_Between(benchmark::State& state) {
  const WorkingTime working = WorkingTime::Compile(Office(kZones[state.range(0)])).value();
  const auto ranges = Ranges(state.range(1));
  size_t i = 0;
  for (auto _ : state) {
    const auto& [from, to] = ranges[i++ % ranges.size()];
    benchmark::DoNotOptimize(working.Between(from, to));
  }
  state.SetLabel(kZones[state.range(0)]);
}
BENCHMARK(BM_Between)->ArgNames({"zone", "days"})->ArgsProduct({{0, 1}, {1, 30, 365}});

void BM_Add(benchmark::State& state) {
  const WorkingTime working = WorkingTime::Compile(Office(kZones[state.range(0)])).value();
  const auto ranges = Ranges(90);
  size_t i = 0;
  for (auto _ : state) {
    const auto& [from, to] = ranges[i++ % ranges.size()];
    benchmark::DoNotOptimize(working.Add(from, to - from));
  }
  state.SetLabel(kZones[state.range(0)]);
}
BENCHMARK(BM_Add)->ArgName("zone")->Arg(0)->Arg(1);

void BM_AddWorkingDays(benchmark::State& state) {
  const WorkingTime working = WorkingTime::Compile(Office("Asia/Shanghai")).value();
  int i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(working.AddWorkingDays(absl::CivilDay(2025, 1, 1) + i++ % 600,
                                                    static_cast<int>(state.range(0))));
  }
}
BENCHMARK(BM_AddWorkingDays)->ArgName("days")->Arg(7)->Arg(90);

void BM_Compile(benchmark::State& state) {
  const WorkingCalendar calendar = Office(kZones[state.range(0)]);
  for (auto _ : state) benchmark::DoNotOptimize(WorkingTime::Compile(calendar));
  state.SetLabel(kZones[state.range(0)]);
}
BENCHMARK(BM_Compile)->ArgName("zone")->Arg(0)->Arg(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace mainstay::calendar

BENCHMARK_MAIN();
