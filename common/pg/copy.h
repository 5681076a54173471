// COPY with raw bytes, which libpqxx cannot do.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/pg/connection.h"

namespace mainstay::pg {

// As Tx::CopyIn and Tx::CopyOut say. Throw pqxx::sql_error (with SQLSTATE and CONTEXT in the
// message) or pqxx::broken_connection; otherwise the connection is idle again when they return.
absl::StatusOr<int64_t> CopyIn(Connection& connection, const std::string& copy_sql,
                               absl::FunctionRef<absl::StatusOr<bool>(std::string& buffer)> next);
absl::Status CopyOut(Connection& connection, const std::string& copy_sql,
                     absl::FunctionRef<absl::Status(std::string_view row)> sink);

}  // namespace mainstay::pg
