#include "tests/fault/schedule.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/str_cat.h"

namespace mainstay::faults {
namespace {

constexpr absl::Duration kLongestDown = absl::Milliseconds(600);

absl::Duration UpTo(absl::Duration longest, std::minstd_rand& random) {
  return longest * static_cast<double>(random() % 1000) / 1000;
}

}  // namespace

std::vector<Fault> MakeSchedule(const ScheduleOptions& options) {
  std::minstd_rand random(options.seed);
  std::vector<Fault> faults;
  for (int i = 0; i < options.kills; ++i) faults.push_back({.part = kParts[i % kParts.size()]});
  for (int i = 0; i < options.flushes; ++i) faults.push_back({.kind = Fault::Kind::kFlush});
  for (int i = 0; i < options.data_losses; ++i) faults.push_back({.kind = Fault::Kind::kLoseData});
  for (size_t i = faults.size(); i > 1; --i) std::swap(faults[i - 1], faults[random() % i]);
  for (Fault& fault : faults) {
    fault.down = random() % 2 == 0 ? absl::ZeroDuration() : UpTo(kLongestDown, random);
    // Now and then the next one comes before this is over.
    fault.pause = random() % 4 == 0 ? absl::ZeroDuration() : UpTo(options.longest_pause, random);
  }
  return faults;
}

std::string Describe(const Fault& fault) {
  switch (fault.kind) {
    case Fault::Kind::kKill:
      return absl::StrCat("kill ", NameOf(fault.part), ", for ", absl::FormatDuration(fault.down));
    case Fault::Kind::kFlush:
      return "flush Redis";
    case Fault::Kind::kLoseData:
      return absl::StrCat("delete Redis's data, for ", absl::FormatDuration(fault.down));
  }
  return "";
}

void Do(const Fault& fault, Suite& suite) {
  switch (fault.kind) {
    case Fault::Kind::kKill:
      return suite.Kill(fault.part, fault.down);
    case Fault::Kind::kFlush:
      return suite.FlushRedis();
    case Fault::Kind::kLoseData:
      return suite.LoseRedisData(fault.down);
  }
}

unsigned Seed() {
  const char* given = std::getenv("MAINSTAY_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::atol(given)) : std::random_device{}() % 1000000;
  std::cout << "MAINSTAY_SEED=" << seed << "\n";
  return seed;
}

bool LongRun() { return std::getenv("MAINSTAY_FAULT_LONG") != nullptr; }

absl::Duration Convergence() { return absl::Seconds(LongRun() ? 30 : 180); }

}  // namespace mainstay::faults
