// Whether conditions can hold together at all. Domain code: no SQL, no proto.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/expression/expression.h"

namespace mainstay::survey {

// Conditions made of others.
Condition Constant(bool value);
Condition Answered(const std::string& name);
Condition Not(const Condition& condition);
Condition AllOf(const std::vector<Condition>& conditions);
Condition AnyOf(const std::vector<Condition>& conditions);

// False only when no answers and facts whatever make all of these hold at once. The values that a
// name can have are cut down to those that the conditions tell apart — each literal, what lies
// between two, one that is none of them, and no value —, and these are tried with every condition
// worked out as far as what is chosen decides it. True also when kSatisfiabilitySteps were not
// enough, or a name's values are too many. `conditions` must have passed CheckCondition.
bool CanHold(absl::Span<const Condition> conditions, const Declarations& declarations);

// Values tried in all: about 0.1 s at most.
inline constexpr int kSatisfiabilitySteps = 20'000;

}  // namespace mainstay::survey
