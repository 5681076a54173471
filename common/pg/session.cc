#include "common/pg/session.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <pqxx/except>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/pg/connection.h"
#include "common/pg/copy.h"
#include "common/pg/errors.h"
#include "common/pg/statement_cache.h"
#include "common/status/status.h"

namespace mainstay::pg {
namespace {

constexpr int kConflictRetries = 3;

// What a new connection's statements get: as long as a unary call may take.
constexpr absl::Duration kFirstTimeout = absl::Seconds(32);

void CountOutcome(std::string_view outcome) {
  const auto counter = [](const char* name) -> prometheus::Counter& {
    return metrics::Counter("mainstay_pg_transactions_total",
                            "PostgreSQL transactions by how they ended", {{"outcome", name}});
  };
  static prometheus::Counter& committed = counter("committed");
  static prometheus::Counter& rolled_back = counter("rolled_back");
  static prometheus::Counter& conflict = counter("conflict");
  static prometheus::Counter& in_doubt = counter("in_doubt");
  static prometheus::Counter& failed = counter("failed");
  (outcome == "committed"     ? committed
   : outcome == "rolled_back" ? rolled_back
   : outcome == "conflict"    ? conflict
   : outcome == "in_doubt"    ? in_doubt
                              : failed)
      .Increment();
}

// Whether a statement timeout serves a call with this much time left: not below it, where the
// statement would die early, and not so far above that a forgotten one holds its worker long. From
// an hour on all are alike.
bool NearEnough(absl::Duration timeout, absl::Duration remaining) {
  constexpr absl::Duration kLongest = absl::Hours(1);
  const absl::Duration wanted = std::clamp(remaining, absl::Seconds(1), kLongest);
  return timeout >= wanted && (timeout <= 4 * wanted || wanted == kLongest);
}

absl::Status DeadlineExceeded() {
  return status::Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                       "the time for the call ran out; nothing was changed");
}

absl::Status CommitInDoubt() {
  return status::Error(absl::StatusCode::kUnknown, "COMMIT_IN_DOUBT",
                       "the connection to the database was lost while the change was being saved; "
                       "repeat the call with the same request_id");
}

// 10 to 40 ms, more with each attempt: the other transaction should be through by then.
void PauseBeforeRetry(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  absl::SleepFor(absl::Milliseconds(std::uniform_int_distribution<>(5, 10)(random) << attempt));
}

class SessionTx final : public Tx {
 public:
  SessionTx(Connection& connection, StatementCache& statements)
      : connection_(connection), statements_(statements) {}

  pqxx::result RunParams(const Statement& statement, const std::vector<Param>& params) override {
    return statements_.Run(statement, params);
  }
  pqxx::result Exec(const std::string& sql, const std::vector<Param>& params) override {
    return params.empty() ? connection_.Exec(sql) : statements_.RunText(sql, params);
  }
  absl::StatusOr<int64_t> CopyIn(
      const std::string& copy_sql,
      absl::FunctionRef<absl::StatusOr<bool>(std::string& buffer)> next) override {
    return pg::CopyIn(connection_, copy_sql, next);
  }
  absl::Status CopyOut(const std::string& copy_sql,
                       absl::FunctionRef<absl::Status(std::string_view row)> sink) override {
    return pg::CopyOut(connection_, copy_sql, sink);
  }

 private:
  Connection& connection_;
  StatementCache& statements_;
};

}  // namespace

class Session::Impl {
 public:
  explicit Impl(SessionOptions options) : options_(std::move(options)) {}

  // How one attempt ended, and whether another makes sense.
  enum class Again { kNo, kAtOnce, kAfterPause };
  struct Outcome {
    absl::Status status;
    Again again = Again::kNo;
  };

  Outcome Try(Mode mode, const TxOptions& options, absl::FunctionRef<absl::Status(Tx&)> body);
  int64_t connections() const { return connections_; }

 private:
  enum class Phase { kConnect, kBegin, kBody, kCommit };
  struct Open {
    explicit Open(const SessionOptions& options)
        : connection(options, kFirstTimeout), statements(connection), tx(connection, statements) {}
    Connection connection;
    StatementCache statements;
    SessionTx tx;
    absl::Duration statement_timeout = kFirstTimeout;  // the session's, outside transactions
  };

  void Begin(Mode mode, absl::Duration remaining, const TxOptions& options);
  void SetSessionTimeout(absl::Duration remaining);
  Outcome Failed(const std::exception& error, Mode mode, Phase phase, bool fresh);
  void RollBack();
  void TellCommit(Mode mode) {
    if (mode == Mode::kReadWrite && options_.on_commit) options_.on_commit();
  }

  const SessionOptions options_;
  std::optional<Open> open_;
  int64_t connections_ = 0;
};

Session::Impl::Outcome Session::Impl::Try(Mode mode, const TxOptions& options,
                                          absl::FunctionRef<absl::Status(Tx&)> body) {
  const absl::Duration remaining = options.deadline - absl::Now();
  if (remaining <= absl::ZeroDuration()) return {DeadlineExceeded()};
  const bool fresh = !open_.has_value();
  Phase phase = Phase::kConnect;
  try {
    if (fresh) {
      open_.emplace(options_);
      ++connections_;
      metrics::Counter("mainstay_pg_connections_opened_total", "PostgreSQL connections opened")
          .Increment();
    }
    phase = Phase::kBegin;
    Begin(mode, remaining, options);
    phase = Phase::kBody;
    absl::Status status = body(open_->tx);
    if (status.ok() && open_->connection.in_failed_transaction()) {
      status = absl::InternalError("the transaction went on after a failed statement");
    }
    if (!status.ok()) {
      RollBack();
      CountOutcome("rolled_back");
      return {std::move(status)};
    }
    phase = Phase::kCommit;
    if (mode != Mode::kAutocommit) open_->connection.Exec("COMMIT");
    CountOutcome("committed");
    TellCommit(mode);
    return {absl::OkStatus()};
  } catch (const std::exception& error) {
    return Failed(error, mode, phase, fresh);
  } catch (...) {
    open_.reset();
    throw;
  }
}

// A SET LOCAL with each BEGIN would be a tenth of a small write, so the session's timeout serves
// where it is near enough.
void Session::Impl::Begin(Mode mode, absl::Duration remaining, const TxOptions& options) {
  if (mode == Mode::kAutocommit) return SetSessionTimeout(remaining);
  std::string sql =
      mode == Mode::kReadWrite ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  if (!NearEnough(open_->statement_timeout, remaining)) {
    // 0 means none; a positive rest below a millisecond must not become that.
    const int64_t timeout_ms =
        remaining == absl::InfiniteDuration()
            ? 0
            : std::clamp<int64_t>(absl::ToInt64Milliseconds(remaining), 1, INT32_MAX);
    absl::StrAppend(&sql, "; SET LOCAL statement_timeout = ", timeout_ms);
  }
  if (options.plan_once && mode == Mode::kReadWrite && !options_.plan_once) {
    absl::StrAppend(&sql, "; SET LOCAL plan_cache_mode = force_generic_plan");
  }
  for (int64_t lock : std::set<int64_t>(options.locks.begin(), options.locks.end())) {
    absl::StrAppend(&sql, "; SELECT pg_advisory_xact_lock(", lock, ")");
  }
  open_->connection.Exec(sql);
}

// Reads outside transactions have the session's timeout only: a power of two seconds.
void Session::Impl::SetSessionTimeout(absl::Duration remaining) {
  if (NearEnough(open_->statement_timeout, remaining)) return;
  const absl::Duration timeout = absl::Seconds(
      std::exp2(std::ceil(std::log2(std::clamp(absl::ToDoubleSeconds(remaining), 1.0, 4096.0)))));
  open_->connection.Exec(
      absl::StrCat("SET statement_timeout = ", absl::ToInt64Milliseconds(timeout)));
  open_->statement_timeout = timeout;
}

Session::Impl::Outcome Session::Impl::Failed(const std::exception& error, Mode mode, Phase phase,
                                             bool fresh) {
  Failure failure = Explain(error, options_.constraint_errors);
  const bool lost = failure.lost || (open_ && open_->connection.lost());
  if (lost) {
    open_.reset();
    if (!failure.lost) failure.status = DatabaseUnavailable();
    if (phase == Phase::kCommit && mode == Mode::kReadWrite) {
      CountOutcome("in_doubt");
      TellCommit(mode);
      return {CommitInDoubt()};
    }
  } else if (failure.stale_plan) {
    open_.reset();
  } else {
    RollBack();
  }
  CountOutcome(failure.conflict ? "conflict" : "failed");
  if (failure.conflict) return {std::move(failure.status), Again::kAfterPause};
  // A connection that had been idle may have died long ago (a restart, a failover): when nothing
  // can have been changed over it yet, the caller need not know.
  const bool harmless = phase == Phase::kBegin || mode != Mode::kReadWrite || failure.stale_plan;
  return {std::move(failure.status),
          (lost || failure.stale_plan) && harmless && !fresh ? Again::kAtOnce : Again::kNo};
}

// Leaves an idle connection or none.
void Session::Impl::RollBack() {
  if (!open_) return;
  try {
    if (open_->connection.in_transaction()) open_->connection.Exec("ROLLBACK");
  } catch (const std::exception&) {
    open_.reset();
    return;
  }
  if (open_->connection.busy()) open_.reset();
}

Session::Session(SessionOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Session::~Session() = default;

absl::Status Session::Run(Mode mode, const TxOptions& options,
                          absl::FunctionRef<absl::Status(Tx&)> body) {
  for (int conflicts = 0;;) {
    Impl::Outcome outcome = impl_->Try(mode, options, body);
    switch (outcome.again) {
      case Impl::Again::kNo:
        return std::move(outcome.status);
      case Impl::Again::kAtOnce:
        break;  // over a new connection, hence not again
      case Impl::Again::kAfterPause:
        if (conflicts == kConflictRetries) return std::move(outcome.status);
        PauseBeforeRetry(++conflicts);
    }
  }
}

int64_t Session::connections() const { return impl_->connections(); }

absl::Status Session::Ping() {
  return ReadOne({.deadline = absl::Now() + absl::Seconds(5)}, [](Tx& tx) {
    tx.Exec("SELECT 1");
    return absl::OkStatus();
  });
}

}  // namespace mainstay::pg
