// What one comparison of a condition says of one value. For this folder only.
#pragma once

#include <optional>
#include <string_view>

#include "absl/time/civil_time.h"
#include "services/survey/expression/expression.h"

namespace mainstay::survey {

// Whether a comparison, a list, "contains" or "answered" holds of `value`.
bool TermHolds(const ConditionNode& term, const Value& value);

// "2026-03-31"; nothing for what is no day.
std::optional<absl::CivilDay> ParseDay(std::string_view text);

}  // namespace mainstay::survey
