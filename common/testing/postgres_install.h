// Where PostgreSQL is installed, and as whom its servers run in tests.
#pragma once

#include <sys/types.h>

#include <string>

namespace mainstay::testing {

// The folder with initdb and postgres: the newest that Debian installed, else pg_config's. Aborts
// the test binary when there is none.
std::string PostgresBinDirectory();

// PostgreSQL refuses to run as root: as the user postgres then, else nobody. Zeros for a test that
// does not run as root, whose own user serves.
struct PostgresUser {
  uid_t uid = 0;
  gid_t gid = 0;
};
PostgresUser ServerUser();

}  // namespace mainstay::testing
