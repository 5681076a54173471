#include "common/pg/copy.h"

#include <libpq-fe.h>

#include <memory>
#include <pqxx/except>
#include <string>

#include "absl/strings/numbers.h"

namespace mainstay::pg {
namespace {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

[[noreturn]] void Throw(PGconn* handle, const PGresult* result) {
  if (PQstatus(handle) != CONNECTION_OK) throw pqxx::broken_connection(PQerrorMessage(handle));
  const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  throw pqxx::sql_error(PQresultErrorMessage(result), "", code);
}

void Start(PGconn* handle, const std::string& sql, ExecStatusType expected) {
  const Result result(PQexec(handle, sql.c_str()));
  if (PQresultStatus(result.get()) != expected) Throw(handle, result.get());
}

// Reads every result that is left, so that the connection is idle; the first error, or the last
// result.
Result Finish(PGconn* handle) {
  Result kept;
  while (Result result{PQgetResult(handle)}) {
    if (!kept || PQresultStatus(kept.get()) == PGRES_COMMAND_OK) kept = std::move(result);
    // A dead connection repeats its error for ever.
    if (PQstatus(handle) != CONNECTION_OK) break;
  }
  return kept;
}

// Stops a COPY TO STDOUT that nobody wants any more.
void Cancel(PGconn* handle) {
  PGcancel* cancel = PQgetCancel(handle);
  char error[256];
  PQcancel(cancel, error, sizeof(error));  // when it fails, the rows are read to the end instead
  PQfreeCancel(cancel);
  char* row = nullptr;
  while (PQgetCopyData(handle, &row, /*async=*/0) > 0) PQfreemem(row);
  Finish(handle);
}

}  // namespace

absl::StatusOr<int64_t> CopyIn(Connection& connection, const std::string& copy_sql,
                               absl::FunctionRef<absl::StatusOr<bool>(std::string& buffer)> next) {
  PGconn* handle = connection.handle();
  Start(handle, copy_sql, PGRES_COPY_IN);
  std::string buffer;
  while (true) {
    buffer.clear();
    const absl::StatusOr<bool> more = next(buffer);
    if (!more.ok()) {
      PQputCopyEnd(handle, "the input was given up");
      Finish(handle);
      return more.status();
    }
    if (!*more) break;
    if (PQputCopyData(handle, buffer.data(), static_cast<int>(buffer.size())) != 1) break;
  }
  if (PQputCopyEnd(handle, nullptr) != 1) throw pqxx::broken_connection(PQerrorMessage(handle));
  const Result result = Finish(handle);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) Throw(handle, result.get());
  int64_t rows = 0;
  (void)absl::SimpleAtoi(PQcmdTuples(result.get()), &rows);
  return rows;
}

absl::Status CopyOut(Connection& connection, const std::string& copy_sql,
                     absl::FunctionRef<absl::Status(std::string_view row)> sink) {
  PGconn* handle = connection.handle();
  Start(handle, copy_sql, PGRES_COPY_OUT);
  char* row = nullptr;
  int size = 0;
  while ((size = PQgetCopyData(handle, &row, /*async=*/0)) > 0) {
    const std::unique_ptr<char, void (*)(void*)> owned(row, PQfreemem);
    absl::Status status = sink(std::string_view(row, size));
    if (!status.ok()) {
      Cancel(handle);
      return status;
    }
  }
  const Result result = Finish(handle);
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) Throw(handle, result.get());
  return absl::OkStatus();
}

}  // namespace mainstay::pg
