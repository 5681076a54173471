// Chance that is the same on every machine: integers only, no standard distributions (these differ
// between libraries), no floating point (compilers may contract it).
#pragma once

#include <cstdint>
#include <initializer_list>

#include "absl/types/span.h"

namespace mainstay::demo {

// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
class Random {
 public:
  // An independent stream for each list of numbers: (seed, what for, which account, which month).
  Random(std::initializer_list<uint64_t> stream) {
    for (uint64_t part : stream) state_ = Mix(state_ ^ part) + part;
  }

  uint64_t Next() { return Mix(state_ += 0x9e3779b97f4a7c15); }
  // 0 to n-1.
  int Below(int n) { return static_cast<int>(Next() % static_cast<uint64_t>(n)); }
  // low to high, both included.
  int Between(int low, int high) { return low + Below(high - low + 1); }
  bool Chance(int percent) { return Below(100) < percent; }
  template <class T>
  const T& Pick(absl::Span<const T> from) {
    return from[Below(static_cast<int>(from.size()))];
  }

 private:
  static uint64_t Mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  uint64_t state_ = 0x6d61696e73746179;
};

}  // namespace mainstay::demo
