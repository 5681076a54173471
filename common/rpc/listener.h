// How a gRPC server listens: credentials, the address and all channel arguments of servers. One
// place for the services and the gateway's proxy.
#pragma once

#include <string>

#include <grpcpp/server_builder.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::rpc {

struct ListenerOptions {
  std::string listen;  // host:port, or unix:/path; port 0 is chosen by the kernel
  // TLS by files; all empty means plain text. With client_ca_file clients must show a certificate.
  std::string tls_cert_file, tls_key_file, client_ca_file;
  size_t max_message_bytes;     // of a request's message
  absl::Duration longest_call;  // what a connection that is being renewed still lets finish
};

// Adds the listening port to `builder`; `port` is set by BuildAndStart and must outlive it.
// FAILED_PRECONDITION naming a file that cannot be read.
absl::Status AddListener(const ListenerOptions& options, grpc::ServerBuilder* builder, int* port);

// The address in use, once BuildAndStart has set `port`.
std::string ListeningAddress(const std::string& listen, int port);

// The error for a BuildAndStart that gave no server.
absl::Status CannotListen(const std::string& listen);

}  // namespace mainstay::rpc
