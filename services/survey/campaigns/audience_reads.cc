#include "services/survey/campaigns/audience_reads.h"

#include <utility>

#include "common/status/status.h"
#include "services/survey/campaigns/audience_store.h"

namespace mainstay::survey {
namespace {

// What is known of people of these accounts besides.
absl::StatusOr<AudienceFacts> ReadFacts(pg::Session& db, People& people, const Asking& asking,
                                        const Campaign& campaign,
                                        const std::vector<std::string>& account_ids,
                                        const std::vector<Person>& contacts, absl::Time now) {
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
        db.ReadOne({.deadline = asking.deadline},
                   [&](pg::Tx& tx) -> absl::StatusOr<absl::flat_hash_set<std::string>> {
                     return InvitedSince(tx, contact_ids, since);
                   }));
  }
  return facts;
}

}  // namespace

absl::StatusOr<AudiencePiece> ReadAudience(pg::Session& db, People& people, const Asking& asking,
                                           const Campaign& campaign, const std::string& after_id,
                                           absl::Time now) {
  AudiencePiece piece;
  ASSIGN_OR_RETURN(piece.accounts,
                   db.ReadOne({.deadline = asking.deadline},
                              [&](pg::Tx& tx) -> absl::StatusOr<std::vector<AudienceAccount>> {
                                return ReadAudienceAccounts(tx, campaign.audience, after_id,
                                                            kMostAskedAccounts);
                              }));
  if (piece.accounts.empty()) return piece;
  piece.last_id = piece.accounts.back().id;
  piece.more = piece.accounts.size() == static_cast<size_t>(kMostAskedAccounts);
  std::vector<std::string> account_ids;
  for (const AudienceAccount& account : piece.accounts) account_ids.push_back(account.id);
  ASSIGN_OR_RETURN(std::vector<Person> contacts, people.ContactsOf(asking, account_ids));
  ASSIGN_OR_RETURN(const AudienceFacts facts,
                   ReadFacts(db, people, asking, campaign, account_ids, contacts, now));
  piece.choices = Choose(campaign, piece.accounts, std::move(contacts), facts);
  return piece;
}

absl::StatusOr<ContactChoice> ReadContactChoice(pg::Session& db, People& people,
                                                const Asking& asking, const Campaign& campaign,
                                                const std::string& account_id,
                                                const std::string& contact_id, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<AudienceAccount> account,
                   db.ReadOne({.deadline = asking.deadline},
                              [&](pg::Tx& tx) -> absl::StatusOr<std::optional<AudienceAccount>> {
                                return FindInAudience(tx, campaign.audience, account_id);
                              }));
  if (!account) return ContactChoice{.choice = {}, .reason = "not_in_audience"};
  const std::vector<std::string> account_ids = {account->id};
  ASSIGN_OR_RETURN(std::vector<Person> contacts, people.ContactsOf(asking, account_ids));
  std::erase_if(contacts, [&](const Person& person) { return person.contact_id != contact_id; });
  if (contacts.empty()) return ContactChoice{.choice = {}, .reason = "contact_gone"};
  ASSIGN_OR_RETURN(const AudienceFacts facts,
                   ReadFacts(db, people, asking, campaign, account_ids, contacts, now));
  auto choices = Choose(campaign, {*account}, std::move(contacts), facts);
  if (choices.empty()) return ContactChoice{.choice = {}, .reason = "not_in_audience"};
  return ContactChoice{.choice = std::move(choices[0]), .reason = ""};
}

}  // namespace mainstay::survey
