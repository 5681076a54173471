// The unix socket at which a proxy takes commands.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/faultproxy/proxy.h"

namespace mainstay::faultproxy {

// A line in, an answer out: "ok …" or "error …", then an empty line. One client after the other,
// each with as many lines as it wants.
class Control {
 public:
  // UNAVAILABLE when it cannot listen at `path`.
  static absl::StatusOr<std::unique_ptr<Control>> Start(Proxy* proxy, const std::string& path);
  ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

 private:
  Control(Proxy* proxy, std::string path, int listener);
  void Serve();
  void Talk(int client);

  Proxy* const proxy_;
  const std::string path_;
  const int listener_;
  const int stop_;  // an eventfd
  std::thread thread_;
};

// Sends a command to the proxy whose control socket is at `path`: its answer without "ok", or its
// error. UNAVAILABLE when nobody listens there.
absl::StatusOr<std::string> Tell(const std::string& path, std::string_view command);

}  // namespace mainstay::faultproxy
