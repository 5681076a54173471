// What finding themes costs on real reviews: bin/themes_benchmark, from the repository's
// root on an idle machine. Peak memory is that of the process. With `--show` first it prints the
// themes of the complaints, to be read, instead.
#include <sys/resource.h>

#include <cstddef>
#include <cstdio>
#include <string_view>

#include <benchmark/benchmark.h>

#include "common/themes/reviews_testing.h"

namespace mainstay::themes {
namespace {

const std::vector<Review>& Reviews() {
  static const auto& reviews = *new std::vector<Review>(LoadReviews());
  return reviews;
}

void BM_AllReviews(benchmark::State& state) {
  std::vector<SourceText> texts = ComplaintsAgainst(Reviews(), Group::kNow);
  if (texts.empty()) return state.SkipWithError("../shared/data has no hotel reviews");
  for (auto _ : state) benchmark::DoNotOptimize(FindThemes(texts, {}));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024;
  state.counters["texts"] = static_cast<double>(texts.size());
}
BENCHMARK(BM_AllReviews)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_ComplaintsAgainstPraise(benchmark::State& state) {
  std::vector<SourceText> texts = ComplaintsAgainst(Reviews(), Group::kAgainst);
  if (texts.empty()) return state.SkipWithError("../shared/data has no hotel reviews");
  for (auto _ : state) benchmark::DoNotOptimize(FindThemes(texts, {.order = Order::kContrast}));
}
BENCHMARK(BM_ComplaintsAgainstPraise)->Unit(benchmark::kMillisecond)->UseRealTime();

void Show(const char* title, Order order) {
  const auto report = FindThemes(ComplaintsAgainst(Reviews(), Group::kAgainst),
                                 {.order = order, .without_praise = true});
  if (!report.ok()) return;
  std::printf("%s\n", title);
  for (size_t i = 0; i < report->themes.size(); ++i) {
    const Theme& theme = report->themes[i];
    std::printf("%zu. %s  texts %ld, own %ld, praise %ld, G2 %.1f, q %.2g\n", i + 1,
                theme.term.c_str(), static_cast<long>(theme.texts),
                static_cast<long>(theme.own_texts), static_cast<long>(theme.contrast->texts),
                theme.contrast->log_likelihood, theme.contrast->adjusted_p);
    for (const Example& example : theme.examples) {
      std::printf("     %s: %s\n", example.text_id.c_str(), example.sentence.c_str());
    }
  }
}

}  // namespace
}  // namespace mainstay::themes

int main(int argc, char** argv) {
  namespace themes = mainstay::themes;
  if (argc > 1 && std::string_view(argv[1]) == "--show") {
    themes::Show("Particular to complaints:", themes::Order::kContrast);
    themes::Show("Frequent in complaints:", themes::Order::kFrequency);
    return 0;
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
