// Commands as tests of them run them, against a server.
#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "common/testing/service_fixture.h"
#include "tools/mainstayctl/commands.h"
#include "tools/mainstayctl/errors.h"

namespace mainstay::ctl {

// Runs a command as the administrator ada, and returns its exit code.
inline int RunCommand(testing::ServiceFixture& service, std::vector<std::string> arguments,
                      std::ostream& out, std::ostream& err) {
  arguments.insert(arguments.end(),
                   {"--server", service.address(), "--token", service.As("ada", "admin").token});
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  CLI::App app;
  Settings settings;
  Chosen chosen;
  BuildCommandLine(app, settings, chosen);
  app.parse(arguments);
  Session session(settings, out, err, {}, {});
  const absl::Status status = chosen.action(session);
  if (!status.ok()) err << DescribeError(status, {});
  return ExitCode(status);
}

// What a command says, on both streams, and its exit code where that is not 0.
inline std::string SaidBy(testing::ServiceFixture& service, std::vector<std::string> arguments) {
  std::ostringstream said;
  const int code = RunCommand(service, std::move(arguments), said, said);
  if (code != 0) said << "exit " << code;
  return said.str();
}

}  // namespace mainstay::ctl
