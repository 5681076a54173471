// The review meeting (需求评审会) and the rules of its record. Domain code: no SQL, no proto.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace mainstay::feedback {

struct RequirementReviewItem {
  std::string requirement_id;  // bare UUID
  std::string decision;        // a verb of requirement_verbs.h, or "keep"
  std::string note;
  std::string old_state, state;
};

struct RequirementReview {
  std::string id;  // bare UUID
  absl::CivilDay date;
  std::vector<std::string> attendees;  // user ids
  std::string minutes;
  std::vector<RequirementReviewItem> items;
  std::string author;  // user id
  absl::Time create_time;
};

// Checks what people write of it; INVALID_ARGUMENT names all that cannot be accepted. `today` is
// DueDay.
absl::Status Validate(const RequirementReview& review, absl::CivilDay today);

}  // namespace mainstay::feedback
