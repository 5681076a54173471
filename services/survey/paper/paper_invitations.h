// Which invitation of a campaign the paper of a contact answers. Domain code: no SQL, no proto.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/invitation.h"
#include "services/survey/responses/response.h"

namespace mainstay::survey {

// The invitations of the contacts of a set of papers. `campaign` must outlive it.
class PaperInvitations {
 public:
  // `invitations` are locked, those of an anonymous campaign without the ones that have no token.
  PaperInvitations(const Campaign& campaign, const std::vector<Invitation>& invitations);

  // What a paper that names a contact, and says which wave it is of (0: none), comes upon.
  struct Match {
    const Invitation* open = nullptr;  // that it answers: of its wave, else the newest; null: none
    // There is none that it could answer, but one that was answered. Never in anonymous campaigns.
    bool answered = false;
  };
  Match Find(const Response& paper) const;
  // It was answered, and no other paper answers it.
  void MarkAnswered(const Invitation& invitation);

 private:
  const Campaign& campaign_;
  std::map<std::string, std::vector<Invitation>> by_contact_;  // the newest first
};

// Makes `paper` one that answers `invitation`: of its wave, by what was known of the contact then.
void Answering(const Campaign& campaign, const Invitation& invitation, Response& paper);

}  // namespace mainstay::survey
