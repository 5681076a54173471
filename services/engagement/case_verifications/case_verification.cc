#include "services/engagement/case_verifications/case_verification.h"

#include <string_view>
#include <vector>

#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kOpen[] = {"open"};
constexpr std::string_view kBegun[] = {"checked_in", "completed"};

}  // namespace

absl::Status Verify(CaseVerification& verification, const VerificationAnswer& answer,
                    const std::string& user, absl::Time now) {
  const std::string note = text::Trim(answer.note);
  std::vector<status::FieldViolation> violations;
  text::CheckText("note", note, answer.solved ? 0 : 1, 1000, text::Lines::kMany, violations);
  if (!violations.empty()) return status::BadFields(std::move(violations));
  RETURN_IF_ERROR(status::CheckState("the verification", verification.state, ":verify", kOpen));
  RETURN_IF_ERROR(status::CheckState("the visit", answer.visit_state, "verifying a case", kBegun));
  if (!answer.check_in_time || *answer.check_in_time < verification.close_time) {
    return status::BadField("visit", "must have begun since the case was closed");
  }
  verification.state = answer.solved ? "solved" : "not_solved";
  verification.visit_id = answer.visit_id;
  verification.note = note;
  verification.verifier = user;
  verification.verify_time = now;
  return absl::OkStatus();
}

}  // namespace mainstay::engagement
