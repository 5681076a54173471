#include "common/testing/redis.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/redis/redis.h"

namespace mainstay::testing {
namespace {

[[noreturn]] void Fail(const std::string& why) {
  std::fprintf(stderr, "no Redis for the test: %s\n", why.c_str());
  std::abort();
}

class PrivateRedis final : public TestRedis {
 public:
  explicit PrivateRedis(const std::string& password) : password_(password) {
    std::string folder = std::filesystem::temp_directory_path() / "mainstay-redis-XXXXXX";
    if (mkdtemp(folder.data()) == nullptr) Fail("cannot make " + folder);
    folder_ = folder;
    socket_ = folder_ + "/redis.sock";
    address_ = "unix:" + socket_;
    Start();
  }
  ~PrivateRedis() override {
    Stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  const std::string& address() const override { return address_; }

  void Stop() override {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  void Start() override {
    Stop();
    unlink(socket_.c_str());
    pid_ = fork();
    if (pid_ < 0) Fail("fork");
    if (pid_ == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);  // never outlives the test
      const std::string log = folder_ + "/redis.log";
      execlp("redis-server", "redis-server", "--port", "0", "--unixsocket", socket_.c_str(),
             "--save", "", "--appendonly", "no", "--daemonize", "no", "--dir", folder_.c_str(),
             "--logfile", log.c_str(), "--requirepass", password_.c_str(), nullptr);
      _exit(127);
    }
    AwaitReady();
  }

  void Pause() override { kill(pid_, SIGSTOP); }
  void Resume() override { kill(pid_, SIGCONT); }

 private:
  // Until the process that was started here answers, and no other.
  void AwaitReady() {
    redis::Connection connection({.address = address_,
                                  .password = password_,
                                  .connect_timeout = absl::Seconds(20),
                                  .command_timeout = absl::Seconds(20),
                                  .reconnect_pause = absl::ZeroDuration()});
    const std::string own_line = absl::StrCat("process_id:", pid_, "\r\n");
    for (int i = 0; i < 9000; ++i) {
      const auto info = connection.Command({"INFO", "server"});
      if (info.ok()) {
        if (info->text.find(own_line) == std::string::npos) Fail("another server answers");
        return;
      }
      if (waitpid(pid_, nullptr, WNOHANG) == pid_) Fail("redis-server ended; is it installed?");
      absl::SleepFor(absl::Milliseconds(10));
    }
    Fail("redis-server does not answer");
  }

  const std::string password_;
  std::string folder_, socket_, address_;
  pid_t pid_ = -1;
};

}  // namespace

std::unique_ptr<TestRedis> NewRedis(const std::string& password) {
  return std::make_unique<PrivateRedis>(password);
}

}  // namespace mainstay::testing
