#include "tools/faultproxy/control.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/status/status.h"
#include "tools/faultproxy/address.h"
#include "tools/faultproxy/command.h"

namespace mainstay::faultproxy {
namespace {

constexpr size_t kLongestLine = 64 << 10;

absl::Status Failed(std::string_view what, const std::string& path) {
  return absl::UnavailableError(absl::StrCat(what, " ", path, ": ", std::strerror(errno)));
}

bool SendAll(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Control>> Control::Start(Proxy* proxy, const std::string& path) {
  ASSIGN_OR_RETURN(const Endpoint address, ParseAddress(absl::StrCat("unix:", path)));
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, address.data(), address.size()) != 0 ||
      listen(listener, 8) != 0) {
    const absl::Status failed = Failed("cannot listen at", path);
    if (listener >= 0) close(listener);
    return failed;
  }
  return std::unique_ptr<Control>(new Control(proxy, path, listener));
}

Control::Control(Proxy* proxy, std::string path, int listener)
    : proxy_(proxy),
      path_(std::move(path)),
      listener_(listener),
      stop_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { Serve(); }) {}

Control::~Control() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t told = write(stop_, &one, sizeof(one));
  thread_.join();
  close(listener_);
  close(stop_);
  unlink(path_.c_str());
}

void Control::Serve() {
  while (true) {
    pollfd ends[] = {{listener_, POLLIN, 0}, {stop_, POLLIN, 0}};
    poll(ends, 2, -1);
    if (ends[1].revents != 0) return;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    Talk(client);
    close(client);
  }
}

void Control::Talk(int client) {
  std::string lines;
  while (lines.size() < kLongestLine) {
    pollfd ends[] = {{client, POLLIN, 0}, {stop_, POLLIN, 0}};
    poll(ends, 2, -1);
    if (ends[1].revents != 0) return;
    char bytes[4096];
    const ssize_t size = recv(client, bytes, sizeof(bytes), 0);
    if (size <= 0) return;
    lines.append(bytes, static_cast<size_t>(size));
    for (size_t end; (end = lines.find('\n')) != std::string::npos; lines.erase(0, end + 1)) {
      const auto answer = Command(*proxy_, std::string_view(lines).substr(0, end));
      if (!SendAll(client, answer.ok()
                               ? absl::StrCat("ok ", *answer, "\n\n")
                               : absl::StrCat("error ", answer.status().message(), "\n\n"))) {
        return;
      }
    }
  }
}

absl::StatusOr<std::string> Tell(const std::string& path, std::string_view command) {
  ASSIGN_OR_RETURN(const Endpoint address, ParseAddress(absl::StrCat("unix:", path)));
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string answer;
  if (server < 0 || connect(server, address.data(), address.size()) != 0 ||
      !SendAll(server, absl::StrCat(command, "\n"))) {
    const absl::Status failed = Failed("no proxy answers at", path);
    if (server >= 0) close(server);
    return failed;
  }
  char bytes[4096];
  for (ssize_t size;
       !absl::EndsWith(answer, "\n\n") && (size = recv(server, bytes, sizeof(bytes), 0)) > 0;) {
    answer.append(bytes, static_cast<size_t>(size));
  }
  close(server);
  absl::string_view text = answer;
  absl::ConsumeSuffix(&text, "\n\n");
  if (absl::ConsumePrefix(&text, "ok ")) return std::string(text);
  if (absl::ConsumePrefix(&text, "error ")) return absl::InvalidArgumentError(text);
  return absl::UnavailableError(absl::StrCat("the proxy at ", path, " ended without an answer"));
}

}  // namespace mainstay::faultproxy
