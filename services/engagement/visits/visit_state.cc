#include "services/engagement/visits/visit_state.h"

#include <algorithm>
#include <array>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

constexpr std::string_view kMovable[] = {"planned", "confirmed", "prepared", "missed"};
constexpr std::string_view kPlanned[] = {"planned"};
constexpr std::string_view kConfirmed[] = {"confirmed"};
constexpr std::string_view kCheckedIn[] = {"checked_in"};
constexpr std::string_view kOpen[] = {"planned", "confirmed", "prepared", "checked_in", "missed"};
constexpr std::string_view kPending[] = {"planned", "confirmed", "prepared"};

struct Transition {
  VisitVerb verb;
  std::string_view name;
  std::string_view call;  // as it stands in a URL; empty: time does it
  absl::Span<const std::string_view> from;
  std::string_view to;
};

const std::array<Transition, 7>& Transitions() {
  static const auto& transitions = *new std::array<Transition, 7>{{
      {VisitVerb::kReschedule, "reschedule", ":reschedule", kMovable, "planned"},
      {VisitVerb::kConfirm, "confirm", ":confirm", kPlanned, "confirmed"},
      {VisitVerb::kPrepare, "prepare", ":prepare", kConfirmed, "prepared"},
      {VisitVerb::kCheckIn, "check_in", ":checkIn", kMovable, "checked_in"},
      {VisitVerb::kComplete, "complete", ":complete", kCheckedIn, "completed"},
      {VisitVerb::kCancel, "cancel", ":cancel", kOpen, "cancelled"},
      {VisitVerb::kMiss, "miss", "", kPending, "missed"},
  }};
  return transitions;
}

const Transition& Of(VisitVerb verb) {
  return *std::find_if(Transitions().begin(), Transitions().end(),
                       [&](const Transition& t) { return t.verb == verb; });
}

}  // namespace

std::string_view NameOf(VisitVerb verb) { return Of(verb).name; }

std::string_view StateAfter(VisitVerb verb) { return Of(verb).to; }

absl::Span<const std::string_view> StatesBefore(VisitVerb verb) { return Of(verb).from; }

absl::Status CheckVerb(VisitVerb verb, std::string_view state) {
  const Transition& transition = Of(verb);
  return status::CheckState("the visit", state, transition.call, transition.from);
}

}  // namespace mainstay::engagement
