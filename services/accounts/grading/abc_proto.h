// ABC analyses between the API's messages and the domain.
#pragma once

#include <mainstay/accounts/v1/grading_service.pb.h>

#include "absl/status/statusor.h"
#include "services/accounts/grading/abc_store.h"

namespace mainstay::accounts {

// Window and thresholds as asked for, defaults filled in and checked.
absl::StatusOr<AbcAnalysis> FromProto(const v1::AbcAnalysis& message);

// `whole` false, for callers who see only their team's accounts, leaves out what tells of others:
// the portfolio's figures, a row's rank and shares.
v1::AbcAnalysis ToProto(const AbcAnalysis& analysis, bool whole);
v1::AbcRow ToProto(const AbcTableRow& row, const AbcAnalysis& analysis, bool whole);
// `rows` in order, those of ChartRanks.
v1::AbcChart ChartOf(const AbcAnalysis& analysis, const std::vector<AbcTableRow>& rows);

}  // namespace mainstay::accounts
