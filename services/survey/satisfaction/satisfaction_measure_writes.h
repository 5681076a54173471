// Working out how satisfied accounts are, and telling accounts of it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/session.h"
#include "services/survey/responses/response_sequel.h"
#include "services/survey/satisfaction/account_figures.h"

namespace mainstay::survey {

// The figures of each of these accounts, none of which was merged, as of `now`. In two statements
// however many they are.
absl::StatusOr<std::map<std::string, AccountFigures>> Measure(
    pg::Tx& tx, const std::vector<std::string>& account_ids, absl::Time now);

// Notes in the transaction of a response that its account is to be measured; of anonymous campaigns
// nothing.
ResponseSequel SatisfactionSequel();

// Measures a batch of the accounts that answered, and tells what changed. True when there may be
// more. For service::PeriodicTask.
absl::StatusOr<bool> MeasureAnswered(pg::Tx& tx, absl::Time now);
// The same of accounts that were not measured for a day, or were invited and never measured:
// invitations go out, and answers get old.
absl::StatusOr<bool> MeasureOutdated(pg::Tx& tx, absl::Time now);

}  // namespace mainstay::survey
