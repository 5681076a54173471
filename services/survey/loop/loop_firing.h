// One time that a rule fired, and what became of it. Domain code: no SQL, no proto.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace mainstay::survey {

// UUIDs are bare.
struct LoopFiring {
  std::string id;  // the id of the case, too, when it asked for one
  std::string rule_id;
  std::string campaign_id;
  std::string response_id;
  std::string account_id;           // that it is seen under: of a merged one, the survivor
  std::string contact_id;           // empty: nobody knows
  std::string action;               // of the rule, when it fired
  std::string outcome;              // resource name of the case or task; empty: not there yet
  std::string state = "requested";  // "requested", "open", "done", "cancelled"
  absl::Time fire_time;             // of confidential campaigns the beginning of the day in UTC
  absl::Time state_time;
};

}  // namespace mainstay::survey
