#include "common/testing/postgres.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/pg/migrate.h"
#include "common/pg/session.h"
#include "common/testing/postgres_install.h"

extern char** environ;

namespace mainstay::testing {
namespace {

constexpr char kOwner[] = "mainstay_owner";
constexpr char kService[] = "mainstay_service";

[[noreturn]] void Die(std::string_view reason) {
  std::fprintf(stderr, "test PostgreSQL: %.*s\n", static_cast<int>(reason.size()), reason.data());
  std::abort();
}

std::string ReadFile(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// The keeper: makes the cluster, runs the server, and ends both when the test process is gone —
// however it went, because the pipe on its standard input closes then.
constexpr char kKeeper[] = R"sh(
dir=$1 bin=$2 socket=$3
end() { cd /; rm -rf "$socket"; }
"$bin/initdb" --pgdata="$dir" --username=mainstay_super --auth=trust --encoding=UTF8 \
  --locale=C.UTF-8 --no-sync --no-instructions >"$socket/log" 2>&1 || { cat >/dev/null; end; exit 1; }
"$bin/postgres" -D "$dir" -k "$socket" -c listen_addresses= -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB \
  -c autovacuum=off -c max_wal_size=256MB >>"$socket/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
end
)sh";

class Cluster {
 public:
  static Cluster& Get() {
    static Cluster* cluster = new Cluster();
    return *cluster;
  }

  std::string Dsn(std::string_view role, std::string_view database) const {
    return absl::StrCat("host=", directory_, " user=", role, " dbname=", database);
  }
  // Runs `sql` as the superuser in the maintenance database; again while a connection to the
  // database that it is about has not quite gone (55006), for which PostgreSQL waits 5 s itself.
  void Admin(const std::string& sql) ABSL_LOCKS_EXCLUDED(mutex_) {
    absl::MutexLock lock(&mutex_);
    absl::Status status;
    for (int i = 0; i < 20; ++i) {
      status = admin_->ReadOne({}, [&](pg::Tx& tx) {
        tx.Exec(sql);
        return absl::OkStatus();
      });
      if (!absl::StrContains(status.message(), "55006")) break;
    }
    if (!status.ok()) Die(absl::StrCat(sql, ": ", status.message()));
  }
  // The name of the template database with these migrations applied.
  std::string Template(const std::string& migrations);
  int NextNumber() {
    absl::MutexLock lock(&mutex_);
    return ++databases_;
  }

 private:
  Cluster();
  void MakeDirectory();
  void StartKeeper();
  void WaitUntilReady();
  void Stop();

  std::string directory_;  // holds the socket, the log and the data folder
  PostgresUser user_;
  pid_t keeper_ = -1;
  int pipe_ = -1;
  absl::Mutex mutex_;
  std::unique_ptr<pg::Session> admin_ ABSL_GUARDED_BY(mutex_);
  int databases_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Mutex template_mutex_;
  std::map<std::string, std::string> templates_ ABSL_GUARDED_BY(template_mutex_);
};

Cluster::Cluster() {
  MakeDirectory();
  StartKeeper();
  std::atexit([] { Cluster::Get().Stop(); });
  WaitUntilReady();
  Admin(absl::StrCat("CREATE ROLE ", kOwner, " LOGIN"));
  Admin(absl::StrCat("CREATE ROLE ", kService, " LOGIN"));
}

void Cluster::MakeDirectory() {
  const char* base = std::getenv("TMPDIR");
  // A socket's path holds 107 characters at most.
  std::string name = absl::StrCat(
      base != nullptr && std::string_view(base).size() < 60 ? base : "/tmp", "/mainstay-pg-XXXXXX");
  if (mkdtemp(name.data()) == nullptr) Die("mkdtemp failed");
  directory_ = name;
  user_ = ServerUser();
  if (user_.uid != 0 && chown(directory_.c_str(), user_.uid, user_.gid) != 0) Die("chown failed");
}

void Cluster::StartKeeper() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Die("pipe failed");
  std::vector<std::string> words;
  if (user_.uid != 0) {
    words = {"setpriv", absl::StrCat("--reuid=", user_.uid), absl::StrCat("--regid=", user_.gid),
             "--clear-groups"};
  }
  for (const std::string& word :
       std::vector<std::string>{"sh", "-c", kKeeper, "keeper", directory_ + "/data",
                                PostgresBinDirectory(), directory_}) {
    words.push_back(word);
  }
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  // Out of the terminal's process group, so that Ctrl-C does not end it before it has cleaned up.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
  const int error =
      posix_spawnp(&keeper_, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(ends[0]);
  pipe_ = ends[1];
  if (error != 0) Die(absl::StrCat("cannot run ", words[0]));
}

void Cluster::WaitUntilReady() {
  const absl::Time give_up = absl::Now() + absl::Seconds(90);
  auto session = std::make_unique<pg::Session>(
      pg::SessionOptions{.dsn = Dsn("mainstay_super", "postgres"), .application_name = "fixture"});
  // The server writes "ready" into its last line.
  while (ReadFile(directory_ + "/data/postmaster.pid").find("ready") == std::string::npos) {
    if (absl::Now() > give_up) {
      Die(absl::StrCat("did not start\n", ReadFile(directory_ + "/log")));
    }
    absl::SleepFor(absl::Milliseconds(20));
  }
  const absl::StatusOr<std::string> reached =
      session->ReadOne({}, [](pg::Tx& tx) -> absl::StatusOr<std::string> {
        return tx.Exec("SHOW data_directory")[0][0].as<std::string>();
      });
  if (!reached.ok() || *reached != directory_ + "/data") {
    Die("the server reached is not the one started here");
  }
  absl::MutexLock lock(&mutex_);
  admin_ = std::move(session);
}

void Cluster::Stop() {
  close(pipe_);
  waitpid(keeper_, nullptr, 0);
}

std::string Cluster::Template(const std::string& migrations) {
  absl::MutexLock lock(&template_mutex_);
  std::string& name = templates_[migrations];
  if (!name.empty()) return name;
  name = absl::StrCat("template_", templates_.size());
  Admin(absl::StrCat("CREATE DATABASE ", name, " OWNER ", kOwner));
  if (!migrations.empty()) {
    const auto applied =
        pg::Migrate({.dsn = Dsn(kOwner, name), .directory = migrations, .service_role = kService});
    if (!applied.ok()) Die(applied.status().message());
  }
  return name;
}

class ClonedDatabase final : public TestDatabase {
 public:
  explicit ClonedDatabase(const std::string& migrations)
      : name_(absl::StrCat("test_", Cluster::Get().NextNumber())),
        owner_dsn_(Cluster::Get().Dsn(kOwner, name_)),
        service_dsn_(Cluster::Get().Dsn(kService, name_)) {
    Cluster& cluster = Cluster::Get();
    cluster.Admin(absl::StrCat("CREATE DATABASE ", name_, " TEMPLATE ",
                               cluster.Template(migrations), " OWNER ", kOwner,
                               " STRATEGY file_copy"));
  }
  ~ClonedDatabase() override {
    Cluster::Get().Admin(absl::StrCat("DROP DATABASE ", name_, " WITH (FORCE)"));
  }
  const std::string& owner_dsn() const override { return owner_dsn_; }
  const std::string& service_dsn() const override { return service_dsn_; }

 private:
  const std::string name_, owner_dsn_, service_dsn_;
};

}  // namespace

std::unique_ptr<TestDatabase> NewDatabase(const std::string& migrations) {
  return std::make_unique<ClonedDatabase>(migrations);
}

}  // namespace mainstay::testing
