// What pg::Session costs above PostgreSQL itself: reads and writes a second on 1 to 8 threads
// against pgbench running the same SQL on the same private cluster, in turns within one run. On a
// busy machine look at the processor time a call costs its client: it does not depend on the load.
//   build/release/bin/pg_bench [seconds a measurement, default 3]

#include <sys/resource.h>
#include <sys/time.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <pqxx/pqxx>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/session.h"
#include "common/testing/postgres.h"

namespace {

using mainstay::pg::Session;
using mainstay::pg::Statement;
using mainstay::pg::Tx;
using mainstay::pg::TxOptions;

constexpr int kRows = 100000;

constexpr Statement kRead{"read", "SELECT id, name, amount FROM item WHERE id = $1"};
constexpr Statement kUpdate{"update",
                            "UPDATE item SET amount = amount + 1 WHERE id = $1 RETURNING amount"};
constexpr Statement kInsert{"insert", "INSERT INTO entry (item_id, note) VALUES ($1, $2)"};

constexpr char kReadScript[] =
    "\\set id random(1, 100000)\n"
    "SELECT id, name, amount FROM item WHERE id = :id;\n";
constexpr char kWriteScript[] =
    "\\set id random(1, 100000)\n"
    "BEGIN;\n"
    "UPDATE item SET amount = amount + 1 WHERE id = :id RETURNING amount;\n"
    "INSERT INTO entry (item_id, note) VALUES (:id, 'a note of some length');\n"
    "END;\n";

using Work = std::function<absl::Status(Session&, int id)>;

absl::Status Read(Session& session, int id) {
  return session
      .ReadOne({.deadline = absl::Now() + absl::Seconds(30)},
               [&](Tx& tx) -> absl::StatusOr<int> { return tx.Run(kRead, id)[0][2].as<int>(); })
      .status();
}

absl::Status Write(Session& session, int id) {
  return session.Write({.deadline = absl::Now() + absl::Seconds(30)}, [&](Tx& tx) {
    tx.Run(kUpdate, id);
    tx.Run(kInsert, id, "a note of some length");
    return absl::OkStatus();
  });
}

struct Figure {
  double per_second;
  double client_micros;  // of processor time, a call
};

double ProcessorSeconds(int who) {
  rusage usage{};
  getrusage(who, &usage);
  const auto seconds = [](const timeval& t) { return t.tv_sec + t.tv_usec * 1e-6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Figure OfSession(const std::string& dsn, int threads, int seconds, const Work& work) {
  std::atomic<int64_t> calls = 0;
  const double before = ProcessorSeconds(RUSAGE_SELF);
  const absl::Time end = absl::Now() + absl::Seconds(seconds);
  std::vector<std::thread> running;
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&, t] {
      Session session({.dsn = dsn});
      std::minstd_rand random(t + 1);
      int64_t mine = 0;
      for (; absl::Now() < end; ++mine) {
        const absl::Status status = work(session, 1 + random() % kRows);
        if (!status.ok()) {
          std::fprintf(stderr, "%s\n", status.ToString().c_str());
          std::exit(1);
        }
      }
      calls += mine;
    });
  }
  for (std::thread& thread : running) thread.join();
  const double used = ProcessorSeconds(RUSAGE_SELF) - before;
  return {static_cast<double>(calls) / seconds, used / static_cast<double>(calls) * 1e6};
}

Figure OfPgbench(const std::string& dsn, int clients, int seconds, const std::string& script) {
  const std::string file = "/tmp/mainstay-pg-bench.sql";
  std::ofstream(file) << script;
  const std::string command = absl::StrCat(
      "PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -n 1) pgbench -n -M prepared", " -c ",
      clients, " -j ", clients, " -T ", seconds, " -f ", file, " '", dsn,
      "' 2>/dev/null | sed -n 's/^tps = \\([0-9.]*\\).*/\\1/p'");
  const double before = ProcessorSeconds(RUSAGE_CHILDREN);
  FILE* pipe = popen(command.c_str(), "r");
  char line[64] = "";
  const bool read = pipe != nullptr && std::fgets(line, sizeof(line), pipe) != nullptr;
  if (pipe != nullptr) pclose(pipe);
  double tps = 0;
  if (!read || !absl::SimpleAtod(line, &tps)) {
    std::fprintf(stderr, "pgbench gave no figure\n");
    std::exit(1);
  }
  const double used = ProcessorSeconds(RUSAGE_CHILDREN) - before;
  return {tps, used / (tps * seconds) * 1e6};
}

}  // namespace

int main(int argc, char** argv) {
  int seconds = 3;
  if (argc > 1 && !absl::SimpleAtoi(argv[1], &seconds)) return 2;
  const auto database = mainstay::testing::NewDatabase("");
  const std::string& dsn = database->owner_dsn();
  Session session({.dsn = dsn});
  const absl::Status made = session.Write({}, [](Tx& tx) {
    tx.Exec("CREATE TABLE item (id int PRIMARY KEY, name text NOT NULL, amount int NOT NULL)");
    tx.Exec("CREATE TABLE entry (item_id int NOT NULL, note text NOT NULL)");
    tx.Exec(absl::StrCat("INSERT INTO item SELECT i, 'name of ' || i, 0 FROM generate_series(1, ",
                         kRows, ") i"));
    return absl::OkStatus();
  });
  if (!made.ok()) return 1;
  std::printf("%-6s %8s %10s %10s %6s %22s\n", "", "threads", "session/s", "pgbench/s", "ratio",
              "client us a call");
  for (const bool write : {false, true}) {
    for (const int threads : {1, 2, 4, 8}) {
      const Figure ours = OfSession(dsn, threads, seconds, write ? Write : Read);
      const Figure theirs = OfPgbench(dsn, threads, seconds, write ? kWriteScript : kReadScript);
      std::printf("%-6s %8d %10.0f %10.0f %6.2f %14.1f %7.1f\n", write ? "write" : "read", threads,
                  ours.per_second, theirs.per_second, ours.per_second / theirs.per_second,
                  ours.client_micros, theirs.client_micros);
      std::fflush(stdout);
    }
  }
}
