// The HTTP/1.1 server: one listening socket, and threads that connections are dealt out to.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/gateway/http/collaborators.h"
#include "services/gateway/http/options.h"

namespace mainstay::gateway {

// Thread-safe.
class HttpServer {
 public:
  // UNAVAILABLE naming the address when it cannot be listened on; INVALID_ARGUMENT naming the TLS
  // file that cannot be used.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpOptions options,
                                                           Collaborators collaborators);
  // Drains without waiting.
  virtual ~HttpServer() = default;

  // "127.0.0.1:54321"
  virtual std::string address() const = 0;
  // Takes no more connections, lets requests under way finish until `deadline`, then cancels them.
  // Returns when every connection has ended.
  virtual void Drain(absl::Duration deadline) = 0;
};

}  // namespace mainstay::gateway
