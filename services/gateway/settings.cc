#include "services/gateway/settings.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "common/config/config.h"
#include "common/status/status.h"
#include "services/gateway/limit/trusted_proxies.h"

namespace mainstay::gateway {
namespace {

void Declare(config::Parser& parser, Settings* s) {
  parser.Add("http-listen", &s->http_listen, "HTTP/1.1: host:port.");
  parser.Add("grpc-listen", &s->grpc_listen, "gRPC: host:port, or unix:/path.");
  parser.Add("ops-listen", &s->ops_listen, "Operators: /healthz, /readyz, /metrics.");
  parser.Add("backends", &s->backends, "Services: accounts=host:port,feedback=host:port", true);
  parser.Add("redis-address", &s->redis_address,
             "For rate limits over all gateways: host:port or unix:/path. Empty: each by itself.");
  parser.Add("redis-user", &s->redis_user, "Redis's user (ACL); empty: its default user.");
  parser.AddSecret("redis-password", &s->redis_password, "Redis's password.");
  parser.Add("auth-issuer", &s->auth_issuer, "The iss that tokens must have.", true);
  parser.Add("auth-audience", &s->auth_audience, "The aud that tokens must have.");
  parser.Add("auth-jwks", &s->auth_jwks, "The issuer's keys: an http(s) URL or a file.", true);
  parser.Add("rate-limit", &s->rate_limit,
             "Requests a second and principal, or address; 0: no limit.", 0, 1000000);
  parser.Add("rate-burst", &s->rate_burst,
             "Requests that may come at once; 0: as many as in two seconds.", 0, 1000000);
  parser.Add(
      "trusted-proxies", &s->trusted_proxies,
      "Networks of proxies in front, comma-separated (10.244.0.0/16,fd00:10::/64): whom they "
      "name last in X-Forwarded-For is the caller, for rate limits without a token.");
  parser.Add("cors-origins", &s->cors_origins, "Web origins that may call, comma-separated, or *.");
  parser.Add("http-threads", &s->http_threads, "Threads for HTTP.", 1, 64);
  parser.Add("http-tls-cert-file", &s->http_tls_cert_file,
             "TLS of the HTTP port: certificate chain (PEM); plain HTTP without.");
  parser.Add("http-tls-key-file", &s->http_tls_key_file, "TLS of the HTTP port: key (PEM).");
  parser.Add("grpc-tls-cert-file", &s->grpc_tls_cert_file,
             "TLS of the gRPC port: certificate chain (PEM); plain text without.");
  parser.Add("grpc-tls-key-file", &s->grpc_tls_key_file, "TLS of the gRPC port: key (PEM).");
  parser.Add("grpc-tls-client-ca-file", &s->grpc_tls_client_ca_file,
             "TLS of the gRPC port: clients must show a certificate of this CA (PEM).");
  parser.Add("backend-ca-file", &s->backend_ca_file, "TLS to the services: their CA (PEM).");
  parser.Add("backend-cert-file", &s->backend_cert_file, "TLS to the services: our certificate.");
  parser.Add("backend-key-file", &s->backend_key_file, "TLS to the services: our key.");
  parser.Add("drain-delay", &s->drain_delay, "From SIGTERM until new requests are refused.",
             absl::ZeroDuration(), absl::Minutes(5));
  parser.Add("drain-deadline", &s->drain_deadline, "How long requests may then take to finish.",
             absl::ZeroDuration(), absl::Minutes(30));
  parser.AddChoice("log-level", &s->log_level, "Least level.",
                   {"debug", "info", "warning", "error"});
  parser.AddChoice("log-format", &s->log_format, "Format; auto: console on a terminal.",
                   {"auto", "json", "console"});
}

// A certificate and its key: "http-tls" stands for --http-tls-cert-file and --http-tls-key-file.
absl::Status CheckPair(const std::string& name, const std::string& cert, const std::string& key) {
  if (cert.empty() == key.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("--" + name + "-cert-file and --" + name +
                                    "-key-file go together");
}

absl::Status Needs(const std::string& name, const std::string& value, const std::string& needed,
                   const std::string& needed_value) {
  if (value.empty() || !needed_value.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("--" + name + " needs --" + needed);
}

}  // namespace

absl::Status ReadSettings(int argc, const char* const* argv, Settings* settings) {
  config::Parser parser("mainstay-gateway", "The suite's one address, for HTTP/JSON and gRPC.");
  Declare(parser, settings);
  RETURN_IF_ERROR(parser.Parse(argc, argv));
  const Settings& s = *settings;
  RETURN_IF_ERROR(CheckPair("http-tls", s.http_tls_cert_file, s.http_tls_key_file));
  RETURN_IF_ERROR(CheckPair("grpc-tls", s.grpc_tls_cert_file, s.grpc_tls_key_file));
  RETURN_IF_ERROR(CheckPair("backend", s.backend_cert_file, s.backend_key_file));
  RETURN_IF_ERROR(Needs("grpc-tls-client-ca-file", s.grpc_tls_client_ca_file, "grpc-tls-cert-file",
                        s.grpc_tls_cert_file));
  RETURN_IF_ERROR(
      Needs("backend-cert-file", s.backend_cert_file, "backend-ca-file", s.backend_ca_file));
  RETURN_IF_ERROR(TrustedProxies::Parse(s.trusted_proxies).status());
  RETURN_IF_ERROR(Needs("redis-password", s.redis_password, "redis-address", s.redis_address));
  return Needs("redis-user", s.redis_user, "redis-password", s.redis_password);
}

log::Options LogOptions(const Settings& s) {
  using log::Format;
  using log::Level;
  return {.service = "gateway",
          .level = s.log_level == "debug"     ? Level::kDebug
                   : s.log_level == "warning" ? Level::kWarning
                   : s.log_level == "error"   ? Level::kError
                                              : Level::kInfo,
          .format = s.log_format == "json"      ? Format::kJson
                    : s.log_format == "console" ? Format::kConsole
                                                : Format::kAuto};
}

auth::VerifierOptions VerifierOptions(const Settings& s) {
  return {.issuer = s.auth_issuer, .audience = s.auth_audience, .jwks = s.auth_jwks};
}

BackendsOptions BackendOptions(const Settings& s) {
  return {.targets = s.backends,
          .ca_file = s.backend_ca_file,
          .cert_file = s.backend_cert_file,
          .key_file = s.backend_key_file};
}

RateLimiterOptions LimiterOptions(const Settings& s) {
  return {
      .quota = {.per_second = s.rate_limit,
                .burst = s.rate_burst > 0 ? s.rate_burst : 2 * s.rate_limit},
      .redis = {.address = s.redis_address, .user = s.redis_user, .password = s.redis_password}};
}

HttpOptions HttpServerOptions(const Settings& s) {
  return {.listen = s.http_listen,
          .threads = s.http_threads,
          .tls_cert_file = s.http_tls_cert_file,
          .tls_key_file = s.http_tls_key_file,
          .cors_origins = absl::StrSplit(s.cors_origins, ',', absl::SkipWhitespace())};
}

}  // namespace mainstay::gateway
