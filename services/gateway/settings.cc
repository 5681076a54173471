#include "services/gateway/settings.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "common/config/config.h"
#include "common/status/status.h"

namespace mainstay::gateway {
namespace {

void Declare(config::Parser& parser, Settings* s) {
  parser.Add("http-listen", &s->http_listen, "HTTP/1.1: host:port.");
  parser.Add("grpc-listen", &s->grpc_listen, "gRPC: host:port, or unix:/path.");
  parser.Add("ops-listen", &s->ops_listen, "Operators: /healthz, /readyz, /metrics.");
  parser.Add("backends", &s->backends, "Services: accounts=host:port,feedback=host:port", true);
  parser.Add("redis-address", &s->redis_address,
             "For rate limits over all gateways: host:port or unix:/path. Empty: each by itself.");
  parser.Add("auth-issuer", &s->auth_issuer, "The iss that tokens must have.", true);
  parser.Add("auth-audience", &s->auth_audience, "The aud that tokens must have.");
  parser.Add("auth-jwks", &s->auth_jwks, "The issuer's keys: an http(s) URL or a file.", true);
  parser.Add("rate-limit", &s->rate_limit, "Requests a second and principal; 0: no limit.", 0,
             1000000);
  parser.Add("rate-burst", &s->rate_burst,
             "Requests that may come at once; 0: as many as in two seconds.", 0, 1000000);
  parser.Add("cors-origins", &s->cors_origins, "Web origins that may call, comma-separated, or *.");
  parser.Add("http-threads", &s->http_threads, "Threads for HTTP.", 1, 64);
  parser.Add("tls-cert-file", &s->tls_cert_file, "TLS certificate chain (PEM).");
  parser.Add("tls-key-file", &s->tls_key_file, "TLS private key (PEM).");
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

absl::Status CheckPair(const std::string& a, const std::string& a_name, const std::string& b,
                       const std::string& b_name) {
  if (a.empty() == b.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("--" + a_name + " and --" + b_name + " go together");
}

}  // namespace

absl::Status ReadSettings(int argc, const char* const* argv, Settings* settings) {
  config::Parser parser("mainstay-gateway", "The suite's one address, for HTTP/JSON and gRPC.");
  Declare(parser, settings);
  RETURN_IF_ERROR(parser.Parse(argc, argv));
  RETURN_IF_ERROR(
      CheckPair(settings->tls_cert_file, "tls-cert-file", settings->tls_key_file, "tls-key-file"));
  RETURN_IF_ERROR(CheckPair(settings->backend_cert_file, "backend-cert-file",
                            settings->backend_key_file, "backend-key-file"));
  if (settings->backend_ca_file.empty() && !settings->backend_cert_file.empty()) {
    return absl::InvalidArgumentError("--backend-cert-file needs --backend-ca-file");
  }
  return absl::OkStatus();
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
  return {.quota = {.per_second = s.rate_limit,
                    .burst = s.rate_burst > 0 ? s.rate_burst : 2 * s.rate_limit},
          .redis = {.address = s.redis_address}};
}

HttpOptions HttpServerOptions(const Settings& s) {
  return {.listen = s.http_listen,
          .threads = s.http_threads,
          .tls_cert_file = s.tls_cert_file,
          .tls_key_file = s.tls_key_file,
          .cors_origins = absl::StrSplit(s.cors_origins, ',', absl::SkipWhitespace())};
}

}  // namespace mainstay::gateway
