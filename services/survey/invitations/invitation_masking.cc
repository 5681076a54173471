#include "services/survey/invitations/invitation_masking.h"

namespace mainstay::survey {

std::vector<std::string> MaskProgress(Invitation& invitation) {
  std::string& state = invitation.state;
  if (state == "opened" || state == "answered" || state == "expired") state = "sent";
  invitation.reminders = 0;
  return {"state", "reminder_count"};
}

}  // namespace mainstay::survey
