// Feeds a file to COPY: the header is read first, because it says what to create; then every byte
// goes through, while records are counted and what COPY would take for the end of the data is
// found.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/csv/csv_format.h"
#include "common/csv/csv_splitter.h"

namespace mainstay::csv {

// Sets `piece` to the next bytes of a file; false at its end.
using Source = std::function<absl::StatusOr<bool>(std::string& piece)>;

class CsvFeed {
 public:
  CsvFeed(Source source, Format format) : source_(std::move(source)), format_(std::move(format)) {}

  // The header's fields in UTF-8. MALFORMED_FILE when the file has none within its first 1 MiB.
  absl::StatusOr<std::vector<std::string>> ReadHeader();
  // The file's bytes from the header on; for CopyToStaging, after ReadHeader.
  absl::StatusOr<bool> Next(std::string& piece);
  // Records without the header; at the end of the file.
  int64_t records() const { return records_; }

 private:
  absl::Status Count(std::string_view piece);

  const Source source_;
  const Format format_;
  CsvSplitter splitter_;
  std::string head_;  // read for the header, not yet handed on
  int64_t records_ = 0;
};

// Reason of the error for a file that cannot be read. Its metadata has "line": the number that
// PostgreSQL gives the line (CsvRecord::copy_line), "0" when it is not about one.
inline constexpr std::string_view kMalformedFile = "MALFORMED_FILE";
absl::Status MalformedFile(std::string_view text, int64_t copy_line);
// That number; 0 when `status` is not about a line.
int64_t MalformedLine(const absl::Status& status);

// The line of the file on which the record begins to which PostgreSQL gives `copy_line`. `source`
// gives the file from its first byte. 0 for 0.
absl::StatusOr<int64_t> FileLine(const Source& source, int64_t copy_line);

// `bytes` in UTF-8; nothing when they are not in the encoding of that name, or hold a NUL.
std::optional<std::string> ToUtf8(std::string_view bytes, std::string_view encoding);
// The same of any bytes, to be shown: what is not in the encoding, and a NUL, becomes U+FFFD.
std::string ToReadableUtf8(std::string_view bytes, std::string_view encoding);

}  // namespace mainstay::csv
