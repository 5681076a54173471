#include "common/testing/commit_cutter.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace mainstay::testing {
namespace {

constexpr char kSocketName[] = "/.s.PGSQL.5432";

sockaddr_un AddressOf(const std::string& directory) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory + kSocketName;
  if (path.size() >= sizeof(address.sun_path)) std::abort();
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

class Proxy final : public CommitCutter {
 public:
  explicit Proxy(const std::string& dsn) {
    const std::string server = dsn.substr(5, dsn.find(' ') - 5);  // "host=/tmp/… user=…"
    directory_ = "/tmp/mainstay-cut-XXXXXX";
    if (mkdtemp(directory_.data()) == nullptr) std::abort();
    dsn_ = absl::StrCat("host=", directory_, dsn.substr(dsn.find(' ')));
    server_ = AddressOf(server);
    const sockaddr_un own = AddressOf(directory_);
    listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(listener_, reinterpret_cast<const sockaddr*>(&own), sizeof(own)) != 0 ||
        listen(listener_, 64) != 0) {
      std::abort();
    }
    acceptor_ = std::thread([this] { Accept(); });
  }

  ~Proxy() override {
    shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& pump : pumps_) pump.join();
    close(listener_);
    std::filesystem::remove_all(directory_);
  }

  const std::string& dsn() const override { return dsn_; }
  void Arm() override { armed_ = true; }

 private:
  void Accept() {
    while (true) {
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) return;
      pumps_.emplace_back([this, client] { Pump(client); });
    }
  }

  // Carries bytes both ways until one side closes or a COMMIT was cut.
  void Pump(int client) {
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool open = connect(server, reinterpret_cast<const sockaddr*>(&server_), sizeof(server_)) == 0;
    bool cut = false;
    while (open) {
      pollfd ends[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
      poll(ends, 2, -1);
      char bytes[8192];
      if (ends[0].revents != 0) {
        const ssize_t size = read(client, bytes, sizeof(bytes));
        open = size > 0 && write(server, bytes, size) == size;
        const std::string_view text(bytes, open ? size : 0);
        if (text.find("COMMIT") != std::string_view::npos && armed_.exchange(false)) cut = true;
      }
      if (open && ends[1].revents != 0) {
        const ssize_t size = read(server, bytes, sizeof(bytes));
        open = size > 0 && !cut && write(client, bytes, size) == size;
      }
    }
    close(client);
    close(server);
  }

  std::string directory_, dsn_;
  sockaddr_un server_{};
  int listener_ = -1;
  std::atomic<bool> armed_{false};
  std::thread acceptor_;
  std::vector<std::thread> pumps_;  // the acceptor's until it is joined
};

}  // namespace

std::unique_ptr<CommitCutter> NewCommitCutter(const std::string& dsn) {
  return std::make_unique<Proxy>(dsn);
}

}  // namespace mainstay::testing
