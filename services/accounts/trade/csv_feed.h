// Feeds a file to COPY: the header is read first, because it says what to create; then every byte
// goes through, while records are counted and what COPY would take for the end of the data is
// found.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/accounts/trade/csv_splitter.h"
#include "services/accounts/trade/file_source.h"
#include "services/accounts/trade/trade_file.h"

namespace mainstay::accounts {

class CsvFeed {
 public:
  explicit CsvFeed(FileSource& source) : source_(source) {}

  // The header's fields in UTF-8. MALFORMED_FILE when the file has none within its first 1 MiB.
  absl::StatusOr<std::vector<std::string>> ReadHeader(const TradeFile& file);
  // The file's bytes from the header on; for CopyFile, after ReadHeader.
  absl::StatusOr<bool> Next(std::string& piece);
  // Records without the header; at the end of the file.
  int64_t records() const { return records_; }

 private:
  absl::Status Count(std::string_view piece);

  FileSource& source_;
  CsvSplitter splitter_;
  std::string head_;  // read for the header, not yet handed on
  int64_t records_ = 0;
};

// The error that says what is wrong with a file.
absl::Status MalformedFile(std::string_view text, int64_t copy_line);

}  // namespace mainstay::accounts
