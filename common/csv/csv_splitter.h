// Finds where the records of a CSV file begin and end. PostgreSQL's COPY is what reads the fields;
// this only locates records by the same rule: a quote toggles, and the first line end outside
// quotes says how the file ends its lines (LF, CR LF or CR). So the record that a number or one of
// PostgreSQL's line numbers means can be pointed at in the file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace mainstay::csv {

// One record where it stands in the file.
struct CsvRecord {
  int64_t number = 0;      // 0 is the header
  int64_t line = 1;        // line of the file that it begins on, from 1; line ends in quotes count
  int64_t copy_line = 1;   // the number PostgreSQL gives to its last line
  std::string_view bytes;  // with the line end, if it has one; valid during the call
};

// Push parser; bytes may come in pieces cut anywhere. Keeps only the record that is not whole yet.
class CsvSplitter {
 public:
  // Gets each record; false stops.
  using Sink = absl::FunctionRef<bool(const CsvRecord&)>;

  // False when the sink stopped it.
  bool Feed(std::string_view piece, Sink sink);
  // At the end of the file: the last record, if it has no line end.
  bool Finish(Sink sink);

 private:
  bool Emit(std::string_view bytes, Sink sink);

  std::string partial_;  // begin of the record that goes on in the next piece
  char terminator_ = 0;  // last character of a line end; 0 until known
  bool in_quotes_ = false;
  bool after_cr_ = false;  // seen the CR that decides, with the next character, about line ends
  bool crlf_ = false;      // the first line end began with CR
  CsvRecord next_;
  int64_t lines_ = 0;       // line ends inside the record
  int64_t copy_lines_ = 0;  // those of them that PostgreSQL counts
};

// The fields of one record, quotes taken off; INVALID_ARGUMENT when a quote does not close.
absl::StatusOr<std::vector<std::string>> ParseRecord(std::string_view record, char delimiter);

// The record without its line end.
std::string_view WithoutLineEnd(std::string_view record);

// U+FEFF as the first three bytes of a file: not part of the header.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace mainstay::csv
