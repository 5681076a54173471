// What became of a case's clock: an entry of its history.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "services/feedback/sla/case_clock.h"

namespace mainstay::feedback {

// Of ClockEntry::kind.
inline constexpr std::string_view kEntryReplanned = "replanned";
inline constexpr std::string_view kEntryAtRisk = "at_risk";
inline constexpr std::string_view kEntryBreached = "breached";
inline constexpr std::string_view kEntryBreachMoved = "breach_moved";
inline constexpr std::string_view kEntryBreachRevoked = "breach_revoked";
inline constexpr std::string_view kEntryEscalated = "escalated";

struct ClockEntry {
  std::string case_id;
  std::string clock;  // of kClockKinds
  std::string kind;
  absl::Time time;                        // when it was seen
  std::optional<ClockReplan> replan;      // of kEntryReplanned
  std::optional<absl::Time> happen_time;  // what it tells of; of a revoked breach: what was told
  int level = 0;                          // of kEntryEscalated, as what follows
  bool told = false;
  std::vector<std::string> recipients;
};

}  // namespace mainstay::feedback
