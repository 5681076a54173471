// The words of an invitation and of its reminders.
#pragma once

#include <string>

#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

struct InvitationWords {
  std::string subject, text;
};

// As the campaign says them in the language; where it says nothing, our own, with a word on what is
// kept of the answers. A reminder says that it is one. `number`: 0: the invitation.
InvitationWords WordsOf(const Campaign& campaign, const std::string& language,
                        const std::string& name, int number);

}  // namespace mainstay::survey
