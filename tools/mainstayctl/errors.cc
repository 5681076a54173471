#include "tools/mainstayctl/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/status.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {

int ExitCode(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return 0;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return 2;
    case absl::StatusCode::kNotFound:
      return 3;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return 4;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kFailedPrecondition:
      return 5;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return 6;
    default:
      return 7;
  }
}

namespace {

// The flag of a refused field: its own, or that of the message that it is a part of.
std::string FlagOf(const std::string& field,
                   const std::vector<std::pair<std::string, std::string>>& flags) {
  for (const auto& [name, flag] : flags) {
    if (field == name) return flag;
    const bool part = absl::EndsWith(name, ".") || absl::StartsWith(field, absl::StrCat(name, "["));
    if (part && absl::StartsWith(field, name)) {
      return absl::StrCat(flag, field.substr(name.size()));
    }
  }
  return field;
}

}  // namespace

absl::Status NameFlags(const absl::Status& status,
                       const std::vector<std::pair<std::string, std::string>>& flags) {
  std::vector<status::FieldViolation> violations = status::GetFieldViolations(status);
  std::vector<std::pair<std::string, std::string>> unmistakable;
  for (const auto& flag : flags) {
    if (flag.first.find_first_of("._ ") != std::string::npos) unmistakable.push_back(flag);
  }
  for (status::FieldViolation& violation : violations) {
    violation.field = FlagOf(violation.field, flags);
    violation.description = absl::StrReplaceAll(violation.description, unmistakable);
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  absl::Status named(status.code(), absl::StrReplaceAll(status.message(), unmistakable));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { named.SetPayload(url, payload); });
  return named;
}

namespace {

// Of a verb from the wrong state: "; :resolve is possible from" → "; cases resolve is possible
// from", when that is the command that was given.
absl::Status NameVerb(const absl::Status& status, const CLI::App& command) {
  const auto detail = status::GetErrorDetail(status);
  if (!detail || detail->reason != "WRONG_STATE" || command.get_parent() == nullptr) return status;
  constexpr std::string_view kBegin = "; :", kEnd = " is possible";
  const std::string message(status.message());
  const size_t begin = message.find(kBegin);
  const size_t end = message.find(kEnd, begin);
  if (begin == message.npos || end == message.npos) return status;
  absl::Status named(status.code(),
                     absl::StrCat(message.substr(0, begin), "; ", command.get_parent()->get_name(),
                                  " ", command.get_name(), message.substr(end)));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { named.SetPayload(url, payload); });
  return named;
}

// How a command calls what it is about: its first argument.
std::string FirstArgument(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional()) return option->get_name(/*positional=*/true);
  }
  return "";
}

}  // namespace

absl::Status NameOptions(const absl::Status& status, const CLI::App& command) {
  std::vector<std::pair<std::string, std::string>> flags;
  for (const status::FieldViolation& violation : status::GetFieldViolations(status)) {
    const std::string& field = violation.field;
    const std::string flag =
        absl::StrCat("--", absl::StrReplaceAll(field.substr(field.rfind('.') + 1), {{"_", "-"}}));
    if (command.get_option_no_throw(flag) != nullptr) {
      flags.emplace_back(field, flag);
    } else if (const std::string argument = FirstArgument(command);
               !argument.empty() && (field == "name" || field == "parent")) {
      flags.emplace_back(field, argument);
    }
  }
  return flags.empty() ? NameVerb(status, command) : NameFlags(status, flags);
}

std::string DescribeError(const absl::Status& status, const Terminal& terminal) {
  const std::vector<status::FieldViolation> violations = status::GetFieldViolations(status);
  // The message of a refused input only joins the violations, which follow one a line.
  std::string what = violations.empty() ? Printable(status.message()) : "the input was refused";
  if (what.empty() && absl::IsUnimplemented(status)) what = "the server does not offer this";
  if (what.empty()) what = absl::StatusCodeToString(status.code());
  std::string text = absl::StrCat(terminal.Paint(Colour::kRed, "error:"), " ", what);
  if (const auto detail = status::GetErrorDetail(status)) {
    absl::StrAppend(&text, " (", Printable(detail->reason), ")");
  }
  absl::StrAppend(&text, "\n");
  for (const status::FieldViolation& violation : violations) {
    absl::StrAppend(&text, "  ", terminal.Paint(Colour::kBold, Printable(violation.field)), ": ",
                    Printable(violation.description), "\n");
  }
  const bool says_how = absl::StrContains(what, "token use") || absl::StrContains(what, "mint");
  if (status.code() == absl::StatusCode::kUnauthenticated && !says_how) {
    absl::StrAppend(&text, "  sign in: mainstayctl token use, --token or MAINSTAY_TOKEN\n");
  }
  return text;
}

std::string ExitCodesHelp() {
  return "Exit codes: 0 done, 1 wrong usage, 2 input refused, 3 not found, 4 not permitted or not "
         "signed in,\n5 conflict, 6 not available or too late, 7 internal error.";
}

}  // namespace mainstay::ctl
