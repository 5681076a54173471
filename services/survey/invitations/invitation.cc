#include "services/survey/invitations/invitation.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kRevocable[] = {"planned", "sent",    "opened",
                                           "expired", "bounced", "undeliverable"};

}  // namespace

std::string InvitationName(const Invitation& invitation) {
  return absl::StrCat("campaigns/", invitation.campaign_id, "/invitations/", invitation.id);
}

std::string ContactNameOf(const Invitation& invitation, const std::string& account_id) {
  if (invitation.contact_id.empty()) return "";
  return absl::StrCat("accounts/", account_id, "/contacts/", invitation.contact_id);
}

std::string_view LinkState(const Invitation& invitation, const Campaign& campaign, absl::Time now) {
  if (invitation.state == "answered") return "answered";
  if (invitation.state == "revoked" || invitation.state == "bounced" ||
      invitation.state == "skipped") {
    return "revoked";
  }
  if (!TakesAnswers(campaign)) return "closed";
  if (invitation.state == "expired" || (invitation.expire_time && *invitation.expire_time <= now)) {
    return "expired";
  }
  if (FullQuota(campaign.quotas, invitation.quota_facts(), "close_links") != nullptr) {
    return "full";
  }
  return "open";
}

bool ToBeMarkedOpened(const Invitation& invitation, const Campaign& campaign) {
  return !campaign.anonymous() && invitation.state == "sent" && !invitation.open_time;
}

bool OpenToPaper(const Invitation& invitation, const Campaign& campaign, absl::Time submitted) {
  if (invitation.state == "answered" || invitation.state == "revoked" ||
      invitation.state == "bounced" || invitation.state == "skipped") {
    return false;
  }
  if (campaign.anonymous() && invitation.state != "sent") return false;
  return !invitation.expire_time || submitted < *invitation.expire_time;
}

absl::Status Revoke(Invitation& invitation, std::string_view reason) {
  RETURN_IF_ERROR(status::CheckState("the invitation", invitation.state, ":revoke", kRevocable));
  invitation.state = "revoked";
  invitation.state_reason = std::string(reason);
  return absl::OkStatus();
}

}  // namespace mainstay::survey
