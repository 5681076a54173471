#include "tools/demo/opinions.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "tools/demo/company.h"
#include "tools/demo/random.h"

namespace mainstay::demo {
namespace {

constexpr uint64_t kOpinions = 40;  // a stream of chance
constexpr int kMiddle = 37;         // tenths, of a customer who sees neither good nor bad in us

// What one aspect is at, in tenths, and how much it weighs in the whole, in percent.
struct Level {
  std::string_view key;
  int in_2025, early_2026, late_2026;
  int weight;
};
constexpr std::array<Level, kAspects> kLevels = {{{"quality", 3, 3, 4, 20},
                                                  {"performance", 1, 1, 1, 5},
                                                  {"delivery", -7, -2, 3, 25},
                                                  {"packaging", 0, 0, 1, 0},
                                                  {"price", 1, -6, -7, 15},
                                                  {"contact", 4, 4, 4, 5},
                                                  {"response", -4, 0, 2, 20},
                                                  {"support", 1, 1, 1, 0},
                                                  {"complaints", -5, -4, -2, 10},
                                                  {"documents", 0, 0, 0, 0},
                                                  {"digital", -4, -3, 0, 0}}};

int LevelOn(const Level& level, absl::CivilDay day) {
  if (day < absl::CivilDay(2026, 3, 1)) return level.in_2025;
  return day < absl::CivilDay(2026, 9, 1) ? level.early_2026 : level.late_2026;
}

uint64_t QuarterOf(absl::CivilDay day) {
  return static_cast<uint64_t>(day.year() * 4 + (day.month() - 1) / 3);
}

}  // namespace

Aspect AspectCalled(std::string_view key) {
  for (size_t i = 0; i < kAspects; ++i) {
    if (absl::EndsWith(key, kLevels[i].key)) return static_cast<Aspect>(i);
  }
  return kQuality;
}

int Opinion::Place(int tenths, int min, int max) {
  return std::clamp((min * 40 + (max - min) * (tenths - 10) + 20) / 40, min, max);
}

int Opinion::Effort(int min, int max) const {
  return Place((tenths[kResponse] + tenths[kPerson] + tenths[kDocuments]) / 3, min, max);
}

Opinion OpinionOf(size_t customer, size_t person, absl::CivilDay day) {
  Random own({kSeed, kOpinions, customer, person});
  Random chance({kSeed, kOpinions, customer, person, QuarterOf(day)});
  const int mood = 4 * (static_cast<int>(customer * 7 % 5) - 2) + 3 * own.Between(-2, 2);
  Opinion opinion;
  int whole = 0;
  for (size_t i = 0; i < kAspects; ++i) {
    const int level = LevelOn(kLevels[i], day);
    opinion.tenths[i] = std::clamp(kMiddle + mood + level + chance.Between(-10, 10), 10, 50);
    whole += opinion.tenths[i] * kLevels[i].weight;
    if (opinion.tenths[i] > opinion.tenths[opinion.best]) opinion.best = static_cast<Aspect>(i);
    if (opinion.tenths[i] < opinion.tenths[opinion.worst]) opinion.worst = static_cast<Aspect>(i);
  }
  opinion.overall = std::clamp(whole / 100 + chance.Between(-3, 3), 10, 50);
  const int recommends = (opinion.overall - 10) * 25 / 10 + 10 + chance.Between(-6, 6);
  opinion.nps = std::clamp((recommends + 5) / 10, 0, 10);
  return opinion;
}

}  // namespace mainstay::demo
