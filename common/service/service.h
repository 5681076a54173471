// The life of a service process, the same for all: settings, log, keys, server, readiness, the
// operators' port, a graceful end. A service's main.cc only says what it is made of.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/config/config.h"
#include "common/events/subscription.h"
#include "common/pg/session.h"
#include "common/rpc/router.h"
#include "common/service/periodic.h"
#include "common/service/settings.h"

namespace mainstay::service {

// What the process has for its handlers.
struct Collaborators {
  pg::SessionOptions database;              // for work that needs a connection beside the worker's
  std::shared_ptr<grpc::Channel> accounts;  // null unless the service asks accounts
};

struct Definition {
  std::string name;                        // "accounts"; the binary is mainstay-<name>
  std::string about;                       // one line for --help
  std::vector<std::string> grpc_services;  // full names
  int schema_version;                      // newest migration that the binary needs
  const pg::ConstraintErrors* constraint_errors = nullptr;
  std::vector<PeriodicTask> periodic = {};  // while it serves; over one connection more
  bool publishes = false;                   // its database has an outbox (common/events/outbox.sql)
  // The events that it takes in; its database has an inbox (common/events/inbox.sql). Handlers are
  // called while it serves, and may use what `compose` made.
  std::vector<events::Subscription> subscriptions = {};
  // rpc::ServerOptions::longest_wait, where another than its default suits who calls.
  std::optional<absl::Duration> longest_wait = std::nullopt;
  bool asks_accounts = false;  // --accounts-address is required; `Collaborators::accounts` is it
  // Declares the service's own settings, whose fields must outlive Run. May be empty.
  std::function<void(config::Parser&)> declare = nullptr;
  // Registers every handler. What they use must outlive Run.
  std::function<void(const Settings&, const Collaborators&, rpc::Router&)> compose;
};

// Runs until SIGTERM or SIGINT and drains. Returns the process's exit code: 0 after a clean end or
// --help, 1 with one line on stderr when it cannot start.
int Run(int argc, const char* const* argv, const Definition& definition);

}  // namespace mainstay::service
