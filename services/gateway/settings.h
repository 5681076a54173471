// The gateway's settings.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/auth/verifier.h"
#include "common/log/log.h"
#include "services/gateway/backend/backends.h"
#include "services/gateway/http/options.h"
#include "services/gateway/limit/rate_limiter.h"

namespace mainstay::gateway {

// Each field is the flag of the same name in kebab-case, and MAINSTAY_… in the environment.
struct Settings {
  std::string http_listen = "127.0.0.1:0";
  std::string grpc_listen = "127.0.0.1:0";
  std::string ops_listen = "127.0.0.1:0";
  std::string backends;
  std::string redis_address, redis_user;
  std::string redis_password;  // a secret
  std::string auth_issuer;
  std::string auth_audience = "mainstay";
  std::string auth_jwks;
  int rate_limit = 0;
  int rate_burst = 0;
  std::string trusted_proxies;
  std::string cors_origins;
  int http_threads = 2;
  // An ingress may speak plain HTTP to us while gRPC clients show certificates: two ports, two TLS.
  std::string http_tls_cert_file, http_tls_key_file;
  std::string grpc_tls_cert_file, grpc_tls_key_file, grpc_tls_client_ca_file;
  std::string backend_ca_file, backend_cert_file, backend_key_file;
  absl::Duration drain_delay = absl::Seconds(5);
  absl::Duration drain_deadline = absl::Seconds(20);
  std::string log_level = "info";
  std::string log_format = "auto";
};

// OK; kCancelled after --help or --version; INVALID_ARGUMENT naming the setting.
absl::Status ReadSettings(int argc, const char* const* argv, Settings* settings);

log::Options LogOptions(const Settings& settings);
auth::VerifierOptions VerifierOptions(const Settings& settings);
BackendsOptions BackendOptions(const Settings& settings);
RateLimiterOptions LimiterOptions(const Settings& settings);
HttpOptions HttpServerOptions(const Settings& settings);

}  // namespace mainstay::gateway
