#include "common/status/status.h"

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace mainstay::status {
namespace {

constexpr std::string_view kFieldsUrl = "mainstay/field_violations";
constexpr std::string_view kDetailUrl = "mainstay/error_detail";
constexpr std::string_view kRetryUrl = "mainstay/retry_delay_ns";

// Payloads are lists of strings, each preceded by its length: "5:hello3:you".
void AppendPiece(std::string_view piece, std::string* out) {
  absl::StrAppend(out, piece.size(), ":", piece);
}

std::vector<std::string> Pieces(const absl::Cord& cord) {
  const std::string flat(cord);
  std::vector<std::string> pieces;
  std::string_view rest = flat;
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    uint64_t size = 0;
    if (colon == rest.npos || !absl::SimpleAtoi(rest.substr(0, colon), &size)) break;
    rest.remove_prefix(colon + 1);
    if (size > rest.size()) break;
    pieces.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  return pieces;
}

void SetViolations(const std::vector<FieldViolation>& violations, absl::Status* status) {
  std::string payload;
  for (const FieldViolation& violation : violations) {
    AppendPiece(violation.field, &payload);
    AppendPiece(violation.description, &payload);
  }
  status->SetPayload(kFieldsUrl, absl::Cord(payload));
}

std::string Join(const std::vector<FieldViolation>& violations) {
  std::string message;
  for (const FieldViolation& violation : violations) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field, ": ",
                    violation.description);
  }
  return message;
}

}  // namespace

absl::Status BadFields(std::vector<FieldViolation> violations) {
  assert(!violations.empty());
  absl::Status status = absl::InvalidArgumentError(Join(violations));
  SetViolations(violations, &status);
  return status;
}

absl::Status BadField(std::string_view field, std::string_view description) {
  return BadFields({{std::string(field), std::string(description)}});
}

absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   std::vector<std::pair<std::string, std::string>> metadata) {
  absl::Status status(code, message);
  std::string payload;
  AppendPiece(reason, &payload);
  for (const auto& [key, value] : metadata) {
    AppendPiece(key, &payload);
    AppendPiece(value, &payload);
  }
  status.SetPayload(kDetailUrl, absl::Cord(payload));
  return status;
}

absl::Status NotFound(std::string_view resource_name) {
  return Error(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
               absl::StrCat(resource_name, " does not exist, or you may not see it"),
               {{"resource", std::string(resource_name)}});
}

absl::Status CheckState(std::string_view what, std::string_view state, std::string_view verb,
                        absl::Span<const std::string_view> from) {
  if (std::find(from.begin(), from.end(), state) != from.end()) return absl::OkStatus();
  return Error(absl::StatusCode::kFailedPrecondition, "WRONG_STATE",
               absl::StrCat(what, " is ", state, "; ", verb,
                            " is possible from: ", absl::StrJoin(from, ", ")),
               {{"state", std::string(state)}, {"allowed", absl::StrJoin(from, ",")}});
}

absl::Status RetryLater(absl::StatusCode code, std::string_view reason, std::string_view message,
                        absl::Duration delay) {
  absl::Status status = Error(code, reason, message);
  status.SetPayload(kRetryUrl, absl::Cord(absl::StrCat(absl::ToInt64Nanoseconds(delay))));
  return status;
}

std::vector<FieldViolation> GetFieldViolations(const absl::Status& status) {
  std::vector<FieldViolation> violations;
  const auto payload = status.GetPayload(kFieldsUrl);
  if (!payload.has_value()) return violations;
  std::vector<std::string> pieces = Pieces(*payload);
  for (size_t i = 0; i + 1 < pieces.size(); i += 2) {
    violations.push_back({std::move(pieces[i]), std::move(pieces[i + 1])});
  }
  return violations;
}

std::optional<ErrorDetail> GetErrorDetail(const absl::Status& status) {
  const auto payload = status.GetPayload(kDetailUrl);
  if (!payload.has_value()) return std::nullopt;
  std::vector<std::string> pieces = Pieces(*payload);
  if (pieces.empty()) return std::nullopt;
  ErrorDetail detail;
  detail.reason = std::move(pieces[0]);
  for (size_t i = 1; i + 1 < pieces.size(); i += 2) {
    detail.metadata.emplace_back(std::move(pieces[i]), std::move(pieces[i + 1]));
  }
  return detail;
}

std::optional<absl::Duration> GetRetryDelay(const absl::Status& status) {
  const auto payload = status.GetPayload(kRetryUrl);
  int64_t nanoseconds = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &nanoseconds)) {
    return std::nullopt;
  }
  return absl::Nanoseconds(nanoseconds);
}

absl::Status PrefixFields(const absl::Status& status, std::string_view prefix) {
  std::vector<FieldViolation> violations = GetFieldViolations(status);
  if (violations.empty()) return status;
  for (FieldViolation& violation : violations) {
    violation.field = absl::StrCat(prefix, ".", violation.field);
  }
  absl::Status prefixed(status.code(), Join(violations));
  status.ForEachPayload(
      [&](absl::string_view url, const absl::Cord& payload) { prefixed.SetPayload(url, payload); });
  SetViolations(violations, &prefixed);
  return prefixed;
}

}  // namespace mainstay::status
