// A service's part in the events: its relay and its consumer.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "common/events/consumer.h"
#include "common/events/relay.h"
#include "common/pg/session.h"
#include "common/service/periodic.h"
#include "common/service/service.h"
#include "common/service/settings.h"

namespace mainstay::service {

// INVALID_ARGUMENT naming the setting that a service with events lacks.
absl::Status CheckEvents(const Settings& settings, const Definition& definition);

// The definition's periodic tasks and, where it has subscriptions, those that forget old events.
std::vector<PeriodicTask> WithRetention(const Definition& definition);

// Neither publishes nor receives what the definition does not say. Start and Stop on one thread.
class EventWork {
 public:
  // Starts the relay, which tries until its database is there. All must outlive this.
  EventWork(const Settings& settings, const Definition& definition,
            const pg::SessionOptions& database);

  // For the sessions of this process: wakes the relay. Empty when there is none.
  std::function<void()> on_commit() const;

  // Starts the consumer, over sessions as `database` says.
  void Start(const pg::SessionOptions& database);

  // The consumer, then the relay, so that what the last effects publish can still go out.
  void Stop();

 private:
  const Settings& settings_;
  const Definition& definition_;
  std::unique_ptr<events::Relay> relay_;
  std::unique_ptr<events::Consumer> consumer_;
};

}  // namespace mainstay::service
