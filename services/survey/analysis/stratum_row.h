// Strata of responses and invitations in PostgreSQL.
#pragma once

#include <pqxx/result>
#include <string>

#include "common/api/list.h"
#include "services/survey/analysis/response_groups.h"
#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

// What a fact's column is called in `facts`; a fact that is not known counts as "".
#define MAINSTAY_STRATUM                                                                       \
  "wave, coalesce(facts ->> 'tier', '') AS tier, coalesce(facts ->> 'region', '') AS region, " \
  "coalesce(facts ->> 'segment', '') AS segment, coalesce(facts ->> 'role', '') AS role, "     \
  "channel, language, flags <> '{}' AS flagged"

// Of a row of invitations: it reached somebody and is in no tally, or the other way round. As the
// index invitations_untallied has it.
#define MAINSTAY_INVITED_UNTALLIED  \
  "tallied <> (state = 'answered' " \
  "OR (send_time IS NOT NULL AND state NOT IN ('bounced', 'undeliverable')))"

// Of a row with these from column `first` on.
Stratum StratumOf(const pqxx::row& row, int first);

// " AND …" of those that are selected, of rows s of MAINSTAY_STRATUM; may be empty.
std::string SelectedPredicate(const Selection& selection, api::ListParams& params);

}  // namespace mainstay::survey
