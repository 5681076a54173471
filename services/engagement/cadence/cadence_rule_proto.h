// Between cadence rules and messages.
#pragma once

#include <string>

#include <mainstay/engagement/v1/cadence_rule_service.pb.h>

#include "absl/status/statusor.h"
#include "services/engagement/cadence/cadence_rule.h"

namespace mainstay::engagement {

inline constexpr std::string_view kCadenceRulePattern = "cadenceRules/*";

std::string CadenceRuleName(const std::string& rule_id);

// What callers set; a violation of each field that has no place in the domain.
absl::StatusOr<CadenceRule> FromProto(const v1::CadenceRule& message);
v1::CadenceRule ToProto(const CadenceRule& rule);

}  // namespace mainstay::engagement
