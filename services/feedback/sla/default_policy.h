// The policy that a suite begins with, so that clocks run before anybody has thought about them.
#pragma once

#include <string_view>

#include "absl/time/time.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

inline constexpr std::string_view kDefaultPolicyId = "01900000-0000-7000-8000-000000000001";

// In force, counting by the calendar "cn", whose working day has 450 minutes: complaints by how bad
// they are, those of core customers sooner; questions; minor complaints of one item or person and
// suggestions go to the quarter's improvement plan, and praise needs no clock.
SlaPolicy DefaultPolicy(absl::Time now);

}  // namespace mainstay::feedback
