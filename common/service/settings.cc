#include "common/service/settings.h"

#include "absl/strings/str_cat.h"

namespace mainstay::service {
namespace {

constexpr size_t kShortestKey = 16;

absl::Status Bad(std::string_view setting, std::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("--", setting, ": ", what));
}

log::Level LevelOf(const std::string& name) {
  if (name == "debug") return log::Level::kDebug;
  if (name == "warning") return log::Level::kWarning;
  if (name == "error") return log::Level::kError;
  return log::Level::kInfo;
}

log::Format FormatOf(const std::string& name) {
  if (name == "json") return log::Format::kJson;
  if (name == "console") return log::Format::kConsole;
  return log::Format::kAuto;
}

}  // namespace

void Declare(config::Parser& parser, Settings* s) {
  parser.Add("listen", &s->listen, "where gRPC listens: host:port or unix:/path");
  parser.Add("ops-listen", &s->ops_listen, "where /healthz, /readyz and /metrics listen");
  parser.AddSecret("pg-dsn", &s->pg_dsn, "PostgreSQL connection string", true);
  parser.Add("auth-issuer", &s->auth_issuer, "issuer that tokens must name", true);
  parser.Add("auth-audience", &s->auth_audience, "audience that tokens must name");
  parser.Add("auth-jwks", &s->auth_jwks, "URL or file of the issuer's keys (JWKS)", true);
  parser.AddSecret("page-token-key", &s->page_token_key,
                   "key that page tokens are signed with, the same on every instance", true);
  parser.Add("redis-address", &s->redis_address,
             "Redis that carries events: host:port or unix:/path; needed by services with events");
  parser.Add("redis-user", &s->redis_user, "Redis's user (ACL); empty: its default user");
  parser.AddSecret("redis-password", &s->redis_password, "Redis's password");
  parser.Add("event-groups", &s->event_groups,
             "services that must have received an event before it may leave its stream: a,b,c; "
             "those that have ever read the stream count too");
  parser.Add("accounts-address", &s->accounts_address,
             "the accounts service: host:port or dns:///name:port; needed by services that ask it");
  parser.Add("backend-ca-file", &s->backend_ca_file,
             "authority (PEM) of the services that this one asks; plain text without");
  parser.Add("backend-cert-file", &s->backend_cert_file, "certificate (PEM) shown to them");
  parser.Add("backend-key-file", &s->backend_key_file, "its private key (PEM)");
  parser.Add("workers", &s->workers, "threads, and connections, for interactive calls", 1, 64);
  parser.Add("batch-workers", &s->batch_workers, "the same for imports, exports and streams", 1,
             64);
  parser.Add("batchers", &s->batchers, "the same for hot reads, which are answered in batches", 1,
             2);
  parser.Add("reflection", &s->reflection, "serve gRPC reflection");
  parser.Add("tls-cert-file", &s->tls_cert_file, "certificate chain (PEM); plain text without");
  parser.Add("tls-key-file", &s->tls_key_file, "its private key (PEM)");
  parser.Add("tls-client-ca-file", &s->tls_client_ca_file,
             "authority (PEM) whose certificates clients must show");
  parser.Add("drain-delay", &s->drain_delay, "from not ready to not accepting, when stopping",
             absl::ZeroDuration(), absl::Minutes(5));
  parser.Add("drain-deadline", &s->drain_deadline, "for running calls, when stopping",
             absl::ZeroDuration(), absl::Minutes(30));
  parser.AddChoice("log-level", &s->log_level, "least level logged",
                   {"debug", "info", "warning", "error"});
  parser.AddChoice("log-format", &s->log_format, "auto is console on a terminal, else json",
                   {"auto", "json", "console"});
}

absl::Status Check(const Settings& settings) {
  if (settings.page_token_key.size() < kShortestKey) {
    return Bad("page-token-key", absl::StrCat("must have at least ", kShortestKey, " bytes"));
  }
  if (settings.tls_cert_file.empty() != settings.tls_key_file.empty()) {
    return Bad("tls-cert-file", "needs --tls-key-file, and the other way round");
  }
  if (!settings.tls_client_ca_file.empty() && settings.tls_cert_file.empty()) {
    return Bad("tls-client-ca-file", "needs --tls-cert-file");
  }
  if (settings.backend_cert_file.empty() != settings.backend_key_file.empty()) {
    return Bad("backend-cert-file", "needs --backend-key-file, and the other way round");
  }
  if (!settings.backend_cert_file.empty() && settings.backend_ca_file.empty()) {
    return Bad("backend-cert-file", "needs --backend-ca-file");
  }
  if (!settings.redis_password.empty() && settings.redis_address.empty()) {
    return Bad("redis-password", "needs --redis-address");
  }
  if (!settings.redis_user.empty() && settings.redis_password.empty()) {
    return Bad("redis-user", "needs --redis-password");
  }
  return absl::OkStatus();
}

log::Options LogOptions(const Settings& settings, const std::string& service) {
  return {.service = service,
          .level = LevelOf(settings.log_level),
          .format = FormatOf(settings.log_format)};
}

auth::VerifierOptions VerifierOptions(const Settings& settings) {
  return {.issuer = settings.auth_issuer,
          .audience = settings.auth_audience,
          .jwks = settings.auth_jwks};
}

rpc::ServerOptions ServerOptions(const Settings& settings, const std::string& service) {
  rpc::ServerOptions options;
  options.listen = settings.listen;
  options.reflection = settings.reflection;
  options.tls_cert_file = settings.tls_cert_file;
  options.tls_key_file = settings.tls_key_file;
  options.client_ca_file = settings.tls_client_ca_file;
  options.database.dsn = settings.pg_dsn;
  options.database.application_name = absl::StrCat("mainstay-", service);
  options.workers = settings.workers;
  options.batch_workers = settings.batch_workers;
  options.batchers = settings.batchers;
  return options;
}

}  // namespace mainstay::service
