// mainstay-faultproxy: stands between a client and a server, and breaks what passes.
#include <signal.h>

#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/faultproxy/command.h"
#include "tools/faultproxy/control.h"
#include "tools/faultproxy/proxy.h"

namespace {

namespace faultproxy = mainstay::faultproxy;

int Fail(std::string_view why) {
  std::cerr << "mainstay-faultproxy: " << why << "\n";
  return 1;
}

// "db=127.0.0.1:0,unix:/run/postgresql/.s.PGSQL.5432"
absl::StatusOr<faultproxy::RouteOptions> ParseRoute(const std::string& text) {
  const size_t equals = text.find('='), comma = text.find(',', equals);
  if (equals == 0 || equals == text.npos || comma == text.npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text,
                     "' is not NAME=LISTEN,UPSTREAM, such as "
                     "db=unix:/tmp/db/.s.PGSQL.5432,unix:/run/postgresql/.s.PGSQL.5432"));
  }
  return faultproxy::RouteOptions{.name = text.substr(0, equals),
                                  .listen = text.substr(equals + 1, comma - equals - 1),
                                  .upstream = text.substr(comma + 1)};
}

int Run(const std::vector<std::string>& texts, const std::string& control_path) {
  std::vector<faultproxy::RouteOptions> routes;
  for (const std::string& text : texts) {
    const auto route = ParseRoute(text);
    if (!route.ok()) return Fail(route.status().message());
    routes.push_back(*route);
  }
  sigset_t stop;
  sigemptyset(&stop);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&stop, signal);
  sigprocmask(SIG_BLOCK, &stop, nullptr);
  const auto proxy = faultproxy::Proxy::Start(routes);
  if (!proxy.ok()) return Fail(proxy.status().message());
  const auto control = faultproxy::Control::Start(proxy->get(), control_path);
  if (!control.ok()) return Fail(control.status().message());
  for (const std::string& name : (*proxy)->routes()) {
    std::cout << name << " " << (*proxy)->Address(name).value() << std::endl;
  }
  int signal = 0;
  sigwait(&stop, &signal);
  return 0;
}

int Send(const std::string& control_path, const std::vector<std::string>& words) {
  const auto answer = faultproxy::Tell(control_path, absl::StrJoin(words, " "));
  if (!answer.ok()) return Fail(answer.status().message());
  std::cout << *answer << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::string control;
  std::vector<std::string> routes, words;
  CLI::App app("Stands between clients and servers, and breaks connections as it is told.");
  app.require_subcommand(1);
  auto* run = app.add_subcommand("run", "the proxy; prints where each route listens");
  run->add_option("--route", routes,
                  "NAME=LISTEN,UPSTREAM; addresses are 127.0.0.1:PORT (0: any) or unix:/path")
      ->required()
      ->delimiter('\n');
  run->add_option("--control", control, "path of the socket that takes commands")->required();
  auto* tell = app.add_subcommand("tell", "sends a running proxy a command");
  tell->add_option("--control", control, "its control socket")->required();
  tell->add_option("command", words, "the command")->required();
  app.footer(absl::StrCat("Commands:\n", faultproxy::CommandHelp()));
  CLI11_PARSE(app, argc, argv);
  return run->parsed() ? Run(routes, control) : Send(control, words);
}
