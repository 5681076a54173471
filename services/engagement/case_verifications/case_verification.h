// A closed case that a visit is to verify, and what it found. Domain code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::engagement {

struct CaseVerification {
  std::string id;
  std::string account_id;  // that it is seen under: of a merged one, the survivor
  std::string case_id;
  int64_t number = 0;
  std::string state = "open";  // "open", "solved", "not_solved", "dropped"
  absl::Time close_time;       // of the case
  std::string visit_id;        // that answered it, or empty
  std::string note;
  std::string verifier;  // user id
  std::optional<absl::Time> verify_time;
};

// What a visit found.
struct VerificationAnswer {
  std::string visit_id;
  std::string visit_state;                  // as in visits
  std::optional<absl::Time> check_in_time;  // of a visit that has begun
  bool solved = false;
  std::string note;
};

// Takes the answer down. INVALID_ARGUMENT names the field, "visit" for one that began before the
// case was closed; FAILED_PRECONDITION with reason WRONG_STATE unless the verification is open and
// the visit has begun.
absl::Status Verify(CaseVerification& verification, const VerificationAnswer& answer,
                    const std::string& user, absl::Time now);

}  // namespace mainstay::engagement
