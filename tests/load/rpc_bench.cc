// What the RPC runtime costs, in one run on one machine: calls without a database, and one-row
// reads against `pgbench -M prepared` running the same SELECT on the same cluster.
//
//   rpc_bench [--seconds N] [--connections N] [--in-flight N] [--only echo|read|batched|pgbench]
//
// Prints calls per second, p50 and p99 for each, and the ratios. Server and client are separate
// processes; authentication, scope, tracing and metrics are on as in production.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <CLI/CLI.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/ops/process.h"
#include "common/pg/session.h"
#include "common/rpc/channel.h"
#include "common/rpc/messages.h"
#include "common/rpc/server_test_kit.h"
#include "common/testing/postgres.h"

namespace mainstay {
namespace {

using rpc::BatchedCall;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

constexpr int kRows = 100000;
constexpr std::string_view kKeyPrefix = "key-";

constexpr pg::Statement kReadOne{"bench_one", "SELECT key, payload FROM bench_rows WHERE key = $1"};
constexpr pg::Statement kReadMany{"bench_many",
                                  "SELECT key, payload FROM bench_rows WHERE key = ANY($1)"};

struct Settings {
  int seconds = 5;
  int connections = 4;
  int in_flight = 64;
  std::string only;
};

absl::StatusOr<EchoResponse> ReadOne(rpc::CallContext& context, const EchoRequest& request) {
  return context.db().ReadOne(context.tx_options(),
                              [&](pg::Tx& tx) -> absl::StatusOr<EchoResponse> {
                                pqxx::result rows = tx.Run(kReadOne, request.text());
                                if (rows.empty()) return absl::NotFoundError("no such row");
                                EchoResponse response;
                                response.set_text(rows[0][0].c_str());
                                response.set_payload(rows[0][1].c_str());
                                return response;
                              });
}

void ReadMany(pg::Session& session,
              absl::Span<const BatchedCall<EchoRequest, EchoResponse>> calls) {
  std::vector<std::string> keys;
  for (const auto& call : calls) keys.push_back(call.request().text());
  auto rows = session.ReadOne(
      {.deadline = calls[0].context().deadline()},
      [&](pg::Tx& tx) -> absl::StatusOr<pqxx::result> { return tx.Run(kReadMany, keys); });
  if (!rows.ok()) {
    for (const auto& call : calls) call.Fail(rows.status());
    return;
  }
  std::map<std::string_view, int> by_key;
  for (int i = 0; i < static_cast<int>(rows->size()); ++i) by_key[(*rows)[i][0].c_str()] = i;
  for (const auto& call : calls) {
    auto row = by_key.find(call.request().text());
    if (row == by_key.end()) {
      call.Fail(absl::NotFoundError("no such row"));
      continue;
    }
    call.response()->set_text((*rows)[row->second][0].c_str());
    call.response()->set_payload((*rows)[row->second][1].c_str());
  }
}

// Echo: no database. Mine: a statement a call. EchoBatched: a statement a batch.
rpc::Router BenchRouter() {
  rpc::Router router, echo;
  rpc::AddEchoHandlers(echo);
  for (const char* method : {"EchoPublic", "Merge", "UpdatePerson", "ListPeople", "Collect",
                             "Count", "StreamPeople", "Echo"}) {
    router.Add(rpc::EchoMethod(method), *echo.Find(rpc::EchoMethod(method)));
  }
  router.Unary<EchoRequest, EchoResponse>(rpc::EchoMethod("Mine"), ReadOne);
  router.Batched<EchoRequest, EchoResponse>(rpc::EchoMethod("EchoBatched"), ReadMany);
  return router;
}

// The server's process: writes its address to `out` and serves until killed.
[[noreturn]] void Serve(const std::string& dsn, const auth::VerifierOptions& keys, int out) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (std::freopen("/dev/null", "w", stderr) == nullptr) std::abort();
  ops::TuneProcess();
  log::Init({.service = "bench", .format = log::Format::kJson});
  auto verifier = auth::Verifier::Create(keys).value();
  rpc::ServerOptions options;
  options.services = {"mainstay.testing.v1.EchoService"};
  options.database.dsn = dsn;
  options.verifier = verifier.get();
  auto server = rpc::Server::Start(options, BenchRouter()).value();
  server->SetServing(true);
  const std::string line = server->address() + "\n";
  if (::write(out, line.data(), line.size()) < 0) std::abort();
  int signal = 0;
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  sigwait(&stop, &signal);
  const double batches = metrics::Counter("mainstay_rpc_batches_total", "").Value();
  const double calls = metrics::Counter("mainstay_rpc_batched_calls_total", "").Value();
  std::printf("%.1f calls a batch\n", calls / std::max(batches, 1.0));
  std::fflush(stdout);
  ::_exit(0);
}

struct Figures {
  double per_second = 0;
  double p50_ms = 0, p99_ms = 0, server_cpu_us = 0;  // 0 where not known
};

// CPU time that a process has used.
absl::Duration CpuOf(pid_t process) {
  std::ifstream stat(absl::StrCat("/proc/", process, "/stat"));
  std::string line((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
  // After the command's closing parenthesis: state is field 3, utime and stime are 14 and 15.
  const std::vector<std::string> fields = absl::StrSplit(line.substr(line.rfind(')') + 2), ' ');
  int64_t user = 0, system = 0;
  if (fields.size() < 13 || !absl::SimpleAtoi(fields[11], &user) ||
      !absl::SimpleAtoi(fields[12], &system)) {
    return absl::ZeroDuration();
  }
  return absl::Seconds(1) * static_cast<double>(user + system) / ::sysconf(_SC_CLK_TCK);
}

Figures Summarize(std::vector<double>& latencies_ms, absl::Duration elapsed) {
  if (latencies_ms.empty()) return {};
  std::sort(latencies_ms.begin(), latencies_ms.end());
  return {.per_second = static_cast<double>(latencies_ms.size()) / absl::ToDoubleSeconds(elapsed),
          .p50_ms = latencies_ms[latencies_ms.size() / 2],
          .p99_ms = latencies_ms[latencies_ms.size() * 99 / 100]};
}

// One call after another, `in_flight` of them at once, on one thread: the client must be cheap,
// for it shares the cores with the server.
class Client {
 public:
  Client(const std::string& address, pid_t server, std::string token, const Settings& settings)
      : settings_(settings), server_(server), authorization_(absl::StrCat("Bearer ", token)) {
    for (int i = 0; i < settings.connections; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("bench.connection", i);  // distinct arguments: distinct connections
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
    }
  }

  Figures Run(std::string_view method) {
    method_ = absl::StrCat("/", method);
    (void)Measure(absl::Seconds(1));  // warm
    const absl::Duration before = CpuOf(server_);
    Figures figures = Measure(absl::Seconds(settings_.seconds));
    figures.server_cpu_us = absl::ToDoubleMicroseconds(CpuOf(server_) - before) /
                            (figures.per_second * settings_.seconds);
    return figures;
  }

 private:
  struct Pending {
    grpc::ClientContext context;
    grpc::ByteBuffer response;
    grpc::Status status;
    absl::Time start;
    std::unique_ptr<grpc::GenericClientAsyncResponseReader> call;
  };

  void Start() {
    auto* pending = new Pending;
    pending->context.AddMetadata("authorization", authorization_);
    const grpc::ByteBuffer request =
        rpc::SerializeMessage(rpc::EchoOf(absl::StrCat(kKeyPrefix, (next_ * 7919) % kRows)));
    pending->start = absl::Now();
    pending->call = stubs_[next_++ % stubs_.size()]->PrepareUnaryCall(&pending->context, method_,
                                                                      request, &queue_);
    pending->call->StartCall();
    pending->call->Finish(&pending->response, &pending->status, pending);
  }

  Figures Measure(absl::Duration time) {
    std::vector<double> latencies_ms;
    const absl::Time begin = absl::Now();
    int open = settings_.in_flight;
    for (int i = 0; i < open; ++i) Start();
    void* tag = nullptr;
    bool ok = false;
    while (open > 0 && queue_.Next(&tag, &ok)) {
      std::unique_ptr<Pending> done(static_cast<Pending*>(tag));
      if (!done->status.ok()) {
        std::cerr << method_ << ": " << done->status.error_message() << std::endl;
        std::exit(1);
      }
      const absl::Time now = absl::Now();
      latencies_ms.push_back(absl::ToDoubleMilliseconds(now - done->start));
      if (now - begin < time) {
        Start();
      } else {
        --open;
      }
    }
    return Summarize(latencies_ms, absl::Now() - begin);
  }

  const Settings settings_;
  const pid_t server_;
  const std::string authorization_;
  std::string method_;
  size_t next_ = 0;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
};

void FillTable(const testing::TestDatabase& database, std::string* service_dsn) {
  *service_dsn = database.owner_dsn();
  pg::Session session({.dsn = database.owner_dsn()});
  absl::Status status = session.Write({}, [](pg::Tx& tx) {
    tx.Exec("CREATE TABLE bench_rows (key text PRIMARY KEY, payload text NOT NULL)");
    tx.Exec(absl::StrCat("INSERT INTO bench_rows SELECT '", kKeyPrefix,
                         "' || n, repeat('x', 200) FROM generate_series(0, ", kRows - 1, ") n"));
    return absl::OkStatus();
  });
  if (status.ok()) {
    status = session.ReadOne({}, [](pg::Tx& tx) {
      tx.Exec("VACUUM ANALYZE bench_rows");
      return absl::OkStatus();
    });
  }
  if (!status.ok()) {
    std::cerr << status << std::endl;
    std::exit(1);
  }
}

// pgbench's own count of the same SELECT, `in_flight` clients, without its connection time.
Figures RunPgbench(const std::string& dsn, const Settings& settings) {
  const std::filesystem::path script =
      std::filesystem::temp_directory_path() / absl::StrCat("rpc_bench_", ::getpid(), ".sql");
  std::FILE* file = std::fopen(script.c_str(), "w");
  std::fprintf(
      file, "\\set n random(0, %d)\nSELECT key, payload FROM bench_rows WHERE key = '%s' || :n;\n",
      kRows - 1, std::string(kKeyPrefix).c_str());
  std::fclose(file);
  const std::string command =
      absl::StrCat("PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1) pgbench -n -M prepared",
                   " -c ", settings.in_flight, " -j 2 -T ", settings.seconds, " -f ",
                   script.string(), " '", dsn, "' 2>&1");
  Figures figures;
  std::FILE* pipe = ::popen(command.c_str(), "r");
  char line[512];
  while (std::fgets(line, sizeof line, pipe) != nullptr) {
    std::sscanf(line, "tps = %lf", &figures.per_second);
  }
  ::pclose(pipe);
  std::filesystem::remove(script);
  return figures;
}

void Print(std::string_view name, const Figures& figures, double reference) {
  std::printf("%-10s %9.0f/s", std::string(name).c_str(), figures.per_second);
  if (figures.p50_ms > 0) {
    std::printf("  p50 %7.2f ms  p99 %7.2f ms  server %6.1f us of CPU a call", figures.p50_ms,
                figures.p99_ms, figures.server_cpu_us);
  }
  if (reference > 0) std::printf("  %.3f of pgbench", figures.per_second / reference);
  std::printf("\n");
  std::fflush(stdout);
}

int Main(int argc, char** argv) {
  Settings settings;
  CLI::App app("Measures the RPC runtime.");
  app.add_option("--seconds", settings.seconds);
  app.add_option("--connections", settings.connections);
  app.add_option("--in-flight", settings.in_flight);
  app.add_option("--only", settings.only);
  CLI11_PARSE(app, argc, argv);
  auto wanted = [&](const char* name) { return settings.only.empty() || settings.only == name; };

  ops::BlockSignals();
  const testing::TestIssuer issuer;
  std::unique_ptr<testing::TestDatabase> database = testing::NewDatabase("");
  std::string dsn;
  FillTable(*database, &dsn);
  int pipe_ends[2];
  if (::pipe(pipe_ends) != 0) std::abort();
  // Before gRPC starts threads in this process.
  const pid_t server = ::fork();
  if (server == 0) Serve(dsn, issuer.options(), pipe_ends[1]);
  std::string address(100, '\0');
  const ssize_t length = ::read(pipe_ends[0], address.data(), address.size());
  address.resize(length > 1 ? static_cast<size_t>(length - 1) : 0);

  {
    Client client(address, server, issuer.Token("ada", {"admin"}), settings);
    Figures reference;
    if (wanted("pgbench")) {
      reference = RunPgbench(dsn, settings);
      Print("pgbench", reference, 0);
    }
    const std::map<std::string, std::string> methods = {
        {"echo", "Echo"}, {"read", "Mine"}, {"batched", "EchoBatched"}};
    for (const auto& [name, method] : methods) {
      if (!wanted(name.c_str())) continue;
      Print(name, client.Run(rpc::EchoMethod(method)), reference.per_second);
    }
  }
  ::kill(server, SIGTERM);
  ::waitpid(server, nullptr, 0);
  return 0;
}

}  // namespace
}  // namespace mainstay

int main(int argc, char** argv) { return mainstay::Main(argc, argv); }
