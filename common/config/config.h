// Settings: flags and environment into one typed struct a service. Built on CLI11.
//   --pg-dsn X   or   MAINSTAY_PG_DSN=X      (the flag wins)
// An unknown flag, an unknown MAINSTAY_* variable or a bad value stops the start with its name.
// A secret may be given by file: --pg-dsn-file / MAINSTAY_PG_DSN_FILE.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace mainstay::config {

// Collects settings, then parses once. Fields must outlive Parse.
class Parser {
 public:
  // `program` and `about` head --help.
  Parser(std::string program, std::string about);

  // `name` is kebab-case without dashes: "pg-dsn". The field's present value is the default.
  void Add(const std::string& name, std::string* field, const std::string& help,
           bool required = false);
  void Add(const std::string& name, int* field, const std::string& help, int min, int max);
  void Add(const std::string& name, bool* field, const std::string& help);
  // "250ms", "30s", "5m".
  void Add(const std::string& name, absl::Duration* field, const std::string& help,
           absl::Duration min, absl::Duration max);
  // A text that `valid` takes: `what` ("an ISO 4217 code").
  void AddChecked(const std::string& name, std::string* field, const std::string& help,
                  const std::string& what, bool (*valid)(std::string_view));
  // One of `choices`.
  void AddChoice(const std::string& name, std::string* field, const std::string& help,
                 const std::vector<std::string>& choices);
  // A text that may also come from a file named by --<name>-file; trailing newline cut.
  void AddSecret(const std::string& name, std::string* field, const std::string& help,
                 bool required = false);

  // OK to go on; kCancelled after --help or --version printed themselves (exit 0); otherwise
  // INVALID_ARGUMENT with one line that names the setting.
  absl::Status Parse(int argc, const char* const* argv);

 private:
  // `take(given by, text)` runs after parsing when the flag or the variable was given.
  void AddText(const std::string& name, const std::string& help, const std::string& shown,
               std::function<absl::Status(const std::string&, const std::string&)> take);

  CLI::App app_;
  std::vector<std::function<absl::Status()>> after_;
  std::vector<std::string> known_env_;
};

}  // namespace mainstay::config
