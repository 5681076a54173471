// mainstayctl: the command-line client.
#include <unistd.h>

#include <iostream>

#include <CLI/CLI.hpp>

#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"

int main(int argc, char** argv) {
  using namespace mainstay::ctl;  // NOLINT: the program is this namespace
  CLI::App app;
  app.name("mainstayctl");
  Settings settings;
  Chosen chosen;
  BuildCommandLine(app, settings, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kExitUsage;  // 0 after --help and --version
  }
  Session session(settings, std::cout, std::cerr, LookAt(STDOUT_FILENO), LookAt(STDERR_FILENO));
  const absl::Status status = chosen.action(session);
  std::cout.flush();
  if (!status.ok()) std::cerr << DescribeError(status, session.err_terminal());
  return ExitCode(status);
}
