// A service process from outside: this test binary runs itself as the service.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/pg/migrate.h"
#include "common/rpc/channel.h"
#include "common/rpc/server_test_kit.h"
#include "common/service/service.h"
#include "common/testing/postgres.h"
#include "common/testing/tokens.h"

namespace mainstay::service {
namespace {

using ::testing::HasSubstr;

constexpr char kServeArgument[] = "serve";

int RunEchoService(int argc, const char* const* argv) {
  return Run(argc, argv,
             {.name = "echo",
              .about = "Echoes.",
              .grpc_services = {"mainstay.testing.v1.EchoService"},
              .schema_version = 1,
              .compose = [](const Settings&, const Collaborators&, rpc::Router& router) {
                rpc::AddEchoHandlers(router);
              }});
}

// The service as a child process; its log goes to a file.
class Process {
 public:
  explicit Process(std::vector<std::string> flags)
      : log_path_(absl::StrCat(::testing::TempDir(), "/service_test_", ::getpid(), ".log")) {
    flags.insert(flags.begin(), {"/proc/self/exe", kServeArgument});
    std::vector<char*> argv;
    for (std::string& flag : flags) argv.push_back(flag.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      if (std::freopen(log_path_.c_str(), "w", stderr) == nullptr) ::_exit(99);
      ::execv(argv[0], argv.data());
      ::_exit(98);
    }
  }
  ~Process() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      (void)Wait();
    }
    ::unlink(log_path_.c_str());
  }

  void Signal(int signal) { ::kill(pid_, signal); }
  int Wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

  // The first log line with this message, or nothing after a minute.
  nlohmann::json Line(const std::string& message) {
    const absl::Time until = absl::Now() + absl::Minutes(1);
    while (absl::Now() < until) {
      std::istringstream lines(Log());
      for (std::string line; std::getline(lines, line);) {
        nlohmann::json object = nlohmann::json::parse(line, nullptr, false);
        if (object.is_object() && object.value("message", "") == message) return object;
      }
      absl::SleepFor(absl::Milliseconds(50));
    }
    return {};
  }
  std::string Log() const {
    std::ifstream file(log_path_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  const std::string log_path_;
  pid_t pid_ = -1;
};

class ServiceTest : public ::testing::Test {
 protected:
  std::vector<std::string> Flags() const {
    return {"--pg-dsn",         database_->service_dsn(),
            "--auth-issuer",    issuer_.options().issuer,
            "--auth-audience",  issuer_.options().audience,
            "--auth-jwks",      issuer_.options().jwks,
            "--page-token-key", "0123456789abcdef",
            "--drain-delay",    "0s",
            "--log-format",     "json"};
  }
  absl::StatusOr<testing::v1::EchoResponse> Echo(const std::string& address,
                                                 std::string_view text) {
    auto channel = rpc::NewChannel({.target = address});
    return rpc::Call<testing::v1::EchoResponse>(
        **channel, rpc::kEcho, {.token = issuer_.Token("ada", {"admin"})}, rpc::EchoOf(text));
  }

  std::unique_ptr<testing::TestDatabase> database_ =
      testing::NewDatabase("services/accounts/migrations");
  const testing::TestIssuer issuer_;
};

TEST_F(ServiceTest, ServesAndEndsCleanly) {
  Process process(Flags());
  const nlohmann::json started = process.Line("started");
  ASSERT_TRUE(started.is_object()) << process.Log();
  EXPECT_TRUE(process.Line("ready").is_object()) << process.Log();
  auto answer = Echo(started["listen"], "hello");
  EXPECT_TRUE(answer.ok()) << answer.status();
  process.Signal(SIGTERM);
  EXPECT_EQ(process.Wait(), 0);
  EXPECT_THAT(process.Log(), HasSubstr("\"stopped\""));
}

TEST_F(ServiceTest, IsNotReadyUntilTheSchemaIsThere) {
  database_ = testing::NewDatabase("");
  Process process(Flags());
  const nlohmann::json reason = process.Line("not ready");
  ASSERT_TRUE(reason.is_object()) << process.Log();
  EXPECT_THAT(reason.value("reason", ""), HasSubstr("run the migrations"));
  ASSERT_TRUE(pg::Migrate({.dsn = database_->owner_dsn(),
                           .directory = "services/accounts/migrations",
                           .service_role = "mainstay_service"})
                  .ok());
  EXPECT_TRUE(process.Line("ready").is_object()) << process.Log();
}

TEST_F(ServiceTest, SaysInOneLineWhyItCannotStart) {
  std::vector<std::string> flags = Flags();
  flags.push_back("--wrkers=3");
  Process misspelt(flags);
  EXPECT_EQ(misspelt.Wait(), 1);
  EXPECT_THAT(misspelt.Log(), HasSubstr("wrkers"));

  flags = Flags();
  flags.insert(flags.end(), {"--page-token-key", "short"});
  flags.erase(std::find(flags.begin(), flags.end(), "--page-token-key"),
              std::find(flags.begin(), flags.end(), "--page-token-key") + 2);
  Process weak(flags);
  EXPECT_EQ(weak.Wait(), 1);
  EXPECT_THAT(weak.Log(), HasSubstr("page-token-key"));

  flags = Flags();
  flags.insert(flags.end(), {"--tls-cert-file", "/no/such/cert"});
  Process half(flags);
  EXPECT_EQ(half.Wait(), 1);
  EXPECT_THAT(half.Log(), HasSubstr("tls-key-file"));
}

}  // namespace
}  // namespace mainstay::service

int main(int argc, char** argv) {
  if (argc > 1 && std::string(argv[1]) == mainstay::service::kServeArgument) {
    return mainstay::service::RunEchoService(argc - 1, argv + 1);
  }
  ::testing::InitGoogleMock(&argc, argv);
  return RUN_ALL_TESTS();
}
