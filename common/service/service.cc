#include "common/service/service.h"

#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/ops/ops_server.h"
#include "common/ops/process.h"
#include "common/rpc/channel.h"
#include "common/rpc/grpc_log.h"
#include "common/service/event_work.h"
#include "common/service/periodic.h"
#include "common/service/readiness.h"
#include "common/status/status.h"

namespace mainstay::service {
namespace {

// Parses and checks; OK, or kCancelled when --help or --version was all that was asked for.
absl::Status Configure(int argc, const char* const* argv, const Definition& definition,
                       Settings* settings) {
  config::Parser parser(absl::StrCat("mainstay-", definition.name), definition.about);
  Declare(parser, settings);
  if (definition.declare) definition.declare(parser);
  RETURN_IF_ERROR(parser.Parse(argc, argv));
  RETURN_IF_ERROR(CheckEvents(*settings, definition));
  if (definition.asks_accounts && settings->accounts_address.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--accounts-address: is needed, because ", definition.name, " asks accounts"));
  }
  return Check(*settings);
}

absl::Status Serve(const Settings& settings, const Definition& definition) {
  ASSIGN_OR_RETURN(std::unique_ptr<auth::Verifier> verifier,
                   auth::Verifier::Create(VerifierOptions(settings)));
  rpc::ServerOptions options = ServerOptions(settings, definition.name);
  options.services = definition.grpc_services;
  if (definition.longest_wait) options.longest_wait = *definition.longest_wait;
  options.database.constraint_errors = definition.constraint_errors;
  options.verifier = verifier.get();
  EventWork events(settings, definition, options.database);
  options.database.on_commit = events.on_commit();
  Collaborators collaborators{.database = options.database};
  if (definition.asks_accounts) {
    ASSIGN_OR_RETURN(collaborators.accounts,
                     rpc::NewChannel({.target = settings.accounts_address,
                                      .ca_file = settings.backend_ca_file,
                                      .cert_file = settings.backend_cert_file,
                                      .key_file = settings.backend_key_file}));
  }
  rpc::Router router;
  definition.compose(settings, collaborators, router);
  ASSIGN_OR_RETURN(std::unique_ptr<rpc::Server> server,
                   rpc::Server::Start(options, std::move(router)));
  Readiness readiness(options.database, definition.schema_version,
                      [&server](bool ready) { server->SetServing(ready); });
  ASSIGN_OR_RETURN(const std::unique_ptr<ops::OpsServer> ops,
                   ops::OpsServer::Start({.listen = settings.ops_listen,
                                          .ready = [&readiness] { return readiness.status(); }}));
  Periodic periodic(options.database, WithRetention(definition));
  events.Start(options.database);
  log::Info("started", {{"version", std::string_view(MAINSTAY_VERSION)},
                        {"listen", server->address()},
                        {"ops_listen", ops->address()}});

  const int signal = ops::WaitForStop();
  log::Info("stopping", {{"signal", static_cast<int64_t>(signal)}});
  readiness.Stop();
  periodic.Stop();
  server->Drain(settings.drain_delay, settings.drain_deadline);
  events.Stop();
  log::Info("stopped");
  return absl::OkStatus();
}

}  // namespace

int Run(int argc, const char* const* argv, const Definition& definition) {
  ops::BlockSignals();
  ops::TuneProcess();
  Settings settings;
  if (absl::Status status = Configure(argc, argv, definition, &settings); !status.ok()) {
    if (absl::IsCancelled(status)) return 0;
    std::cerr << "mainstay-" << definition.name << ": " << status.message() << std::endl;
    return 1;
  }
  log::Init(LogOptions(settings, definition.name));
  rpc::LogThroughOurs();
  const absl::Status status = Serve(settings, definition);
  if (!status.ok()) log::Error("cannot start", {{"error", status.message()}});
  log::Flush();
  return status.ok() ? 0 : 1;
}

}  // namespace mainstay::service
