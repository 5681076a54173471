// A private PostgreSQL for a test binary: its own cluster in a temporary folder, on a unix socket
// only, one template database migrated once and cloned for each test.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace mainstay::testing {

// A database of one test; dropped with the object.
class TestDatabase {
 public:
  virtual ~TestDatabase() = default;
  virtual const std::string& owner_dsn() const = 0;    // the migration role
  virtual const std::string& service_dsn() const = 0;  // the service's role, without DDL rights
};

// Starts the binary's cluster at first use (initdb, fsync off, as an unprivileged user when the
// test runs as root) and stops it at exit. Aborts the test binary with the reason when PostgreSQL
// cannot be started or the server reached is not the one started here.
// `migrations`: a folder of the source tree, e.g. "services/accounts/migrations"; may be empty.
std::unique_ptr<TestDatabase> NewDatabase(const std::string& migrations);

}  // namespace mainstay::testing
