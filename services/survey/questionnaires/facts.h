// What is known of a respondent before the first question; conditions ask it beside the answers.
// Domain code: no SQL, no proto.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/survey/expression/expression.h"

namespace mainstay::survey {

// Empty, or no number: not known, and then every comparison of it is false.
struct Facts {
  std::string account_tier;     // account.tier: "core", "potential", "general"
  std::string account_region;   // account.region, as accounts has it
  std::string account_segment;  // not known of anybody yet, so no condition asks it
  // contact.role: "decision_maker", "handler", "influencer", "user", "gatekeeper", "sponsor"
  std::string contact_role;
  std::optional<int> contact_influence;  // contact.influence: 1 to 5
  std::optional<int> wave;               // survey.wave: from 1
  std::string channel;   // survey.channel: "link", "email", "webhook", "phone", "paper"
  std::string language;  // survey.language: "zh", "en"
};

// By their names in conditions.
const Declarations& FactDeclarations();
Value FactNamed(const Facts& facts, std::string_view name);

}  // namespace mainstay::survey
