#include "common/pg/errors.h"

#include <pqxx/except>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::pg {
namespace {

using absl::StatusCode;

std::string_view FirstLine(std::string_view text) { return text.substr(0, text.find('\n')); }

// Class 23: what the violated constraint means to the user.
absl::Status ConstraintStatus(std::string_view code, std::string_view message,
                              const ConstraintErrors* known) {
  if (known != nullptr) {
    const auto found = known->find(ConstraintOf(message));
    if (found != known->end()) return found->second;
  }
  log::Warning("a constraint without a message of its own was violated",
               {{"error", FirstLine(message)}});
  if (code == "23505") {
    return status::Error(StatusCode::kAlreadyExists, "ALREADY_EXISTS",
                         "a record with this identity exists already");
  }
  return status::Error(StatusCode::kFailedPrecondition, "CONSTRAINT_VIOLATED",
                       "the change contradicts what is stored");
}

// Class 22: values that PostgreSQL cannot hold although they passed validation.
absl::Status DataStatus(std::string_view code, std::string_view message) {
  const auto invalid = [](std::string_view text) {
    return status::Error(StatusCode::kInvalidArgument, "INVALID_VALUE", text);
  };
  if (code == "22021" || code == "22P05") {
    return invalid("text must be valid UTF-8 without the character U+0000");
  }
  if (code == "22003") return invalid("a number is out of the range that can be stored");
  if (code == "22007" || code == "22008") return invalid("a time is out of range");
  if (code == "22001") return invalid("a text is too long to be stored");
  return absl::InternalError(FirstLine(message));
}

absl::Status SqlStatus(std::string_view code, std::string_view message,
                       const ConstraintErrors* constraint_errors) {
  const std::string_view kind = code.substr(0, 2);
  if (kind == "23") return ConstraintStatus(code, message, constraint_errors);
  if (kind == "22") return DataStatus(code, message);
  if (code == "40001" || code == "40P01" || code == "55P03") {
    return status::Error(StatusCode::kAborted, "CONCURRENT_CHANGE",
                         "another change was made at the same time; try again");
  }
  if (code == "57014") {
    return status::Error(StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                         "the time for the call ran out; nothing was changed");
  }
  if (kind == "53") {
    return status::RetryLater(StatusCode::kResourceExhausted, "DATABASE_OVERLOADED",
                              "the database has no room for the call now; try again later",
                              absl::Seconds(2));
  }
  // Shut down, or a standby where the primary was.
  if (kind == "57" || code == "25006") return DatabaseUnavailable();
  return absl::InternalError(FirstLine(message));
}

}  // namespace

absl::Status DatabaseUnavailable() {
  return status::RetryLater(StatusCode::kUnavailable, "DATABASE_UNAVAILABLE",
                            "the database cannot be reached; try again", absl::Seconds(1));
}

std::string_view SqlStateOf(std::string_view message) {
  // "ERROR:  23505: duplicate key value …"
  const size_t severity = message.find(":  ");
  if (severity == std::string_view::npos) return {};
  const std::string_view rest = message.substr(severity + 3);
  return rest.size() > 5 && rest[5] == ':' ? rest.substr(0, 5) : std::string_view();
}

std::string_view ConstraintOf(std::string_view message) {
  constexpr std::string_view kLabel = "\nCONSTRAINT NAME:  ";
  const size_t at = message.find(kLabel);
  return at == std::string_view::npos ? std::string_view()
                                      : FirstLine(message.substr(at + kLabel.size()));
}

Failure Explain(const std::exception& error, const ConstraintErrors* constraint_errors) {
  Failure failure;
  const std::string_view message = error.what();
  const std::string_view code = SqlStateOf(message);
  if (code == "08P01") {  // a wrong number of parameters: a mistake of ours, not the network's
    failure.status = absl::InternalError(FirstLine(message));
    return failure;
  }
  failure.lost = dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr ||
                 absl::StartsWith(code, "57P");
  if (failure.lost || (code.empty() && dynamic_cast<const pqxx::failure*>(&error) != nullptr)) {
    log::Warning("the PostgreSQL connection failed", {{"error", FirstLine(message)}});
    failure.lost = true;
    failure.status = DatabaseUnavailable();
    return failure;
  }
  failure.conflict = code == "40001" || code == "40P01";
  failure.stale_plan = code == "0A000" && absl::StrContains(message, "cached plan");
  failure.status =
      code.empty() ? absl::InternalError(message) : SqlStatus(code, message, constraint_errors);
  return failure;
}

}  // namespace mainstay::pg
