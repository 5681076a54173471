// The fault points that the code has, read from the code.
#pragma once

#include <set>
#include <string>

namespace mainstay::faults {

// The names in every fault::Point("…") of common/ and services/, seen from the working directory;
// without the switches that tests of the tests take guards out with ("mutation.…").
std::set<std::string> FaultPoints();

}  // namespace mainstay::faults
