// A link by which a contact says whether a case is solved, and what became of it. Domain code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/feedback/cases/case.h"

namespace mainstay::feedback {

// Which resolution of a case: it may be resolved, opened again and resolved once more.
struct Resolution {
  int reopen_count = 0;
  absl::Time resolve_time;
  bool operator==(const Resolution&) const = default;
};

// The resolution of a case that is resolved; nothing in any other state.
std::optional<Resolution> ResolutionOf(const Case& c);

struct ConfirmationLink {
  std::string id;
  std::string case_id;
  std::string contact;  // resource name
  Resolution resolution;
  std::string creator;  // user id
  absl::Time create_time;
  absl::Time expire_time;
  std::optional<absl::Time> revoke_time;
  std::string answer;  // "solved", "not_solved", or empty
  std::optional<absl::Time> answer_time;
};

// "answered", "revoked", "expired", "superseded" or "open": the lower-case tails of the API's
// names. `c` is the link's case as it is now.
std::string_view StateOf(const ConfirmationLink& link, const Case& c, absl::Time now);

// How long a link works: one minute to 90 days, 14 days when absent. INVALID_ARGUMENT names
// "validity".
absl::StatusOr<absl::Duration> Validity(const std::optional<absl::Duration>& wanted);

}  // namespace mainstay::feedback
