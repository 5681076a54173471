// One piece of an audience after the other, with all that is known of its people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/audience.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/campaigns/people.h"

namespace mainstay::survey {

struct AudiencePiece {
  std::vector<AudienceAccount> accounts;
  std::vector<Choice> choices;
  std::string last_id;  // of the accounts; what the next piece comes after
  bool more = false;
};

// Up to kMostAskedAccounts accounts after `after_id` and what becomes of their people. Asks the
// other services between transactions of its own, so not within one. Changes nothing.
absl::StatusOr<AudiencePiece> ReadAudience(pg::Session& db, People& people, const Asking& asking,
                                           const Campaign& campaign, const std::string& after_id,
                                           absl::Time now);

// What becomes of one contact of an account, as of those of a piece. Where nothing does: why not.
struct ContactChoice {
  std::optional<Choice> choice;
  std::string reason;  // "not_in_audience", or "contact_gone" from the account
};
// Asks and changes as ReadAudience. UUIDs are bare.
absl::StatusOr<ContactChoice> ReadContactChoice(pg::Session& db, People& people,
                                                const Asking& asking, const Campaign& campaign,
                                                const std::string& account_id,
                                                const std::string& contact_id, absl::Time now);

}  // namespace mainstay::survey
