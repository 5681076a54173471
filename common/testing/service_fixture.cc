#include "common/testing/service_fixture.h"

#include <cstdlib>
#include <iostream>
#include <utility>

#include "absl/strings/str_split.h"

namespace mainstay::testing {
namespace {

// A fixture that cannot be set up makes every test meaningless.
template <class T>
T OrDie(absl::StatusOr<T> value, std::string_view what) {
  if (!value.ok()) {
    std::cerr << what << ": " << value.status() << std::endl;
    std::abort();
  }
  return *std::move(value);
}

pg::SessionOptions Database(const ServiceFixture::Setup& setup, const TestDatabase& database) {
  return {.dsn = database.service_dsn(),
          .application_name = "test",
          .constraint_errors = setup.constraint_errors};
}

std::unique_ptr<rpc::Server> StartServer(const ServiceFixture::Setup& setup,
                                         const TestDatabase& database, auth::Verifier* verifier,
                                         const time::Clock* clock) {
  rpc::Router router;
  setup.handlers(router);
  rpc::ServerOptions options;
  options.services = setup.services;
  options.database = Database(setup, database);
  options.workers = 4;
  options.batch_workers = 2;
  options.verifier = verifier;
  options.clock = clock;
  if (setup.adjust) setup.adjust(options);
  auto server = OrDie(rpc::Server::Start(std::move(options), std::move(router)), "server");
  server->SetServing(true);
  return server;
}

}  // namespace

ServiceFixture::ServiceFixture(const Setup& setup)
    : database_(NewDatabase(setup.migrations)),
      verifier_(OrDie(auth::Verifier::Create(issuer_.options()), "verifier")),
      server_(StartServer(setup, *database_, verifier_.get(), &clock_)),
      channel_(OrDie(rpc::NewChannel({.target = server_->address()}), "channel")),
      session_(Database(setup, *database_)) {}

ServiceFixture::~ServiceFixture() {
  channel_.reset();
  server_->Drain(absl::ZeroDuration(), absl::Seconds(5));
}

rpc::CallOptions ServiceFixture::As(std::string_view user, std::string_view roles) {
  return {.token = issuer_.Token(user, absl::StrSplit(roles, ','))};
}

}  // namespace mainstay::testing
