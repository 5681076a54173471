// What responses are flagged with (response_quality_service.proto says what each means).
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace mainstay::survey {

inline constexpr std::string_view kStraightLining = "straight_lining";
inline constexpr std::string_view kSpeeder = "speeder";
inline constexpr std::string_view kDuplicate = "duplicate";
inline constexpr std::string_view kContradiction = "contradiction";
inline constexpr std::string_view kOtherFlag = "other";  // set by people alone
inline constexpr std::string_view kFlags[] = {kStraightLining, kSpeeder, kDuplicate, kContradiction,
                                              kOtherFlag};

// Flags are kept ascending, each once. Adds one, or takes it away.
inline void SetFlag(std::vector<std::string>& flags, std::string_view flag, bool flagged) {
  const auto at = std::lower_bound(flags.begin(), flags.end(), flag);
  const bool there = at != flags.end() && *at == flag;
  if (flagged && !there) flags.insert(at, std::string(flag));
  if (!flagged && there) flags.erase(at);
}

}  // namespace mainstay::survey
