// Service policies and clocks between the API's messages and the domain.
#pragma once

#include <string>
#include <string_view>

#include <mainstay/feedback/v1/sla_service.pb.h>

#include "absl/status/statusor.h"
#include "services/feedback/sla/clock_entry.h"
#include "services/feedback/sla/clock_list_store.h"
#include "services/feedback/sla/sla_policy.h"

namespace mainstay::feedback {

inline constexpr std::string_view kSlaPolicyPattern = "slaPolicies/*";

std::string SlaPolicyName(const std::string& policy_id);

// What callers set; a violation of the first field that has no place in the domain.
absl::StatusOr<SlaPolicy> FromProto(const v1::SlaPolicy& message);
v1::SlaPolicy ToProto(const SlaPolicy& policy);

// The clock at `now`; `working` is null when its calendar is not known: then it has no state.
v1::CaseClock ToProto(const ListedClock& listed, const calendar::WorkingTime* working,
                      absl::Time now);
v1::CaseClockEntry ToProto(const ClockEntry& entry);
v1::QuarterlyPlanCase ToProto(const PlannedCase& planned);

}  // namespace mainstay::feedback
