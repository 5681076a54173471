// A closed case whose customer was asked afterwards (投诉回访). Domain code: no SQL, no proto.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace mainstay::survey {

// UUIDs are bare.
struct CaseFollowUp {
  std::string case_id;
  std::string account_id;  // that it is seen under: of a merged one, the survivor
  std::string campaign_id;
  std::string contact_id;     // empty: nobody is named in the case
  std::string invitation_id;  // empty: there is none
  // "planned" (to be decided by what other services say), "invited", "left_out", "no_contact".
  std::string state;
  std::string reason;  // of left_out: "not_in_audience", "contact_gone", "no_address", "budget",
                       // "asked_lately", "quota_full", "campaign_closed"
  absl::Time close_time;
};

}  // namespace mainstay::survey
