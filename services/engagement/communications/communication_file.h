// A CSV file of communications: which column holds what, and what a record of it says.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/csv/csv_format.h"
#include "services/engagement/communications/communication.h"

namespace mainstay::engagement {

// What a column can hold.
enum class FileColumn {
  kAccount,
  kChannel,
  kDirection,
  kOccurTime,
  kSubject,
  kBody,
  kUsers,
  kExternalId,
  kDurationMinutes,
};
inline constexpr size_t kFileColumns = 9;

// Values by column; empty for columns that the file does not have.
using FileValues = std::array<std::string, kFileColumns>;

// A file as its sender describes it.
struct CommunicationFile {
  FileValues columns;  // names in the header; empty: no such column
  // The account of every record, as a bare UUID; empty: the column says it.
  std::string account_id;
  std::string source;
  std::string time_zone;  // of times that name none
  csv::Format format;

  const std::string& column(FileColumn c) const { return columns[static_cast<size_t>(c)]; }
};

// Puts the defaults in where nothing was said.
void Complete(CommunicationFile& file);
// INVALID_ARGUMENT names every field of a completed description that cannot be accepted.
absl::Status Validate(const CommunicationFile& file);

// What a record of a file says. `communication.account_id` is as the file names it: the account it
// is to be kept under. `external_id` is the file's, or made of what the record says, so that the
// same record is the same communication. INVALID_ARGUMENT names the fields ("channel") that cannot
// be accepted.
absl::StatusOr<Communication> ReadRecord(const CommunicationFile& file, const FileValues& values,
                                         absl::Time now);

}  // namespace mainstay::engagement
