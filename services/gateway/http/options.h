// How the HTTP server listens, and the limit on everything that a caller can make grow.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace mainstay::gateway {

struct HttpOptions {
  std::string listen = "127.0.0.1:0";       // host:port; port 0 is chosen by the kernel
  int threads = 2;                          // each with its own io_context
  std::string tls_cert_file, tls_key_file;  // both empty: plain HTTP
  std::vector<std::string> cors_origins;    // exact origins, or one "*"; empty: no CORS

  size_t max_header_bytes = 16 << 10;  // request line and header together; more is 431
  size_t max_target_bytes = 8 << 10;   // path and query; more is 414
  size_t max_body_bytes = 4 << 20;     // of a request that is not an upload; more is 413
  size_t max_connections = 10000;      // per thread; more are closed at once

  absl::Duration idle_timeout = absl::Seconds(75);    // between requests
  absl::Duration header_timeout = absl::Seconds(10);  // TLS handshake; first byte to whole header
  absl::Duration body_timeout = absl::Seconds(30);    // whole body; of an upload, each piece
  absl::Duration write_timeout = absl::Seconds(30);   // an answer, or a piece of a stream
  absl::Duration linger_timeout = absl::Seconds(2);   // for the caller to read an early refusal

  absl::Duration unary_deadline = absl::Seconds(30);
  absl::Duration stream_deadline = absl::Minutes(30);
};

}  // namespace mainstay::gateway
