#include "common/csv/csv_staging.h"

#include <pqxx/except>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/csv/csv_feed.h"
#include "common/pg/errors.h"

namespace mainstay::csv {
namespace {

// What PostgreSQL's CSV reader says, in words for the file's owner; empty when it was not about the
// file.
std::string Explain(std::string_view message, const Format& format) {
  const std::string_view code = pg::SqlStateOf(message);
  if (code == "22021" && absl::StrContains(message, "0x00")) return "there is a NUL byte";
  if (code == "22021" || code == "22P05") return NotInEncoding("text", format.encoding);
  if (code != "22P04") return "";
  constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
      {"missing data for column", "the line has fewer fields than the header"},
      {"extra data after last", "the line has more fields than the header"},
      {"unterminated CSV quoted", "a quoted field never ends"},
      {"carriage return", "line ends are mixed; use one kind throughout the file"},
      {"newline", "line ends are mixed; use one kind throughout the file"}};
  for (const auto& [theirs, ours] : kKnown) {
    if (absl::StrContains(message, theirs)) return std::string(ours);
  }
  return "PostgreSQL cannot read the line as CSV";
}

// The number in "CONTEXT:  COPY trade_staging, line 17, column …"; 0 without one.
int64_t LineOf(std::string_view message, std::string_view table) {
  const size_t at = message.find(absl::StrCat("COPY ", table, ", "));
  if (at == std::string_view::npos) return 0;
  const size_t begin = message.find_first_of("0123456789", at + table.size() + 5);
  if (begin == std::string_view::npos) return 0;
  const size_t end = message.find_first_not_of("0123456789", begin);
  int64_t line = 0;
  (void)absl::SimpleAtoi(message.substr(begin, end - begin), &line);
  return line;
}

}  // namespace

absl::StatusOr<int64_t> CopyToStaging(pg::Tx& tx, const std::string& table, int width,
                                      const Format& format,
                                      absl::FunctionRef<absl::StatusOr<bool>(std::string&)> next) {
  std::string columns, definitions;
  for (int i = 1; i <= width; ++i) {
    absl::StrAppend(&columns, i == 1 ? "" : ", ", "c", i);
    absl::StrAppend(&definitions, ", c", i, " text COLLATE \"C\"");
  }
  tx.Exec(absl::StrCat("CREATE TEMP TABLE ", table,
                       " (record bigint GENERATED ALWAYS AS IDENTITY (CACHE 4096)", definitions,
                       ") ON COMMIT DROP"));
  // CheckFormat lets one of four delimiters through, and the encodings of a list.
  const std::string copy = absl::StrCat(
      "COPY ", table, " (", columns, ") FROM STDIN (FORMAT csv, HEADER true, ENCODING '",
      FindEncoding(format.encoding)->postgres, "', DELIMITER '", format.delimiter, "')");
  try {
    return tx.CopyIn(copy, next);
  } catch (const pqxx::sql_error& error) {
    const std::string text = Explain(error.what(), format);
    if (text.empty()) throw;
    return MalformedFile(text, LineOf(error.what(), table));
  }
}

}  // namespace mainstay::csv
