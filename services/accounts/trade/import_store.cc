#include "services/accounts/trade/import_store.h"

#include <pqxx/result>

#include "absl/strings/numbers.h"
#include "common/pg/statement.h"
#include "services/accounts/trade/binary_row.h"

namespace mainstay::accounts {
namespace {

// One advisory lock an import.
#define MAINSTAY_IMPORT_LOCK(id) "hashtextextended('trade_import ' || (" id ")::text, 0)"

// An advisory lock on a bigint shows in pg_locks as two halves and objsubid 1.
#define MAINSTAY_IMPORT_COLUMNS \
  "i.import_id, CASE WHEN i.state IN ('receiving', 'applying') AND NOT EXISTS "                    \
  "(SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted "        \
  "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "             \
  "AND (l.classid::bigint << 32) | l.objid::bigint = " MAINSTAY_IMPORT_LOCK(                       \
      "i.import_id") ") "                                                                          \
                     "THEN 'interrupted' ELSE i.state END, "                                       \
                     "i.file_name, i.columns, i.credit_note_prefix, i.credit_note_values, "        \
                     "i.default_currency, i.time_format, i.time_zone, i.delimiter, "               \
                     "i.create_missing, i.encoding, i.received_bytes, i.progress, i.records, "                 \
                     "i.applied_records, i.rejected_records, i.orders_created, "                   \
                     "i.orders_replaced, i.orders_unchanged, i.accounts_created, "                 \
                     "i.regions_changed, i.reject_reasons, i.reject_counts, i.net_currencies, "    \
                     "i.net_totals, i.failure, i.failure_line, i.actor, i.create_time, "           \
                     "i.update_time, i.end_time"

constexpr pg::Statement kInsert{"trade_import_insert", R"sql(
INSERT INTO trade_imports (import_id, state, file_name, columns, credit_note_prefix,
  credit_note_values, default_currency, time_format, time_zone, delimiter, create_missing, encoding,
  actor, create_time, update_time)
VALUES ($1::uuid, $2, $3, $4::text[], $5, $6::text[], $7, $8, $9, $10, $11, $12, $13, $14::timestamptz,
  $14::timestamptz)
)sql"};

constexpr pg::Statement kFind{"trade_import_find",
                              "SELECT " MAINSTAY_IMPORT_COLUMNS
                              " FROM trade_imports i WHERE i.import_id = $1::uuid"};

constexpr pg::Statement kList{"trade_import_list",
                              "SELECT " MAINSTAY_IMPORT_COLUMNS
                              " FROM trade_imports i WHERE (i.create_time, i.import_id) < "
                              "($1::timestamptz, $2::uuid) "
                              "ORDER BY i.create_time DESC, i.import_id DESC LIMIT $3::int"};

constexpr pg::Statement kLock{
    "trade_import_lock", "SELECT pg_try_advisory_xact_lock(" MAINSTAY_IMPORT_LOCK("$1::uuid") ")"};

constexpr pg::Statement kResume{"trade_import_resume", R"sql(
UPDATE trade_imports SET state = 'receiving', progress = 0, update_time = $3::timestamptz
WHERE import_id = $1::uuid AND received_bytes = $2::bigint
  AND state IN ('receiving', 'applying')
)sql"};

constexpr pg::Statement kReceive{"trade_import_receive", R"sql(
UPDATE trade_imports SET received_bytes = received_bytes + $3::bigint,
  update_time = greatest(update_time, $4::timestamptz)
WHERE import_id = $1::uuid AND received_bytes = $2::bigint AND state = 'receiving'
)sql"};

constexpr pg::Statement kPiece{"trade_import_piece", R"sql(
SELECT data FROM trade_import_pieces WHERE import_id = $1::uuid AND position = $2::bigint
)sql"};

constexpr pg::Statement kApplying{"trade_import_applying", R"sql(
UPDATE trade_imports SET state = 'applying', update_time = $2::timestamptz
WHERE import_id = $1::uuid AND state IN ('receiving', 'applying')
)sql"};

constexpr pg::Statement kProgress{"trade_import_progress", R"sql(
UPDATE trade_imports SET progress = $2::float8, update_time = $3::timestamptz
WHERE import_id = $1::uuid AND state = 'applying'
)sql"};

constexpr pg::Statement kSucceed{"trade_import_succeed", R"sql(
UPDATE trade_imports SET state = 'succeeded', progress = 1, records = $2, applied_records = $3,
  rejected_records = $4, orders_created = $5, orders_replaced = $6, orders_unchanged = $7,
  accounts_created = $8, regions_changed = $9, reject_reasons = $10::text[],
  reject_counts = $11::bigint[], net_currencies = $12::text[], net_totals = $13::numeric[],
  update_time = $14::timestamptz, end_time = $14::timestamptz
WHERE import_id = $1::uuid AND state = 'applying'
)sql"};

constexpr pg::Statement kFail{"trade_import_fail", R"sql(
UPDATE trade_imports SET state = 'failed', progress = 0, failure = $2, failure_line = $3::bigint,
  update_time = $4::timestamptz, end_time = $4::timestamptz
WHERE import_id = $1::uuid AND state IN ('receiving', 'applying')
)sql"};

constexpr pg::Statement kCancel{"trade_import_cancel", R"sql(
UPDATE trade_imports SET state = 'cancelled', progress = 0, update_time = $2::timestamptz,
  end_time = $2::timestamptz
WHERE import_id = $1::uuid AND state IN ('receiving', 'applying')
)sql"};

constexpr pg::Statement kDeletePieces{"trade_import_delete_pieces", R"sql(
DELETE FROM trade_import_pieces WHERE import_id = $1::uuid AND position >= $2::bigint
)sql"};

constexpr pg::Statement kRejects{"trade_import_rejects", R"sql(
SELECT record, r.reason FROM trade_import_rejects r, unnest(r.records) record
WHERE r.import_id = $1::uuid
  AND r.block = (SELECT min(n.block) FROM trade_import_rejects n
                 WHERE n.import_id = $1::uuid AND n.block >= $2::bigint)
ORDER BY record
)sql"};

bool Changed(const pqxx::result& result) { return result.affected_rows() != 0; }

void DeletePieces(pg::Tx& tx, const std::string& import_id, int64_t from) {
  tx.Run(kDeletePieces, import_id, from);
}

TradeFile FileOf(const pqxx::row& row) {
  TradeFile file;
  file.file_name = row[2].c_str();
  const std::vector<std::string> columns = pg::ParseArray(row[3].c_str());
  for (size_t i = 0; i < kTradeColumns && i < columns.size(); ++i) file.columns[i] = columns[i];
  file.credit_note_prefix = row[4].c_str();
  file.credit_note_values = pg::ParseArray(row[5].c_str());
  file.default_currency = row[6].c_str();
  file.time_format = row[7].c_str();
  file.time_zone = row[8].c_str();
  file.format.delimiter = row[9].c_str();
  file.create_missing = row[10].as<bool>();
  file.format.encoding = row[11].c_str();
  return file;
}

TradeImportResult ResultOf(const pqxx::row& row) {
  TradeImportResult result;
  int64_t* const counts[] = {&result.counts.records,          &result.counts.applied_records,
                             &result.counts.rejected_records, &result.counts.orders_created,
                             &result.counts.orders_replaced,  &result.counts.orders_unchanged,
                             &result.counts.accounts_created, &result.counts.regions_changed};
  for (int i = 0; i < 8; ++i) *counts[i] = row[14 + i].as<int64_t>();
  const std::vector<std::string> reasons = pg::ParseArray(row[22].c_str()),
                                 numbers = pg::ParseArray(row[23].c_str()),
                                 currencies = pg::ParseArray(row[24].c_str()),
                                 totals = pg::ParseArray(row[25].c_str());
  for (size_t i = 0; i < reasons.size(); ++i) {
    int64_t number = 0;
    (void)absl::SimpleAtoi(numbers[i], &number);
    result.rejects.emplace_back(reasons[i], number);
  }
  for (size_t i = 0; i < currencies.size(); ++i) {
    result.net_sales.emplace_back(currencies[i], totals[i]);
  }
  return result;
}

TradeImport ImportOf(const pqxx::row& row) {
  TradeImport import;
  import.id = row[0].c_str();
  import.state = row[1].c_str();
  import.file = FileOf(row);
  import.received_bytes = row[12].as<int64_t>();
  import.progress = row[13].as<double>();
  import.result = ResultOf(row);
  import.failure = {row[26].c_str(), row[27].as<int64_t>()};
  import.actor = row[28].c_str();
  import.create_time = pg::ParseTime(row[29].c_str());
  import.update_time = pg::ParseTime(row[30].c_str());
  if (!row[31].is_null()) import.end_time = pg::ParseTime(row[31].c_str());
  return import;
}

}  // namespace

void InsertImport(pg::Tx& tx, const TradeImport& import) {
  const TradeFile& file = import.file;
  tx.Run(kInsert, import.id, import.state, file.file_name,
         std::vector<std::string>(file.columns.begin(), file.columns.end()),
         file.credit_note_prefix, file.credit_note_values, file.default_currency, file.time_format,
         file.time_zone, file.format.delimiter, file.create_missing, file.format.encoding,
         import.actor, import.create_time);
}

std::optional<TradeImport> FindImport(pg::Tx& tx, const std::string& import_id) {
  const pqxx::result rows = tx.Run(kFind, import_id);
  if (rows.empty()) return std::nullopt;
  return ImportOf(rows[0]);
}

std::vector<TradeImport> ListImports(pg::Tx& tx, const std::vector<std::string>& after, int limit) {
  const std::string time = after.empty() ? "infinity" : after[0];
  const std::string id = after.empty() ? "ffffffff-ffff-ffff-ffff-ffffffffffff" : after[1];
  std::vector<TradeImport> imports;
  for (const auto& row : tx.Run(kList, time, id, limit)) imports.push_back(ImportOf(row));
  return imports;
}

std::vector<std::string> ImportCursor(const TradeImport& last) {
  return {*pg::ToParam(last.create_time), last.id};
}

bool LockImport(pg::Tx& tx, const std::string& import_id) {
  return tx.Run(kLock, import_id)[0][0].as<bool>();
}

bool ResumeImport(pg::Tx& tx, const std::string& import_id, int64_t offset, absl::Time now) {
  return Changed(tx.Run(kResume, import_id, offset, now));
}

bool AppendPiece(pg::Tx& tx, const std::string& import_id, int64_t offset, std::string_view bytes,
                 absl::Time now) {
  // A crash of PostgreSQL may take the newest pieces with it, but then also what says that they
  // were received: the upload is resumed where the rest ends.
  tx.Exec("SET LOCAL synchronous_commit = off");
  if (!Changed(tx.Run(kReceive, import_id, offset, static_cast<int64_t>(bytes.size()), now))) {
    return false;
  }
  BinaryRow row(3);
  row.Uuid(import_id);
  row.BigInt(offset);
  row.Bytes(bytes);
  std::string copy = std::move(row).Finish();
  return tx
      .CopyIn("COPY trade_import_pieces (import_id, position, data) FROM STDIN (FORMAT binary)",
              [&](std::string& buffer) -> absl::StatusOr<bool> {
                buffer.swap(copy);
                copy.clear();
                return !buffer.empty();
              })
      .ok();
}

std::string ReadPiece(pg::Tx& tx, const std::string& import_id, int64_t offset) {
  const pqxx::result rows = tx.Run(kPiece, import_id, offset);
  return rows.empty() ? "" : pg::ParseBytes(rows[0][0].c_str());
}

bool StartApplying(pg::Tx& tx, const std::string& import_id, absl::Time now) {
  return Changed(tx.Run(kApplying, import_id, now));
}

void SetProgress(pg::Tx& tx, const std::string& import_id, double progress, absl::Time now) {
  tx.Run(kProgress, import_id, progress, now);
}

bool SucceedImport(pg::Tx& tx, const std::string& import_id, const TradeImportResult& result,
                   absl::Time now) {
  std::vector<std::string> reasons, currencies, totals;
  std::vector<int64_t> numbers;
  for (const auto& [reason, number] : result.rejects) {
    reasons.push_back(reason);
    numbers.push_back(number);
  }
  for (const auto& [currency, total] : result.net_sales) {
    currencies.push_back(currency);
    totals.push_back(total);
  }
  const TradeImportCounts& c = result.counts;
  if (!Changed(tx.Run(kSucceed, import_id, c.records, c.applied_records, c.rejected_records,
                      c.orders_created, c.orders_replaced, c.orders_unchanged, c.accounts_created,
                      c.regions_changed, reasons, numbers, currencies, totals, now))) {
    return false;
  }
  // The header is all that a download without rejects shows.
  if (c.rejected_records == 0) DeletePieces(tx, import_id, 1);
  return true;
}

bool FailImport(pg::Tx& tx, const std::string& import_id, const TradeImportFailure& failure,
                absl::Time now) {
  if (!Changed(tx.Run(kFail, import_id, failure.text, failure.line, now))) return false;
  DeletePieces(tx, import_id, 0);
  return true;
}

bool CancelImport(pg::Tx& tx, const std::string& import_id, absl::Time now) {
  if (!Changed(tx.Run(kCancel, import_id, now))) return false;
  DeletePieces(tx, import_id, 0);
  return true;
}

std::vector<std::pair<int64_t, std::string>> ReadRejects(pg::Tx& tx, const std::string& import_id,
                                                         int64_t block) {
  std::vector<std::pair<int64_t, std::string>> rejects;
  for (const auto& row : tx.Run(kRejects, import_id, block)) {
    rejects.emplace_back(row[0].as<int64_t>(), row[1].c_str());
  }
  return rejects;
}

}  // namespace mainstay::accounts
