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
  std::string state;          // "invited", "no_contact"
  absl::Time close_time;
};

}  // namespace mainstay::survey
