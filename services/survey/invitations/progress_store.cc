#include "services/survey/invitations/progress_store.h"

#include <pqxx/result>

#include "common/pg/statement.h"
#include "services/survey/invitations/invitation_store.h"

namespace mainstay::survey {
namespace {

// As MasksProgress (campaigns/campaign_masking.h) has it.
#define MAINSTAY_MASKS_PROGRESS "c.privacy = 'confidential' AND c.state <> 'closed'"
constexpr pg::Statement kMasking{
    "invitations_masking_progress",
    "SELECT c.campaign_id FROM campaigns c "
    "WHERE c.campaign_id = ANY ($1::uuid[]) AND " MAINSTAY_MASKS_PROGRESS};
// As MaskProgress has it.
constexpr char kMaskedState[] =
    "(CASE WHEN i.state IN ('opened', 'answered', 'expired') AND EXISTS (SELECT FROM campaigns c "
    "WHERE c.campaign_id = i.campaign_id AND " MAINSTAY_MASKS_PROGRESS
    ") THEN 'sent' ELSE i.state END)";

}  // namespace

std::set<std::string> CampaignsThatMaskProgress(pg::Tx& tx,
                                                const std::vector<std::string>& campaign_ids) {
  std::set<std::string> masking;
  if (campaign_ids.empty()) return masking;
  for (const auto& row : tx.Run(kMasking, campaign_ids)) masking.emplace(row[0].c_str());
  return masking;
}

const api::ListFields& MaskedInvitationListFields() {
  static const auto& filters = *[] {
    const api::ListFields& all = InvitationListFields();
    auto* const masked = new std::vector<api::FilterField>(all.filters.begin(), all.filters.end());
    for (api::FilterField& field : *masked) {
      if (field.name == "state") field.column = kMaskedState;
    }
    return masked;
  }();
  static const auto& fields = *new api::ListFields{filters, InvitationListFields().sorts};
  return fields;
}

}  // namespace mainstay::survey
