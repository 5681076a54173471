// A real survey for tests and benchmarks: 25,976 airline passengers, 14 ratings from 1 to 5 (0
// stands for "not applicable") and whether they are satisfied. It lies beside the repository and is
// no part of it (../shared/data/airline_satisfaction.csv.xz seen from its root).
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "services/survey/analysis/driver_moments.h"

namespace mainstay::survey {

inline constexpr size_t kAirlineDrivers = 14;

struct Passenger {
  std::string travel_class;
  bool satisfied = false;
  std::array<int, kAirlineDrivers> ratings{};  // 0 to 5
};

// Where it is looked for, from the repository's root.
inline constexpr std::string_view kAirlineFile = "../shared/data/airline_satisfaction.csv.xz";

// All passengers in the order of the file; empty when it is not there.
std::vector<Passenger> LoadPassengers();

// Their answers; "not applicable" is no answer, or, `raw`, a score of 0.
DriverMoments AirlineMoments(const std::vector<Passenger>& passengers, bool raw = false);

}  // namespace mainstay::survey
