// What a libpqxx exception means: to the caller, and to the transaction.
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "common/pg/session.h"

namespace mainstay::pg {

struct Failure {
  absl::Status status;      // for the caller; never holds SQL or what a DETAIL line quotes
  bool conflict = false;    // another transaction was in the way: running again may succeed
  bool lost = false;        // the connection is gone
  bool stale_plan = false;  // the schema changed under a prepared statement: a new connection helps
};

// `constraint_errors` may be null.
Failure Explain(const std::exception& error, const ConstraintErrors* constraint_errors);

// UNAVAILABLE with a delay after which a retry makes sense.
absl::Status DatabaseUnavailable();

// The parts of libpq's verbose error text; empty when absent.
std::string_view SqlStateOf(std::string_view message);
std::string_view ConstraintOf(std::string_view message);

}  // namespace mainstay::pg
