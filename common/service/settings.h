// The settings that every service has.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/auth/verifier.h"
#include "common/config/config.h"
#include "common/log/log.h"
#include "common/rpc/server.h"

namespace mainstay::service {

// Each field is the flag of the same name in kebab-case, and MAINSTAY_… in the environment.
struct Settings {
  std::string listen = "127.0.0.1:0";      // gRPC: host:port or unix:/path
  std::string ops_listen = "127.0.0.1:0";  // /healthz, /readyz, /metrics
  std::string pg_dsn;                      // a secret
  std::string auth_issuer;
  std::string auth_audience = "mainstay";
  std::string auth_jwks;  // URL or file
  // Of the services that publish or receive events.
  std::string redis_address, redis_user;
  std::string redis_password;  // a secret
  std::string event_groups;    // "engagement,feedback"
  // Of the services that ask accounts, with the TLS of these calls; without a CA plain text.
  std::string accounts_address;
  std::string backend_ca_file, backend_cert_file, backend_key_file;
  std::string page_token_key;  // a secret of at least 16 bytes, the same on every instance
  int workers = 8;
  int batch_workers = 4;
  int batchers = 1;
  bool reflection = false;
  std::string tls_cert_file, tls_key_file, tls_client_ca_file;
  absl::Duration drain_delay = absl::Seconds(5);
  absl::Duration drain_deadline = absl::Seconds(20);
  std::string log_level = "info";
  std::string log_format = "auto";
};

// Declares the flags on `parser`; `settings` must outlive its Parse.
void Declare(config::Parser& parser, Settings* settings);

// What flags alone cannot say: which go together, how long a key must be. INVALID_ARGUMENT names
// the setting.
absl::Status Check(const Settings& settings);

log::Options LogOptions(const Settings& settings, const std::string& service);
auth::VerifierOptions VerifierOptions(const Settings& settings);
// Without services, verifier and database errors, which the service itself knows.
rpc::ServerOptions ServerOptions(const Settings& settings, const std::string& service);

}  // namespace mainstay::service
