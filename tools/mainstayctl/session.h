// What a command works with: the connection, the caller, the output.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/channel.h"
#include "tools/mainstayctl/terminal.h"

namespace mainstay::ctl {

// From flags and the environment.
struct Settings {
  std::string server;      // gRPC address of the gateway, or of a service
  std::string token;       // empty: the saved one
  std::string token_file;  // where `token use` saves it
  std::string ca_file, cert_file, key_file;
  double timeout_seconds = 30;
  bool json = false;
};

// One run of the program. Not thread-safe, but Call may be used by several threads after a first
// call_options.
class Session {
 public:
  // `out` gets results, `err` everything else.
  Session(const Settings& settings, std::ostream& out, std::ostream& err, Terminal out_terminal,
          Terminal err_terminal)
      : settings_(settings),
        out_(out),
        err_(err),
        out_terminal_(out_terminal),
        err_terminal_(err_terminal) {}

  // `method` as "AccountService/GetAccount"; of another service than accounts with its area before
  // it, "engagement/VisitService/GetVisit".
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request) {
    Res response;
    absl::Status status = CallRaw(method, request, &response);
    if (!status.ok()) return status;
    return response;
  }
  absl::Status CallRaw(std::string_view method, const google::protobuf::Message& request,
                       google::protobuf::Message* response);

  // For streams: connects first if need be.
  absl::StatusOr<grpc::Channel*> channel();
  // Good for `timeout` from now.
  absl::StatusOr<rpc::CallOptions> call_options(absl::Duration timeout);

  bool json() const { return settings_.json; }
  const Settings& settings() const { return settings_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }
  const Terminal& out_terminal() const { return out_terminal_; }
  const Terminal& err_terminal() const { return err_terminal_; }

  // Prints one message: JSON, or its fields below each other.
  void PrintRecord(const google::protobuf::Message& message);

 private:
  const Settings& settings_;
  std::ostream& out_;
  std::ostream& err_;
  const Terminal out_terminal_, err_terminal_;
  std::shared_ptr<grpc::Channel> channel_;
  std::string token_;
  bool token_read_ = false;
};

using Action = std::function<absl::Status(Session&)>;

// What the command line asked for: set by the subcommand that was parsed.
struct Chosen {
  Action action;
};

// Adds subcommand `name`, whose parsing chooses `action`. A refused field that is called as one of
// the command's options (due_date, --due-date) is named so.
CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& help,
                     Chosen& chosen, Action action);

}  // namespace mainstay::ctl
