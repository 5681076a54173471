#include "services/feedback/sla/sla_inbox_events.h"

#include <mainstay/accounts/v1/events.pb.h>
#include <mainstay/engagement/v1/calendar_events.pb.h>

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/status/status.h"
#include "services/feedback/sla/calendar_version_store.h"

namespace mainstay::feedback {
namespace {

using events::v1::Event;

// Adds what is done after the handler that the subscription has for the payload.
template <class Payload, class F>
void After(events::Subscription& subscription, F then) {
  const std::string type = Payload::descriptor()->full_name();
  const events::Handler before = subscription.handlers[type];
  subscription.On<Payload>(
      [before, then = std::move(then)](pg::Tx& tx, const Event& event, const Payload& payload) {
        if (before) RETURN_IF_ERROR(before(tx, event));
        then(tx, payload);
        return absl::OkStatus();
      });
}

}  // namespace

void ReplanByAccounts(events::Subscription& subscription) {
  After<accounts::v1::AccountChanged>(
      subscription, [](pg::Tx& tx, const accounts::v1::AccountChanged& payload) {
        const auto& fields = payload.fields();
        if (std::find(fields.begin(), fields.end(), "tier") != fields.end()) {
          RequestReplan(tx, absl::Now());
        }
      });
  After<accounts::v1::AccountMerged>(
      subscription,
      [](pg::Tx& tx, const accounts::v1::AccountMerged&) { RequestReplan(tx, absl::Now()); });
  After<accounts::v1::AccountUnmerged>(
      subscription,
      [](pg::Tx& tx, const accounts::v1::AccountUnmerged&) { RequestReplan(tx, absl::Now()); });
}

void ReplanByCalendars(events::Subscription& subscription) {
  using engagement::v1::WorkingCalendarChanged;
  After<WorkingCalendarChanged>(subscription, [](pg::Tx& tx,
                                                 const WorkingCalendarChanged& payload) {
    KeepCalendarVersion(
        tx, std::string(absl::StripPrefix(payload.working_calendar().name(), "workingCalendars/")));
    RequestReplan(tx, absl::Now());
  });
}

}  // namespace mainstay::feedback
