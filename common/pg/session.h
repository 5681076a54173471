// A PostgreSQL session and its transactions. The one place that catches libpqxx's exceptions and
// maps SQLSTATE to absl::Status:
//   40001/40P01 → the transaction runs again, at most 3 times, then ABORTED (CONCURRENT_CHANGE)
//   23505, 23503, 23514, 23P01 → by constraint name (see ConstraintErrors), else ALREADY_EXISTS or
//   FAILED_PRECONDITION
//   22xxx → INVALID_ARGUMENT where it is the value's fault, e.g. a NUL in a text
//   57014 → DEADLINE_EXCEEDED    53xxx → RESOURCE_EXHAUSTED    connection lost → UNAVAILABLE
//   anything else → INTERNAL with PostgreSQL's first line, for the log
// A lost connection is thrown away; the next transaction opens a new one. One that had been idle
// and turns out dead at BEGIN, or in a read, is replaced without the caller knowing. A commit whose
// answer was lost comes back as UNKNOWN with reason COMMIT_IN_DOUBT: the caller looks its
// idempotency row up (common/api does).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <pqxx/result>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/pg/param.h"
#include "common/pg/statement.h"

namespace mainstay::pg {

// What a violated constraint means to the user; keyed by constraint name. Services give theirs to
// their sessions, e.g. {"accounts_external_id_key", BadField("account.external_id", "is taken")}.
using ConstraintErrors = std::map<std::string, absl::Status, std::less<>>;

struct SessionOptions {
  std::string dsn;               // libpq connection string or URI
  std::string application_name;  // shown in pg_stat_activity
  absl::Duration connect_timeout = absl::Seconds(5);
  const ConstraintErrors* constraint_errors = nullptr;  // must outlive the session
  // Plans each prepared statement once, whatever its values. PostgreSQL by itself plans one over
  // arrays anew whenever these are short, which costs more than running it. Not for a session whose
  // lists are planned by their filters' values.
  bool plan_once = false;
  // More of the server's settings, as libpq's options: "-c enable_seqscan=off".
  std::string settings;
  // Called on the session's thread after each read-write transaction that committed, or may have
  // (COMMIT_IN_DOUBT); cheap, and never throws. May be empty.
  std::function<void()> on_commit = nullptr;
};

// An open transaction, handed to the function given to Session::Write or Read. Its methods throw
// (libpqxx's exceptions), and only Session catches: store code reads as plain SQL.
class Tx {
 public:
  virtual ~Tx() = default;

  // Runs a prepared statement. Arguments are anything ToParam takes.
  template <class... Args>
  pqxx::result Run(const Statement& statement, const Args&... args) {
    std::vector<Param> params;
    params.reserve(sizeof...(args));
    (params.push_back(ToParam(args)), ...);
    return RunParams(statement, params);
  }
  virtual pqxx::result RunParams(const Statement& statement, const std::vector<Param>& params) = 0;

  // Runs SQL made at run time (a list's filter, a staging table). `sql` never holds user input:
  // that goes into params.
  virtual pqxx::result Exec(const std::string& sql, const std::vector<Param>& params = {}) = 0;

  // COPY … FROM STDIN with raw bytes: `copy_sql` is the whole COPY statement, `next` fills the
  // buffer with the next bytes and returns false at the end, or an error that aborts the copy.
  // Returns the rows copied. libpqxx sends only its own text format, so this one goes to libpq.
  // A malformed input throws pqxx::sql_error whose message has PostgreSQL's CONTEXT line.
  virtual absl::StatusOr<int64_t> CopyIn(
      const std::string& copy_sql,
      absl::FunctionRef<absl::StatusOr<bool>(std::string& buffer)> next) = 0;

  // COPY … TO STDOUT: `sink` gets each row's bytes as they come.
  virtual absl::Status CopyOut(const std::string& copy_sql,
                               absl::FunctionRef<absl::Status(std::string_view row)> sink) = 0;
};

struct TxOptions {
  // When the caller stops waiting; past it: DEADLINE_EXCEEDED at once. Becomes each statement's
  // timeout: at least a second, at most four times what is left.
  absl::Time deadline = absl::InfiniteFuture();
  // Advisory locks (AdvisoryKey) that a Write takes with its BEGIN, in the same round trip: what it
  // reads then was written before it had them. Taken in ascending order, so that two transactions
  // with such locks do not wait for each other; held until the transaction ends.
  std::vector<int64_t> locks = {};
  // A Write's statements with parameters are planned without looking at these, the prepared ones
  // once a connection; see SessionOptions::plan_once.
  bool plan_once = false;
};

// One connection, opened at first use. Not thread-safe: a worker owns its session.
class Session {
 public:
  explicit Session(SessionOptions options);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Runs `body` in ONE read-write transaction and commits if it returns OK; anything else rolls
  // back and is returned. `body` returns absl::Status or absl::StatusOr<T>, and may run more than
  // once (serialization failures), so it must not change what is outside the database.
  template <class F>
  auto Write(const TxOptions& options, F&& body) {
    return Wrap(Mode::kReadWrite, options, std::forward<F>(body));
  }
  // The same, read only, one snapshot for all its statements.
  template <class F>
  auto Read(const TxOptions& options, F&& body) {
    return Wrap(Mode::kReadOnly, options, std::forward<F>(body));
  }
  // Without a transaction around it: one statement, one round trip, for reads of one statement.
  template <class F>
  auto ReadOne(const TxOptions& options, F&& body) {
    return Wrap(Mode::kAutocommit, options, std::forward<F>(body));
  }

  // Opens the connection if it is not; for readiness and for warming up.
  absl::Status Ping();

  // Connections opened so far. Inside a transaction it names the connection that carries it: what a
  // connection held, such as its locks, is there as long as the number stays.
  int64_t connections() const;

 private:
  enum class Mode { kReadWrite, kReadOnly, kAutocommit };
  class Impl;

  absl::Status Run(Mode mode, const TxOptions& options, absl::FunctionRef<absl::Status(Tx&)> body);

  template <class F>
  auto Wrap(Mode mode, const TxOptions& options, F&& body) {
    using Result = std::invoke_result_t<F&, Tx&>;
    if constexpr (std::is_same_v<Result, absl::Status>) {
      return Run(mode, options, [&](Tx& tx) -> absl::Status { return body(tx); });
    } else {
      Result result = absl::UnknownError("transaction did not run");
      absl::Status status = Run(mode, options, [&](Tx& tx) {
        result = body(tx);
        return result.status();
      });
      return status.ok() ? std::move(result) : Result(std::move(status));
    }
  }

  std::unique_ptr<Impl> impl_;
};

}  // namespace mainstay::pg
