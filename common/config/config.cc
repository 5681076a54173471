#include "common/config/config.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

namespace mainstay::config {
namespace {

constexpr std::string_view kPrefix = "MAINSTAY_";

std::string EnvName(const std::string& name) {
  return absl::StrCat(kPrefix, absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}})));
}

// A value as it was given, and by which name, for the error.
struct Given {
  std::string by;
  std::string text;
};

// The flag's text when it was on the command line, else the variable's, else nothing.
std::optional<Given> Find(const CLI::Option* option, const std::string& name,
                          const std::string& flag_text) {
  if (option->count() > 0) return Given{absl::StrCat("--", name), flag_text};
  const std::string variable = EnvName(name);
  if (const char* value = std::getenv(variable.c_str())) return Given{variable, value};
  return std::nullopt;
}

absl::Status Bad(const Given& given, std::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat(given.by, ": must be ", wanted, ", not '", given.text, "'"));
}

absl::Status Missing(const std::string& name) {
  return absl::InvalidArgumentError(
      absl::StrCat("--", name, " (or ", EnvName(name), ") is required"));
}

absl::StatusOr<std::string> ReadSecret(const Given& file) {
  std::ifstream in(file.text, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) {
    return absl::InvalidArgumentError(
        absl::StrCat(file.by, ": cannot read the file '", file.text, "'"));
  }
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

}  // namespace

Parser::Parser(std::string program, std::string about) : app_(std::move(about), program) {
  app_.set_version_flag("--version", absl::StrCat(program, " ", MAINSTAY_VERSION));
  app_.footer("Every flag --x-y can be given as the environment variable MAINSTAY_X_Y too.");
  // Read by every process (common/fault) or meant for the command-line client in the same shell.
  known_env_ = {"MAINSTAY_FAULTS", "MAINSTAY_SERVER", "MAINSTAY_TOKEN"};
}

void Parser::AddText(const std::string& name, const std::string& help, const std::string& shown,
                     std::function<absl::Status(const std::string&, const std::string&)> take) {
  auto text = std::make_shared<std::string>();
  CLI::Option* option = app_.add_option("--" + name, *text, help);
  option->type_name(shown);
  known_env_.push_back(EnvName(name));
  after_.push_back([=, take = std::move(take)]() -> absl::Status {
    const std::optional<Given> given = Find(option, name, *text);
    return given.has_value() ? take(given->by, given->text) : absl::OkStatus();
  });
}

void Parser::Add(const std::string& name, std::string* field, const std::string& help,
                 bool required) {
  AddText(name, help, required ? "TEXT, required" : "TEXT", [field](const auto&, const auto& text) {
    *field = text;
    return absl::OkStatus();
  });
  if (!required) return;
  after_.push_back([=] { return field->empty() ? Missing(name) : absl::OkStatus(); });
}

void Parser::Add(const std::string& name, int* field, const std::string& help, int min, int max) {
  AddText(name, help, absl::StrCat("NUMBER=", *field), [=](const auto& by, const auto& text) {
    int value = 0;
    if (!absl::SimpleAtoi(text, &value) || value < min || value > max) {
      return Bad({by, text}, absl::StrCat("a whole number from ", min, " to ", max));
    }
    *field = value;
    return absl::OkStatus();
  });
}

void Parser::Add(const std::string& name, bool* field, const std::string& help) {
  auto text = std::make_shared<std::string>();
  CLI::Option* option = app_.add_flag(absl::StrCat("--", name, "{true}"), *text, help);
  known_env_.push_back(EnvName(name));
  after_.push_back([=]() -> absl::Status {
    const std::optional<Given> given = Find(option, name, *text);
    if (!given.has_value()) return absl::OkStatus();
    if (!absl::SimpleAtob(given->text, field)) return Bad(*given, "true or false");
    return absl::OkStatus();
  });
}

void Parser::Add(const std::string& name, absl::Duration* field, const std::string& help,
                 absl::Duration min, absl::Duration max) {
  AddText(name, help, absl::StrCat("TIME=", absl::FormatDuration(*field)),
          [=](const auto& by, const auto& text) {
            absl::Duration value;
            if (!absl::ParseDuration(text, &value) || value < min || value > max) {
              return Bad({by, text}, absl::StrCat("a time such as 250ms, 30s or 5m, from ",
                                                  absl::FormatDuration(min), " to ",
                                                  absl::FormatDuration(max)));
            }
            *field = value;
            return absl::OkStatus();
          });
}

void Parser::AddChecked(const std::string& name, std::string* field, const std::string& help,
                        const std::string& what, bool (*valid)(std::string_view)) {
  AddText(name, help, absl::StrCat("TEXT=", *field), [=](const auto& by, const auto& text) {
    if (!valid(text)) return Bad({by, text}, what);
    *field = text;
    return absl::OkStatus();
  });
}

void Parser::AddChoice(const std::string& name, std::string* field, const std::string& help,
                       const std::vector<std::string>& choices) {
  AddText(name, help, absl::StrJoin(choices, "|"), [=](const auto& by, const auto& text) {
    if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
      return Bad({by, text}, absl::StrCat("one of ", absl::StrJoin(choices, ", ")));
    }
    *field = text;
    return absl::OkStatus();
  });
}

void Parser::AddSecret(const std::string& name, std::string* field, const std::string& help,
                       bool required) {
  // Which of the two was given; only one may be.
  auto given_by = std::make_shared<std::string>();
  const auto once = [given_by](const std::string& by) {
    if (!given_by->empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(by, " and ", *given_by, " are both given; give one"));
    }
    *given_by = by;
    return absl::OkStatus();
  };
  AddText(name, help, "TEXT", [=](const auto& by, const auto& text) {
    *field = text;
    return once(by);
  });
  AddText(name + "-file", help + " (file that holds it)", "FILE",
          [=](const auto& by, const auto& text) {
            const absl::StatusOr<std::string> secret = ReadSecret({by, text});
            if (!secret.ok()) return secret.status();
            *field = *secret;
            return once(by);
          });
  if (!required) return;
  after_.push_back([=]() -> absl::Status {
    if (!field->empty()) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("--", name, " or --", name, "-file (or ", EnvName(name), ") is required"));
  });
}

absl::Status Parser::Parse(int argc, const char* const* argv) {
  try {
    app_.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    app_.exit(success, std::cout, std::cerr);
    return absl::CancelledError();
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(error.what());
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry, std::string_view(*entry).find('='));
    if (absl::StartsWith(variable, kPrefix) &&
        std::find(known_env_.begin(), known_env_.end(), variable) == known_env_.end()) {
      return absl::InvalidArgumentError(
          absl::StrCat(variable, ": there is no such setting; see --help"));
    }
  }
  for (const auto& step : after_) {
    const absl::Status status = step();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace mainstay::config
