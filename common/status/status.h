// Errors as they travel inside a process: an absl::Status whose payloads say, for programs, the
// reason and, for people who sent bad input, the fields. common/rpc turns it into a
// google.rpc.Status once, at the adapter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace mainstay::status {

// One field of a request that cannot be accepted.
struct FieldViolation {
  std::string field;        // path as in JSON, e.g. "account.display_name"
  std::string description;  // says what to do, e.g. "must be 1 to 200 characters"
};

// What a program can act on. `reason` is UPPER_SNAKE, at most 63 characters.
struct ErrorDetail {
  std::string reason;
  std::vector<std::pair<std::string, std::string>> metadata;
};

// INVALID_ARGUMENT naming the fields; the message joins them: "display_name: must be …".
// `violations` must not be empty.
absl::Status BadFields(std::vector<FieldViolation> violations);
absl::Status BadField(std::string_view field, std::string_view description);

// A status with a reason, e.g. Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "…").
absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   std::vector<std::pair<std::string, std::string>> metadata = {});

// NOT_FOUND for a resource that is not there or not to be seen: the two must look the same.
absl::Status NotFound(std::string_view resource_name);

// OK when `state` is one of `from`; otherwise FAILED_PRECONDITION with reason WRONG_STATE that
// names them: "the task is done; :complete is possible from: open", metadata state and allowed
// ("open,draft"). `what`: "the task"; `verb`: ":complete".
absl::Status CheckState(std::string_view what, std::string_view state, std::string_view verb,
                        absl::Span<const std::string_view> from);

// RESOURCE_EXHAUSTED or UNAVAILABLE with the delay after which a retry makes sense.
absl::Status RetryLater(absl::StatusCode code, std::string_view reason, std::string_view message,
                        absl::Duration delay);

// What the functions above put in; empty when `status` carries none.
std::vector<FieldViolation> GetFieldViolations(const absl::Status& status);
std::optional<ErrorDetail> GetErrorDetail(const absl::Status& status);
std::optional<absl::Duration> GetRetryDelay(const absl::Status& status);

// `status` with `prefix` put before each violated field: "display_name" → "account.display_name".
absl::Status PrefixFields(const absl::Status& status, std::string_view prefix);

}  // namespace mainstay::status

// Returns early with the error of a Status, or binds the value of a StatusOr.
#define MAINSTAY_CONCAT_INNER(a, b) a##b
#define MAINSTAY_CONCAT(a, b) MAINSTAY_CONCAT_INNER(a, b)
#define RETURN_IF_ERROR(expr)                                         \
  do {                                                                \
    if (absl::Status _status = (expr); !_status.ok()) return _status; \
  } while (false)
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_IMPL(MAINSTAY_CONCAT(_statusor_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_IMPL(tmp, lhs, expr) \
  auto tmp = (expr);                          \
  if (!tmp.ok()) return tmp.status();         \
  lhs = *std::move(tmp)
