// The records of a CSV file that was received whole, each by itself: one that cannot be read says
// so and does not stop those behind it, as COPY would.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_format.h"

namespace mainstay::csv {

struct FileHeader {
  std::string text;  // in UTF-8, without its line end
  std::vector<std::string> names;
  int64_t records = 0;  // of the file; empty lines are none
};
// `format` has been checked. INVALID_ARGUMENT with reason MALFORMED_FILE when there is no header
// that can be read.
absl::StatusOr<FileHeader> ReadFileHeader(const Format& format, std::string_view bytes);
// The error for a header in which something is missing.
absl::Status MalformedHeader(std::string_view text);

// What a reject is about whose quote never ends: it takes the rest of the file, in which nothing
// else was looked at. It is the last record of its file.
inline constexpr char kRestOfFile[] = "file";

struct FileRecord {
  int64_t number = 0;  // 1 is the first after the header
  int64_t line = 0;    // of the file, that it begins on
  size_t size = 0;     // bytes in the file
  std::string body;    // in UTF-8, without its line end
  // Why its fields cannot be read: a NUL, another encoding, more or fewer fields than the header.
  std::string problem;
  bool takes_rest = false;          // the problem is a quote that never ends
  std::vector<std::string> fields;  // as many as the header has, when there is no problem
};

// Gives every record behind the header to `take`, until it returns false.
void ForEachFileRecord(const Format& format, const FileHeader& header, std::string_view bytes,
                       absl::FunctionRef<bool(FileRecord record)> take);

// The file of rejected records, as the sender wrote them, each with its line, field and reason: the
// header with three more columns, and a record with their values; each ends its line. A record
// whose quote never ended gets its end. `header` and `body` are in UTF-8, without line ends.
std::string RejectsHeader(std::string_view header, std::string_view delimiter);
std::string RejectsRecord(std::string_view body, std::string_view delimiter, int64_t line,
                          std::string_view field, std::string_view reason);

}  // namespace mainstay::csv
