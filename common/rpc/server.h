// A service process's gRPC server: callback API, one admission queue a class, workers that own
// their PostgreSQL session, batchers for hot reads, health, reflection and graceful drain.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/verifier.h"
#include "common/pg/session.h"
#include "common/rpc/router.h"
#include "common/time/clock.h"

namespace mainstay::rpc {

struct ServerOptions {
  std::string listen = "127.0.0.1:0";  // host:port, or unix:/path; port 0 is chosen by the kernel
  std::vector<std::string> services;   // full names, e.g. "mainstay.accounts.v1.AccountService"
  bool reflection = false;
  // TLS by files; all empty means plain text (internal network only). With client_ca_file clients
  // must show a certificate.
  std::string tls_cert_file, tls_key_file, client_ca_file;

  pg::SessionOptions database;  // each worker and batcher opens its own
  int workers = 8;              // interactive and internal calls, and the looks of watches
  int batch_workers = 4;        // CALL_CLASS_BATCH and every other stream
  int batchers = 1;             // threads for Router::Batched methods; 1 or 2
  size_t queue_limit = 1024;    // waiting calls, per class
  // A longer wait for a worker means that too much is asked for (AdmissionQueue); not of the batch
  // class, whose callers have time.
  absl::Duration longest_wait = absl::Milliseconds(250);
  absl::Duration max_deadline = absl::Seconds(30);        // unary
  absl::Duration max_batch_deadline = absl::Minutes(30);  // streams and batch calls
  // How long a stream may stand still, waiting for the peer, before its worker is taken back.
  absl::Duration max_stream_pause = absl::Seconds(30);
  size_t max_message_bytes = 4 << 20;  // of a request

  auth::Verifier* verifier = nullptr;  // must outlive the server
  const time::Clock* clock = &time::SystemClock();
};

// Thread-safe.
class Server {
 public:
  // Checks the router against `options.services`, then listens. Health is NOT_SERVING until
  // SetServing(true).
  static absl::StatusOr<std::unique_ptr<Server>> Start(ServerOptions options, Router router);
  virtual ~Server() = default;

  // "127.0.0.1:54321" or "unix:/path".
  virtual std::string address() const = 0;
  virtual void SetServing(bool serving) = 0;
  // NOT_SERVING, waits `endpoints_delay` for load balancers to notice, lets running calls finish
  // until `deadline`, then cancels them; returns when workers have stopped.
  virtual void Drain(absl::Duration endpoints_delay, absl::Duration deadline) = 0;
};

}  // namespace mainstay::rpc
