#include "services/survey/campaigns/audience_reads.h"

#include <utility>

#include "common/status/status.h"
#include "services/survey/campaigns/audience_store.h"

namespace mainstay::survey {

absl::StatusOr<AudiencePiece> ReadAudience(pg::Session& db, People& people, const Asking& asking,
                                           const Campaign& campaign, const std::string& after_id,
                                           absl::Time now) {
  const pg::TxOptions options{.deadline = asking.deadline};
  AudiencePiece piece;
  ASSIGN_OR_RETURN(
      piece.accounts,
      db.ReadOne(options, [&](pg::Tx& tx) -> absl::StatusOr<std::vector<AudienceAccount>> {
        return ReadAudienceAccounts(tx, campaign.audience, after_id, kMostAskedAccounts);
      }));
  if (piece.accounts.empty()) return piece;
  piece.last_id = piece.accounts.back().id;
  piece.more = piece.accounts.size() == static_cast<size_t>(kMostAskedAccounts);
  std::vector<std::string> account_ids;
  for (const AudienceAccount& account : piece.accounts) account_ids.push_back(account.id);
  ASSIGN_OR_RETURN(std::vector<Person> contacts, people.ContactsOf(asking, account_ids));
  AudienceFacts facts;
  if (campaign.audience.keep_contact_budget) {
    ASSIGN_OR_RETURN(facts.over_budget, people.OverBudget(asking, account_ids));
  }
  if (campaign.audience.not_asked_days > 0) {
    std::vector<std::string> contact_ids;
    for (const Person& person : contacts) contact_ids.push_back(person.contact_id);
    const absl::Time since = now - absl::Hours(24 * campaign.audience.not_asked_days);
    ASSIGN_OR_RETURN(
        facts.asked_lately,
        db.ReadOne(options, [&](pg::Tx& tx) -> absl::StatusOr<absl::flat_hash_set<std::string>> {
          return InvitedSince(tx, contact_ids, since);
        }));
  }
  piece.choices = Choose(campaign, piece.accounts, std::move(contacts), facts);
  return piece;
}

}  // namespace mainstay::survey
