// Communications that a file brings, set by set.
#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include "common/history/change.h"
#include "common/pg/session.h"
#include "services/engagement/communications/communication_file.h"

namespace mainstay::engagement {

// The staging table of an import's transaction (common/csv/csv_staging.h).
inline constexpr char kStaging[] = "communication_staging";

struct StagedRecord {
  int64_t number;  // csv::CsvRecord::number
  FileValues values;
};
// At most `limit` records after the one of number `after`, in order. `positions`: of the columns,
// from 1; 0 for those that the file does not have.
std::vector<StagedRecord> ReadStaged(pg::Tx& tx, const std::vector<int>& positions, int64_t after,
                                     int limit);

// Writes new communications with their history, each under its account_id; those whose external id
// the account has already, or which stand twice in the set, are left out. Returns the ids of those
// written.
std::set<std::string> InsertCommunications(pg::Tx& tx,
                                           const std::vector<Communication>& communications,
                                           const history::WriteContext& context);

}  // namespace mainstay::engagement
