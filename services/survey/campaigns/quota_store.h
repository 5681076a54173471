// The quotas of campaigns in PostgreSQL: what one answer more is checked against and counted in.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/campaign.h"

namespace mainstay::survey {

// The quotas of a campaign, locked until the transaction ends, so that no two answers take the last
// place: checked with FullQuota before an answer is taken. Costs no lock where there are none.
std::vector<Quota> LockQuotas(pg::Tx& tx, const std::string& campaign_id);

// Counts the answers of one transaction in every quota that holds them; one statement, none without
// answers.
void CountAnswers(pg::Tx& tx, const std::string& campaign_id, absl::Span<const QuotaFacts> answers);

}  // namespace mainstay::survey
