#include "tests/fault/private_cluster.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/migrate.h"
#include "common/pg/session.h"

namespace mainstay::faults {
namespace {

constexpr char kOwner[] = "mainstay_owner", kService[] = "mainstay_service";

// Every effect that accounts' events have on a service, in order: the checker's witness, as the
// next.
constexpr char kJournal[] = R"sql(
CREATE TABLE journal (
  n bigint GENERATED ALWAYS AS IDENTITY, account_id uuid, version bigint, effect_time timestamptz);
CREATE FUNCTION keep_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
  INSERT INTO journal (account_id, version, effect_time)
  VALUES (NEW.account_id, NEW.version, clock_timestamp());
  RETURN NULL;
END $$;
CREATE TRIGGER journal AFTER INSERT OR UPDATE OF version ON account_directory
  FOR EACH ROW EXECUTE FUNCTION keep_journal();
)sql";

// Every version that a service has got to of what others tell it of, in order.
constexpr char kPositions[] = R"sql(
CREATE TABLE position_journal (
  n bigint GENERATED ALWAYS AS IDENTITY, area text, aggregate_type text, aggregate_id uuid,
  version bigint);
CREATE FUNCTION keep_position_journal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO position_journal (area, aggregate_type, aggregate_id, version)
  VALUES (NEW.area, NEW.aggregate_type, NEW.aggregate_id, NEW.version);
  RETURN NULL;
END $$;
CREATE TRIGGER position_journal AFTER INSERT OR UPDATE ON event_positions
  FOR EACH ROW EXECUTE FUNCTION keep_position_journal();
)sql";

[[noreturn]] void Die(std::string_view what) {
  std::fprintf(stderr, "the test's suite: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

std::string Dsn(const std::string& folder, std::string_view role, std::string_view database) {
  return absl::StrCat("host=", folder, " user=", role, " dbname=", database);
}

void Run(const std::string& dsn, const std::string& sql) {
  pg::Session session({.dsn = dsn});
  absl::Status status;
  for (int i = 0; i < 300; ++i) {
    status = session.ReadOne({}, [&](pg::Tx& tx) {
      tx.Exec(sql);
      return absl::OkStatus();
    });
    if (!absl::IsUnavailable(status)) break;
    absl::SleepFor(absl::Milliseconds(100));
  }
  if (!status.ok()) Die(absl::StrCat(sql, ": ", status.message()));
}

void MakeDatabase(const std::string& folder, const std::string& name) {
  Run(Dsn(folder, "mainstay_super", "postgres"),
      absl::StrCat("CREATE DATABASE ", name, " OWNER ", kOwner));
  const auto applied = pg::Migrate({.dsn = Dsn(folder, kOwner, name),
                                    .directory = absl::StrCat("services/", name, "/migrations"),
                                    .service_role = kService});
  if (!applied.ok()) Die(applied.status().message());
}

class Template {
 public:
  Template() {
    const testing::PostgresUser user = testing::ServerUser();
    if (user.uid != 0 && chown(folder_.path.c_str(), user.uid, user.gid) != 0) Die("chown");
    const int made =
        RunToEnd({.words = {testing::PostgresBinDirectory() + "/initdb", "--pgdata=" + data(),
                            "--username=mainstay_super", "--auth=trust", "--encoding=UTF8",
                            "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                  .log = folder_.path + "/log",
                  .user = user});
    if (made != 0) Die("initdb failed");
    Process server;
    server.Start(ServerOf(folder_.path));
    const std::string super = Dsn(folder_.path, "mainstay_super", "postgres");
    for (const char* role : {kOwner, kService}) {
      Run(super, absl::StrCat("CREATE ROLE ", role, " LOGIN"));
    }
    for (const std::string name : {"accounts", "engagement", "feedback", "survey"}) {
      MakeDatabase(folder_.path, name);
      const std::string dsn = Dsn(folder_.path, kOwner, name);
      Run(dsn, kPositions);
      if (name != "accounts") Run(dsn, kJournal);
    }
    server.Stop(SIGINT);
  }
  std::string data() const { return folder_.path + "/data"; }

 private:
  const Folder folder_{"mainstay-template"};
};

std::string MakeFolder(const std::string& name) {
  const char* base = std::getenv("TMPDIR");
  // A socket's path holds 107 characters at most.
  std::string path = absl::StrCat(
      base != nullptr && std::string_view(base).size() < 50 ? base : "/tmp", "/", name, "-XXXXXX");
  if (mkdtemp(path.data()) == nullptr || chmod(path.c_str(), 0755) != 0) Die("cannot make " + path);
  return path;
}

}  // namespace

Folder::Folder(const std::string& name) : path(MakeFolder(name)) {}
Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

void CopyCluster(const std::string& folder) {
  static const Template made;
  const testing::PostgresUser user = testing::ServerUser();
  std::filesystem::create_directory(folder);
  if (user.uid != 0 && chown(folder.c_str(), user.uid, user.gid) != 0) Die("chown");
  if (RunToEnd({.words = {"cp", "-r", "--preserve=mode", made.data(), folder + "/data"},
                .log = folder + "/log",
                .user = user}) != 0) {
    Die("cannot copy the cluster; see " + folder + "/log");
  }
}

Command ServerOf(const std::string& folder) {
  // Commits reach the kernel before they are answered; only a crash of the machine needs fsync.
  // A server that was killed while it began leaves an empty lock file, which no other begins over.
  return {.words = {"sh",
                    "-c",
                    "[ -s \"$0\" ] || rm -f \"$0\"; exec \"$@\"",
                    folder + "/data/postmaster.pid",
                    testing::PostgresBinDirectory() + "/postgres",
                    "-D",
                    folder + "/data",
                    "-k",
                    folder,
                    "-c",
                    "listen_addresses=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "max_connections=100",
                    "-c",
                    "shared_buffers=32MB",
                    "-c",
                    "autovacuum=off",
                    "-c",
                    "track_commit_timestamp=on",
                    "-c",
                    "max_wal_size=256MB"},
          .log = folder + "/log",
          .user = testing::ServerUser()};
}

std::string OwnerDsn(const std::string& folder, const std::string& database) {
  return Dsn(folder, kOwner, database);
}
std::string ServiceDsn(const std::string& folder, const std::string& database) {
  return Dsn(folder, kService, database);
}

}  // namespace mainstay::faults
