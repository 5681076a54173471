// mainstay-gateway: what the gateway is made of.
#include <iostream>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/auth/verifier.h"
#include "common/log/log.h"
#include "common/ops/ops_server.h"
#include "common/ops/process.h"
#include "common/rpc/grpc_log.h"
#include "common/status/status.h"
#include "services/gateway/http/server.h"
#include "services/gateway/openapi/openapi.h"
#include "services/gateway/proxy/proxy_server.h"
#include "services/gateway/readiness.h"
#include "services/gateway/settings.h"
#include "services/gateway/transcode/transcoder.h"

namespace mainstay::gateway {
namespace {

absl::flat_hash_map<std::string, Page> Pages() {
  return {{"/",
           {"application/json", absl::StrCat(R"({"name":"mainstay","version":")", MAINSTAY_VERSION,
                                             R"(","openapi":"/openapi.json"})", "\n")}},
          {"/openapi.json", {"application/json", std::string(OpenApiJson())}}};
}

absl::Status Serve(const Settings& settings) {
  ASSIGN_OR_RETURN(const auto verifier, auth::Verifier::Create(VerifierOptions(settings)));
  ASSIGN_OR_RETURN(const auto transcoder, Transcoder::Create(LinkedServices()));
  ASSIGN_OR_RETURN(const auto backends, Backends::Create(BackendOptions(settings)));
  ASSIGN_OR_RETURN(const auto proxies, TrustedProxies::Parse(settings.trusted_proxies));
  std::optional<RateLimiter> limiter;
  if (settings.rate_limit > 0) limiter.emplace(LimiterOptions(settings));
  RateLimiter* const limit = limiter.has_value() ? &*limiter : nullptr;

  const HttpOptions http_options = HttpServerOptions(settings);
  const HttpMetrics metrics(*transcoder);
  const CorsPolicy cors(http_options.cors_origins);
  const auto pages = Pages();
  ASSIGN_OR_RETURN(const auto http, HttpServer::Start(http_options, {.transcoder = transcoder.get(),
                                                                     .backends = backends.get(),
                                                                     .verifier = verifier.get(),
                                                                     .limiter = limit,
                                                                     .metrics = &metrics,
                                                                     .cors = &cors,
                                                                     .pages = &pages,
                                                                     .proxies = &proxies}));
  ASSIGN_OR_RETURN(const auto proxy,
                   ProxyServer::Start({.listen = settings.grpc_listen,
                                       .tls_cert_file = settings.grpc_tls_cert_file,
                                       .tls_key_file = settings.grpc_tls_key_file,
                                       .client_ca_file = settings.grpc_tls_client_ca_file,
                                       .backends = backends.get(),
                                       .verifier = verifier.get(),
                                       .limiter = limit,
                                       .proxies = &proxies}));
  Readiness readiness(*backends, [&proxy](bool ready) { proxy->SetServing(ready); });
  ASSIGN_OR_RETURN(const auto ops,
                   ops::OpsServer::Start({.listen = settings.ops_listen,
                                          .ready = [&readiness] { return readiness.status(); }}));
  log::Info("started", {{"version", std::string_view(MAINSTAY_VERSION)},
                        {"http_listen", http->address()},
                        {"grpc_listen", proxy->address()},
                        {"ops_listen", ops->address()}});

  const int signal = ops::WaitForStop();
  log::Info("stopping", {{"signal", static_cast<int64_t>(signal)}});
  readiness.Stop();
  proxy->SetServing(false);
  absl::SleepFor(settings.drain_delay);
  const absl::Time end = absl::Now() + settings.drain_deadline;
  http->Drain(end - absl::Now());
  proxy->Drain(end - absl::Now());
  log::Info("stopped");
  return absl::OkStatus();
}

int Main(int argc, const char* const* argv) {
  ops::BlockSignals();
  ops::TuneProcess();
  Settings settings;
  if (absl::Status status = ReadSettings(argc, argv, &settings); !status.ok()) {
    if (absl::IsCancelled(status)) return 0;
    std::cerr << "mainstay-gateway: " << status.message() << std::endl;
    return 1;
  }
  log::Init(LogOptions(settings));
  rpc::LogThroughOurs();
  const absl::Status status = Serve(settings);
  if (!status.ok()) log::Error("cannot start", {{"error", status.message()}});
  log::Flush();
  return status.ok() ? 0 : 1;
}

}  // namespace
}  // namespace mainstay::gateway

int main(int argc, char** argv) { return mainstay::gateway::Main(argc, argv); }
