// Both ends of a proxied connection, in the test's hand.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tools/faultproxy/address.h"
#include "tools/faultproxy/proxy.h"

namespace mainstay::faultproxy {

// A connected socket.
class Peer {
 public:
  explicit Peer(int socket) : socket_(socket) {}
  Peer(Peer&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}
  ~Peer() { Close(); }

  void Send(std::string_view bytes) const {
    EXPECT_EQ(send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(bytes.size()));
  }
  // The next `size` bytes, or fewer: those before the connection's end, or before `patience` is
  // over.
  std::string Read(size_t size, absl::Duration patience = absl::Seconds(20)) {
    std::string read;
    const absl::Time end = absl::Now() + patience;
    while (read.size() < size && !ended_) {
      pollfd ready = {socket_, POLLIN, 0};
      const int64_t left = std::max<int64_t>(0, absl::ToInt64Milliseconds(end - absl::Now()));
      if (poll(&ready, 1, static_cast<int>(left)) == 0) break;
      std::string piece(size - read.size(), '\0');
      const ssize_t got = recv(socket_, piece.data(), piece.size(), 0);
      reset_ = got < 0;
      ended_ = got <= 0;
      if (got > 0) read.append(piece, 0, static_cast<size_t>(got));
    }
    return read;
  }
  // Whether the connection ends, with nothing before that.
  bool Ends() { return Read(1).empty() && ended_; }
  bool was_reset() const { return reset_; }
  void CloseSending() const { shutdown(socket_, SHUT_WR); }
  void Close() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }

 private:
  int socket_;
  bool ended_ = false, reset_ = false;
};

// One route with a listener behind it, over TCP or unix sockets.
class Proxied {
 public:
  explicit Proxied(bool tcp) {
    if (mkdtemp(directory_.data()) == nullptr) std::abort();
    const std::string own = tcp ? "127.0.0.1:0" : absl::StrCat("unix:", directory_, "/server");
    const Endpoint address = ParseAddress(own).value();
    listener_ = socket(address.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(bind(listener_, address.data(), address.size()), 0);
    EXPECT_EQ(listen(listener_, 8), 0);
    std::string upstream = own;
    if (tcp) {
      sockaddr_in bound{};
      socklen_t size = sizeof(bound);
      getsockname(listener_, reinterpret_cast<sockaddr*>(&bound), &size);
      upstream = absl::StrCat("127.0.0.1:", ntohs(bound.sin_port));
    }
    proxy_ = Proxy::Start({{.name = "way",
                            .listen = tcp ? own : absl::StrCat("unix:", directory_, "/proxy"),
                            .upstream = upstream}})
                 .value();
  }
  ~Proxied() {
    proxy_.reset();
    close(listener_);
    std::filesystem::remove_all(directory_);
  }

  Proxy& proxy() { return *proxy_; }
  const std::string& directory() const { return directory_; }
  Peer Connect() {
    const Endpoint address = ParseAddress(proxy_->Address("way").value()).value();
    const int client = socket(address.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(client, address.data(), address.size()), 0);
    return Peer(client);
  }
  Peer Accept() const { return Peer(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)); }

 private:
  std::string directory_ = "/tmp/mainstay-way-XXXXXX";
  int listener_ = -1;
  std::unique_ptr<Proxy> proxy_;
};

}  // namespace mainstay::faultproxy
