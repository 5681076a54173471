// A CSV file into a staging table, by PostgreSQL's own CSV reader.
#pragma once

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_format.h"
#include "common/pg/session.h"

namespace mainstay::csv {

// Creates the temporary table `table` (ours, not the caller's), which ends with the transaction,
// and fills it: record, counted from 1 without the header, and the file's fields as text, c1 to
// c<width>; a field that is empty without quotes is NULL. `next` gives the file's bytes from its
// header line on, without a byte order mark (csv_feed.h). `format` has been checked. Returns the
// number of records; MALFORMED_FILE for what PostgreSQL cannot read.
absl::StatusOr<int64_t> CopyToStaging(pg::Tx& tx, const std::string& table, int width,
                                      const Format& format,
                                      absl::FunctionRef<absl::StatusOr<bool>(std::string&)> next);

}  // namespace mainstay::csv
