// Sending what is due: claim, send, mark.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/calendar_replica/working_times.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/delivery_settings.h"
#include "services/survey/campaigns/people.h"
#include "services/survey/invitations/sender.h"

namespace mainstay::survey {

// What sending takes besides the database; all of it outlives the calls.
struct DeliveryTools {
  const DeliverySettings& settings;
  const Senders& senders;
  People& people;
  calendar_replica::WorkingTimes& working_times;
  // True when the process ends: what was claimed is left for others. May be empty.
  std::function<bool()> stopping = nullptr;
};

// Sends a batch of what is due by `channel` ("email", "webhook") by `now`: true when there may be
// more. One channel at a time, so that neither waits for the other. Each is marked by itself; one
// that is refused for now is tried again after 1, 2, 4 … minutes, at most 10 times, one without an
// address is undeliverable, one that comes back is bounced. UNAVAILABLE when the batch's people
// cannot be asked for or nothing goes out by the channel: what could not be tried for that is tried
// again after 1, 2, 4, 8, then every 15 minutes, however often. Any number of threads may do this
// at once, each with senders of its own.
absl::StatusOr<bool> DeliverDue(pg::Session& db, const DeliveryTools& tools,
                                const std::string& channel, const std::string& service_token,
                                absl::Time now);

}  // namespace mainstay::survey
