#include "services/feedback/closure/confirmation_link.h"

#include "common/status/status.h"

namespace mainstay::feedback {

std::optional<Resolution> ResolutionOf(const Case& c) {
  if (c.state != "resolved" || !c.resolve_time) return std::nullopt;
  return Resolution{c.reopen_count, *c.resolve_time};
}

std::string_view StateOf(const ConfirmationLink& link, const Case& c, absl::Time now) {
  if (!link.answer.empty()) return "answered";
  if (link.revoke_time) return "revoked";
  if (now >= link.expire_time) return "expired";
  return ResolutionOf(c) == link.resolution ? "open" : "superseded";
}

absl::StatusOr<absl::Duration> Validity(const std::optional<absl::Duration>& wanted) {
  constexpr absl::Duration kDay = absl::Hours(24);
  const absl::Duration validity = wanted.value_or(14 * kDay);
  if (validity < absl::Minutes(1) || validity > 90 * kDay) {
    return status::BadField("validity", "must be one minute to 90 days");
  }
  return validity;
}

}  // namespace mainstay::feedback
