#include "services/accounts/trade/staging_store.h"

#include <pqxx/except>
#include <pqxx/result>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/pg/errors.h"
#include "common/status/status.h"
#include "services/accounts/rules/currency.h"
#include "services/accounts/trade/line_sql.h"

namespace mainstay::accounts {
namespace {

// What PostgreSQL's CSV reader says, in words for the file's owner; empty when it was not about the
// file.
std::string Explain(std::string_view message, const TradeFile& file) {
  const std::string_view code = pg::SqlStateOf(message);
  if (code == "22021" && absl::StrContains(message, "0x00")) return "there is a NUL byte";
  if (code == "22021" || code == "22P05") return NotInEncoding("text", file);
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

// The number in "CONTEXT:  COPY trade_staging, line 17, column …"; "0" without one.
std::string LineOf(std::string_view message) {
  const size_t at = message.find("trade_staging, ");
  if (at == std::string_view::npos) return "0";
  const size_t begin = message.find_first_of("0123456789", at);
  if (begin == std::string_view::npos) return "0";
  const size_t end = message.find_first_not_of("0123456789", begin);
  return std::string(message.substr(begin, end - begin));
}

}  // namespace

void PrepareStaging(pg::Tx& tx) {
  tx.Exec(
      "SET LOCAL temp_buffers = '128MB'; SET LOCAL work_mem = '160MB'; SET LOCAL jit = off; "
      // The estimates for temporary tables without statistics lead to sorting for joins.
      "SET LOCAL enable_mergejoin = off");
}

absl::StatusOr<int64_t> CopyFile(pg::Tx& tx, const TradeFile& file, const TradeLayout& layout,
                                 absl::FunctionRef<absl::StatusOr<bool>(std::string&)> next) {
  std::string columns, definitions;
  for (int i = 1; i <= layout.width; ++i) {
    absl::StrAppend(&columns, i == 1 ? "" : ", ", "c", i);
    absl::StrAppend(&definitions, ", c", i, " text COLLATE \"C\"");
  }
  tx.Exec(absl::StrCat(
      "CREATE TEMP TABLE trade_staging (record bigint GENERATED ALWAYS AS IDENTITY (CACHE 4096)",
      definitions, ") ON COMMIT DROP"));
  // Validate lets one of four delimiters through, and the encodings of a list.
  const std::string copy = absl::StrCat(
      "COPY trade_staging (", columns, ") FROM STDIN (FORMAT csv, HEADER true, ENCODING '",
      FindEncoding(file.encoding)->postgres, "', DELIMITER '", file.delimiter, "')");
  try {
    return tx.CopyIn(copy, next);
  } catch (const pqxx::sql_error& error) {
    std::string text = Explain(error.what(), file);
    if (text.empty()) throw;
    return status::Error(absl::StatusCode::kInvalidArgument, kMalformedFile, text,
                         {{"line", LineOf(error.what())}});
  }
}

void ReadLines(pg::Tx& tx, const std::string& import_id, const TradeFile& file,
               const TradeLayout& layout, absl::Time latest) {
  tx.Exec(TimesSql(file, layout));
  // The arrays go on to orders at once: compressing them here would be for nothing.
  tx.Exec(
      "CREATE TEMP TABLE trade_accounts (account text COLLATE \"C\", account_name text, "
      "region text, newest timestamp, account_id uuid) ON COMMIT DROP; "
      "CREATE TEMP TABLE trade_incoming (account text COLLATE \"C\", "
      "order_number text COLLATE \"C\", credit boolean, currency text, order_time timestamptz, "
      "line_count int, total numeric, largest numeric, products text[], descriptions text[], "
      "quantities numeric[], unit_prices numeric[], records bigint[]) WITH (toast_tuple_target = "
      "8160) ON COMMIT DROP; "
      "CREATE TEMP TABLE trade_broken (account text COLLATE \"C\", order_number text COLLATE "
      "\"C\") "
      "ON COMMIT DROP; "
      "ALTER TABLE trade_incoming ALTER products SET STORAGE EXTERNAL, "
      "ALTER descriptions SET STORAGE EXTERNAL, ALTER quantities SET STORAGE EXTERNAL, "
      "ALTER unit_prices SET STORAGE EXTERNAL, ALTER records SET STORAGE EXTERNAL");
  tx.Exec(
      ReadLinesSql(layout),
      {pg::ToParam(import_id), pg::ToParam(file.time_zone), pg::ToParam(file.credit_note_prefix),
       pg::ToParam(file.default_currency), pg::ToParam(latest), pg::ToParam(CurrencyCodes()),
       pg::ToParam(file.credit_note_values)});
  tx.Exec(RejectTotalsSql(), {pg::ToParam(import_id)});
}

void CompleteRejects(pg::Tx& tx, const std::string& import_id) {
  tx.Exec(CompleteRejectsSql(), {pg::ToParam(import_id)});
}

}  // namespace mainstay::accounts
