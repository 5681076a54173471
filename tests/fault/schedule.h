// What breaks, and when: made from a seed alone.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/fault/private_suite.h"

namespace mainstay::faults {

struct Fault {
  enum class Kind { kKill, kFlush, kLoseData };
  Kind kind = Kind::kKill;
  Part part = Part::kRedis;
  absl::Duration down;   // until what was killed is started again
  absl::Duration pause;  // until the next fault
};

struct ScheduleOptions {
  unsigned seed = 1;
  int kills = 18;  // of the services, their clusters and Redis; each gets its share
  int flushes = 1;
  int data_losses = 1;  // each one kill of Redis more
  absl::Duration longest_pause = absl::Seconds(1);
};

std::vector<Fault> MakeSchedule(const ScheduleOptions& options);

std::string Describe(const Fault& fault);
void Do(const Fault& fault, Suite& suite);

// MAINSTAY_SEED, or a random one; printed, so that the run can be repeated.
unsigned Seed();
// Whether this is the long run, of `tools/mainstay test fault`.
bool LongRun();
// How long after the last fault everything is to agree again: 30 s by the contract, which the long
// run, alone on its machine, holds it to; the short one runs beside other tests, maybe beside
// compilers.
absl::Duration Convergence();

}  // namespace mainstay::faults
