// Invitations between messages and the domain.
#pragma once

#include <mainstay/survey/v1/invitation_service.pb.h>

#include <string>
#include <string_view>

#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

inline constexpr std::string_view kInvitationPattern = "campaigns/*/invitations/*";

v1::Invitation ToProto(const Invitation& invitation, const std::string& account_display_name);

}  // namespace mainstay::survey
