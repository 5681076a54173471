// Rules, firings and follow-ups between the API's messages and the domain.
#pragma once

#include <mainstay/survey/v1/loop_service.pb.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/survey/loop/case_follow_up.h"
#include "services/survey/loop/loop_firing.h"
#include "services/survey/loop/loop_rule.h"

namespace mainstay::survey {

inline constexpr std::string_view kLoopRulePattern = "campaigns/*/loopRules/*";

std::string LoopRuleName(const LoopRule& rule);
// "campaigns/{campaign}/loopFirings/{firing}".
std::string LoopFiringName(const LoopFiring& firing);

// The fields that people may set; enum numbers that do not exist are violations of their fields.
absl::StatusOr<LoopRule> FromProto(const v1::LoopRule& message);
// `problem`: why it cannot fire; empty: it can.
v1::LoopRule ToProto(const LoopRule& rule, const std::string& problem);

// `names_people`: of a campaign that is not confidential.
v1::LoopFiring ToProto(const LoopFiring& firing, bool names_people);
v1::CaseFollowUp ToProto(const CaseFollowUp& follow_up);

}  // namespace mainstay::survey
