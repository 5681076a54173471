#include "services/survey/paper/paper_invitations.h"

#include <algorithm>
#include <tuple>

#include "services/survey/responses/sitting.h"

namespace mainstay::survey {

PaperInvitations::PaperInvitations(const Campaign& campaign,
                                   const std::vector<Invitation>& invitations)
    : campaign_(campaign) {
  for (const Invitation& one : invitations) by_contact_[one.contact_id].push_back(one);
  for (auto& [contact, own] : by_contact_) {
    std::sort(own.begin(), own.end(), [](const Invitation& a, const Invitation& b) {
      return std::tie(a.create_time, a.id) > std::tie(b.create_time, b.id);
    });
  }
}

PaperInvitations::Match PaperInvitations::Find(const Response& paper) const {
  Match match;
  const auto own = by_contact_.find(paper.contact_id);
  if (own == by_contact_.end()) return match;
  for (const Invitation& one : own->second) {
    if (one.account_id != paper.account_id) continue;
    if (paper.wave != 0 && one.wave != paper.wave) continue;
    if (OpenToPaper(one, campaign_, paper.submit_time)) return {.open = &one};
    match.answered = match.answered || one.state == "answered";
  }
  return match;
}

void PaperInvitations::MarkAnswered(const Invitation& invitation) {
  std::vector<Invitation>& own = by_contact_[invitation.contact_id];
  if (campaign_.anonymous()) {
    std::erase_if(own, [&](const Invitation& one) { return one.id == invitation.id; });
    return;
  }
  for (Invitation& one : own) {
    if (one.id == invitation.id) one.state = "answered";
  }
}

void Answering(const Campaign& campaign, const Invitation& invitation, Response& paper) {
  paper.wave = invitation.wave;
  paper.facts = FactsOf(campaign, invitation, paper.language);
  paper.facts.channel = paper.channel;
}

}  // namespace mainstay::survey
