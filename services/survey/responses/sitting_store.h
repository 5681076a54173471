// What stands in PostgreSQL of a respondent before their form.
#pragma once

#include <optional>
#include <string>

#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"
#include "services/survey/invitations/invitation.h"
#include "services/survey/responses/part_answers.h"

namespace mainstay::survey {

struct KeptSitting {
  Invitation invitation;
  Campaign campaign;  // with its quotas; without its waves, which who answers need not know
  std::optional<PartAnswers> part;
};

// By a token's SHA-256; nothing when it opens nothing any more (LockByToken). `key_of_token`:
// PartKeyOfToken, for the part answers of anonymous campaigns. One statement, because each costs a
// round trip and respondents make hundreds of requests a second.
std::optional<KeptSitting> ReadSitting(pg::Tx& tx, const std::string& token_sha256,
                                       const std::string& key_of_token);

// "zh" or "en": what the response to an invitation (a bare UUID) was given in; empty without one,
// and of anonymous campaigns, whose responses have no invitation.
std::string ReadResponseLanguage(pg::Tx& tx, const std::string& invitation_id);

}  // namespace mainstay::survey
