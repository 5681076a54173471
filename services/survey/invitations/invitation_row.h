// An invitation's row, for the stores that read it.
#pragma once

#include <pqxx/result>
#include <string>
#include <vector>

#include "services/survey/invitations/invitation.h"

namespace mainstay::survey {

// To be selected FROM MAINSTAY_INVITATION_TABLES; FromInvitationRow reads them from `first` on.
#define MAINSTAY_INVITATION_COLUMNS                                                            \
  "i.invitation_id, i.version, i.campaign_id, i.wave, coalesce(d.survivor_id, i.account_id), " \
  "i.account_id, i.contact_id, i.channel, i.language, i.state, i.state_reason, i.tier, "       \
  "i.region, i.role, i.influence, i.reminders, i.send_time, i.reminder_time, i.expire_time, "  \
  "i.open_time, i.answer_time, i.create_time"
#define MAINSTAY_INVITATION_TABLES \
  "invitations i LEFT JOIN account_directory d ON d.account_id = i.account_id"
inline constexpr int kInvitationColumns = 22;

Invitation FromInvitationRow(const pqxx::row& row, int first = 0);

}  // namespace mainstay::survey
