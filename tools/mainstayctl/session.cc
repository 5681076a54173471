#include "tools/mainstayctl/session.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "tools/client/method_name.h"
#include "tools/mainstayctl/errors.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/token_file.h"

namespace mainstay::ctl {

namespace {

// gRPC would wait for such a name until the call's time is over.
absl::Status CheckServer(std::string_view server) {
  if (absl::StartsWith(server, "unix:") || absl::StartsWith(server, "dns:")) {
    return absl::OkStatus();
  }
  const size_t colon = server.rfind(':');
  int port = 0;
  const bool ascii = std::all_of(server.begin(), server.end(), [](char c) { return c > ' '; });
  const bool url = absl::StrContains(server, "://");
  if (ascii && !url && colon != server.npos && colon > 0 &&
      absl::SimpleAtoi(server.substr(colon + 1), &port) && port > 0 && port < 65536) {
    return absl::OkStatus();
  }
  return status::BadField("--server",
                          "wants host:port, e.g. 127.0.0.1:9090, or unix:/path; HTTP "
                          "addresses are for curl");
}

}  // namespace

absl::StatusOr<grpc::Channel*> Session::channel() {
  if (channel_ != nullptr) return channel_.get();
  if (settings_.server.empty()) {
    return absl::InvalidArgumentError(
        "say where the gateway is: --server HOST:PORT or MAINSTAY_SERVER");
  }
  RETURN_IF_ERROR(CheckServer(settings_.server));
  ASSIGN_OR_RETURN(channel_, rpc::NewChannel({.target = settings_.server,
                                              .ca_file = settings_.ca_file,
                                              .cert_file = settings_.cert_file,
                                              .key_file = settings_.key_file}));
  return channel_.get();
}

absl::StatusOr<rpc::CallOptions> Session::call_options(absl::Duration timeout) {
  if (!token_read_) {
    token_ = settings_.token;
    if (token_.empty()) {
      ASSIGN_OR_RETURN(token_, ReadTokenFile(settings_.token_file));
    }
    RETURN_IF_ERROR(CheckToken(token_));
    token_read_ = true;
  }
  return rpc::CallOptions{.token = token_, .deadline = absl::Now() + timeout};
}

absl::Status Session::CallRaw(std::string_view method, const google::protobuf::Message& request,
                              google::protobuf::Message* response) {
  ASSIGN_OR_RETURN(grpc::Channel * connection, channel());
  ASSIGN_OR_RETURN(const rpc::CallOptions options,
                   call_options(absl::Seconds(settings_.timeout_seconds)));
  return rpc::Call(*connection, client::FullMethod(method), options, request, response);
}

void Session::PrintRecord(const google::protobuf::Message& message) {
  if (json()) {
    out() << FormatJson(message);
  } else {
    out() << RenderRecord(FormatFields(message), out_terminal());
  }
}

CLI::App* AddCommand(CLI::App& parent, const std::string& name, const std::string& help,
                     Chosen& chosen, Action action) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->callback([&chosen, command, action = std::move(action)] {
    chosen.action = [command, action](Session& session) {
      return NameOptions(action(session), *command);
    };
  });
  return command;
}

}  // namespace mainstay::ctl
