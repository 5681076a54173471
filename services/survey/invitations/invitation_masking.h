// What an invitation does not say while its campaign runs: who of a confidential campaign answered
// when. A case or a task that an answer asked for stands beside it, and the two moments together
// would tell whose answer it was. Domain code: no SQL, no proto.
#pragma once

#include <string>
#include <vector>

#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// Makes one that was opened, was answered or expired look like one that was sent, without its
// reminders, and returns the names of those fields of the API; the protected times are others'.
std::vector<std::string> MaskProgress(Invitation& invitation);

}  // namespace mainstay::survey
