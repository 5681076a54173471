// One open connection. connection.cc is the one place that knows which libpqxx this is; with
// copy.cc it is the only one that touches libpq.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <pqxx/result>

#include "absl/time/time.h"
#include "common/pg/param.h"
#include "common/pg/session.h"

struct pg_conn;  // libpq's PGconn

namespace mainstay::pg {

// Throws libpqxx's exceptions, whose text is libpq's verbose form (SQLSTATE, constraint name, and
// no statement text). Never reconnects: once lost it stays lost. Not thread-safe.
class Connection {
 public:
  // Connects; throws pqxx::broken_connection when it cannot. Encoding UTF-8, ISO dates, UTC and
  // `statement_timeout` are part of the start-up packet, so they cost no round trip.
  Connection(const SessionOptions& options, absl::Duration statement_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A simple query: one or several statements, one round trip; the last one's result.
  pqxx::result Exec(const std::string& sql);
  void Prepare(const std::string& name, const std::string& sql);
  void Unprepare(const std::string& name);
  // Throws pqxx::sql_error 22021 when a parameter holds a NUL, which text cannot carry.
  pqxx::result ExecPrepared(const std::string& name, const std::vector<Param>& params);

  bool lost() const;
  // In a transaction block; in one that an error has doomed.
  bool in_transaction() const;
  bool in_failed_transaction() const;
  // In the middle of a statement or a COPY.
  bool busy() const;
  pg_conn* handle() const { return handle_; }

 private:
  class Pqxx;
  std::unique_ptr<Pqxx> pqxx_;
  pg_conn* handle_;  // owned by pqxx_
};

}  // namespace mainstay::pg
