// mainstay-migrate: brings a service's database to its newest schema and gives its role the use of
// it. Runs under the migration role, before the service starts.

#include <cstdio>
#include <string>

#include "common/config/config.h"
#include "common/pg/migrate.h"

int main(int argc, char** argv) {
  mainstay::pg::MigrateOptions options;
  mainstay::config::Parser parser("mainstay-migrate", "Applies a service's schema migrations");
  parser.AddSecret("dsn", &options.dsn, "Connection string of the migration role",
                   /*required=*/true);
  parser.Add("dir", &options.directory, "Folder with the migrations, 0001_*.sql and on",
             /*required=*/true);
  parser.Add("service-role", &options.service_role,
             "Role that the service connects as; gets the use of every table");
  if (const absl::Status status = parser.Parse(argc, argv); !status.ok()) {
    if (absl::IsCancelled(status)) return 0;
    std::fprintf(stderr, "mainstay-migrate: %s\n", std::string(status.message()).c_str());
    return 2;
  }
  const auto applied = mainstay::pg::Migrate(options);
  if (!applied.ok()) {
    std::fprintf(stderr, "mainstay-migrate: %s\n", std::string(applied.status().message()).c_str());
    return 1;
  }
  for (const int version : *applied) std::printf("applied migration %04d\n", version);
  if (applied->empty()) std::printf("the schema is up to date\n");
  return 0;
}
