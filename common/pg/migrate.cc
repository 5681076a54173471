#include "common/pg/migrate.h"

#include <openssl/sha.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <pqxx/pqxx>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/metrics/metrics.h"
#include "common/pg/connection.h"
#include "common/pg/errors.h"
#include "common/status/status.h"

namespace mainstay::pg {
namespace {

// The session advisory lock of migrators: "mainstay" in ASCII.
constexpr int64_t kLock = 0x6d61696e73746179;

struct Migration {
  int version;
  std::string file;  // name without the folder
  std::string sql;
  std::string checksum;  // SHA-256, hex
};

struct Applied {
  std::string file, checksum;
};

std::string Checksum(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), sizeof(digest)});
}

// The number at the front of "0001_name.sql"; 0 when the name has another form.
int VersionOf(const std::string& file) {
  int version = 0;
  const bool formed = file.size() > 9 && file[4] == '_' && absl::EndsWith(file, ".sql") &&
                      std::all_of(file.begin(), file.begin() + 4, absl::ascii_isdigit);
  return formed && absl::SimpleAtoi(file.substr(0, 4), &version) ? version : 0;
}

absl::StatusOr<std::vector<Migration>> ReadDirectory(const std::string& directory) {
  std::vector<Migration> migrations;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string file = entry.path().filename().string();
    if (!absl::EndsWith(file, ".sql")) continue;
    const int version = VersionOf(file);
    if (version == 0) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": name it like 0001_accounts.sql"));
    }
    std::ifstream in(entry.path(), std::ios::binary);
    std::string sql{std::istreambuf_iterator<char>(in), {}};
    if (!in) return absl::NotFoundError(absl::StrCat(file, ": cannot be read"));
    std::string checksum = Checksum(sql);
    migrations.push_back({version, file, std::move(sql), std::move(checksum)});
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  std::sort(migrations.begin(), migrations.end(),
            [](const Migration& a, const Migration& b) { return a.file < b.file; });
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version != static_cast<int>(i) + 1) {
      return absl::InvalidArgumentError(
          absl::StrCat(migrations[i].file, ": version ", i + 1, " must come here"));
    }
  }
  return migrations;
}

std::map<int, Applied> ReadApplied(Connection& connection) {
  connection.Exec(
      "CREATE TABLE IF NOT EXISTS schema_migrations ("
      "  version int PRIMARY KEY, file text NOT NULL, checksum text NOT NULL,"
      "  apply_time timestamptz NOT NULL DEFAULT now())");
  std::map<int, Applied> applied;
  for (const auto& row : connection.Exec("SELECT version, file, checksum FROM schema_migrations")) {
    applied[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
  }
  return applied;
}

absl::Status CheckApplied(const std::map<int, Applied>& applied,
                          const std::vector<Migration>& migrations) {
  for (const auto& [version, row] : applied) {
    if (version > static_cast<int>(migrations.size()) || migrations[version - 1].file != row.file) {
      return absl::FailedPreconditionError(
          absl::StrCat(row.file, ": was applied to this database but is not in the directory"));
    }
    if (migrations[version - 1].checksum != row.checksum) {
      return absl::FailedPreconditionError(
          absl::StrCat(row.file, ": has changed since it was applied; write a new migration"));
    }
  }
  return absl::OkStatus();
}

absl::Status Apply(Connection& connection, const Migration& migration) {
  // A statement that waits for a lock makes every later one wait behind it.
  connection.Exec("BEGIN; SET LOCAL lock_timeout = '10s'");
  try {
    connection.Exec(migration.sql);
    if (!connection.in_transaction()) {
      return absl::InvalidArgumentError(
          absl::StrCat(migration.file, ": must not end its transaction"));
    }
    connection.Prepare(
        "migrated", "INSERT INTO schema_migrations (version, file, checksum) VALUES ($1, $2, $3)");
    connection.ExecPrepared("migrated", {ToParam(migration.version), ToParam(migration.file),
                                         ToParam(migration.checksum)});
    connection.Unprepare("migrated");
    connection.Exec("COMMIT");
    return absl::OkStatus();
  } catch (const pqxx::failure& error) {
    // For the operator, with the line that PostgreSQL points at.
    return absl::FailedPreconditionError(absl::StrCat(migration.file, ": ", error.what()));
  }
}

std::string QuotedIdentifier(std::string_view name) {
  return absl::StrCat("\"", absl::StrReplaceAll(name, {{"\"", "\"\""}}), "\"");
}

void Grant(Connection& connection, const std::string& service_role) {
  const std::string role = QuotedIdentifier(service_role);
  const std::string database =
      QuotedIdentifier(connection.Exec("SELECT current_database()")[0][0].as<std::string>());
  connection.Exec(absl::StrCat(
      "BEGIN;"
      "REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
      "GRANT CONNECT, TEMPORARY ON DATABASE ",
      database, " TO ", role, ";", "GRANT USAGE ON SCHEMA public TO ", role, ";",
      "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ", role, ";",
      "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ", role, ";",
      "REVOKE INSERT, UPDATE, DELETE ON schema_migrations FROM ", role, ";", "COMMIT"));
}

absl::StatusOr<std::vector<int>> MigrateOver(Connection& connection, const MigrateOptions& options,
                                             const std::vector<Migration>& migrations) {
  connection.Exec(absl::StrCat("SELECT pg_advisory_lock(", kLock, ")"));
  const std::map<int, Applied> applied = ReadApplied(connection);
  RETURN_IF_ERROR(CheckApplied(applied, migrations));
  std::vector<int> now;
  for (const Migration& migration : migrations) {
    if (applied.count(migration.version) != 0) continue;
    RETURN_IF_ERROR(Apply(connection, migration));
    now.push_back(migration.version);
  }
  if (!options.service_role.empty()) Grant(connection, options.service_role);
  return now;
}

}  // namespace

absl::StatusOr<std::vector<int>> Migrate(const MigrateOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<Migration> migrations, ReadDirectory(options.directory));
  try {
    Connection connection({.dsn = options.dsn, .application_name = "mainstay-migrate"},
                          /*statement_timeout=*/absl::ZeroDuration());
    return MigrateOver(connection, options, migrations);
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(error.what());
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

absl::StatusOr<int> SchemaVersion(const std::string& dsn) {
  try {
    Connection connection({.dsn = dsn, .application_name = "mainstay"}, absl::Seconds(5));
    const bool exists =
        connection.Exec("SELECT to_regclass('schema_migrations') IS NOT NULL")[0][0].as<bool>();
    const int version =
        exists ? connection.Exec("SELECT coalesce(max(version), 0) FROM schema_migrations")[0][0]
                     .as<int>()
               : 0;
    metrics::Gauge("mainstay_schema_version", "Newest migration applied to the database")
        .Set(version);
    return version;
  } catch (const std::exception& error) {
    return Explain(error, nullptr).status;
  }
}

}  // namespace mainstay::pg
