// The records of a CSV file as they come, each by itself: one that cannot be read is named and does
// not stop those behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_records.h"
#include "services/feedback/intake/case_file.h"

namespace mainstay::feedback {

struct CaseFileHeader : csv::FileHeader {
  CaseLayout layout;
};
// INVALID_ARGUMENT with reason MALFORMED_FILE, beginning with the line, when there is no header or
// a column is missing.
absl::StatusOr<CaseFileHeader> ReadCaseFileHeader(const CaseFile& file, std::string_view bytes);

struct CaseFileRecord : csv::FileRecord {
  CaseValues values;
  std::string external_id;  // the file's, or one made of what the record says
};

// Gives the records in sets of at most kCaseRecordsAtOnce to `take`, until it returns an error,
// which comes back. Records up to `after` are left out.
inline constexpr size_t kCaseRecordsAtOnce = 1000;
absl::Status ReadCaseRecords(
    const CaseFile& file, const CaseFileHeader& header, std::string_view bytes, int64_t after,
    absl::FunctionRef<absl::Status(const std::vector<CaseFileRecord>&)> take);

}  // namespace mainstay::feedback
