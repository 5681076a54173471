// Schema migrations: forward only, files 0001_name.sql in order, each in its own transaction,
// under a session advisory lock so that two migrators cannot race.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace mainstay::pg {

struct MigrateOptions {
  std::string dsn;        // of the migration role, which owns the schema
  std::string directory;  // with the .sql files
  // The service's role: gets SELECT/INSERT/UPDATE/DELETE/TRUNCATE-free use of every table, USAGE of
  // sequences and TEMP on the database, and nothing else. Empty grants nothing.
  std::string service_role;
};

// Applies what is missing and returns the versions applied now. Refuses, naming the file, when an
// applied file's content has changed or when one is missing from the directory.
absl::StatusOr<std::vector<int>> Migrate(const MigrateOptions& options);

// The newest version applied in the database that `dsn` names; 0 for none.
absl::StatusOr<int> SchemaVersion(const std::string& dsn);

}  // namespace mainstay::pg
