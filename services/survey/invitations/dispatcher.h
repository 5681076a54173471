// The thread that invites and sends.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/auth/token_file.h"
#include "common/pg/session.h"
#include "services/survey/campaigns/people.h"
#include "services/survey/invitations/delivery_writes.h"

namespace mainstay::survey {

// Decides who else is to be invited by `now`: true when there may be more. Asks other services with
// the token, so it runs no transaction meanwhile. Of an error it has seen to itself that it is
// tried again.
using Planner = std::function<absl::StatusOr<bool>(
    pg::Session& db, People& people, const std::string& service_token, absl::Time now)>;

// Plans the waves that are due and whatever else invites, and sends what is to be sent by a
// channel, on a thread and a connection of its own, so that no channel waits for another; looks
// every second. Several processes share the work by the rows that they claim. Until there is a
// service token it waits. A failure is logged once for each new reason.
class Dispatcher {
 public:
  // `channel`: "email", "webhook". `planners`: may be none. All must outlive it.
  Dispatcher(pg::SessionOptions database, auth::TokenFile* service_token, DeliveryTools tools,
             std::string channel, std::vector<Planner> planners);
  // Stops after the message that is being sent.
  ~Dispatcher();
  // Says so without waiting for it, from any thread.
  void Stop();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

 private:
  DeliveryTools WithStop(DeliveryTools tools);
  void Run();
  absl::StatusOr<bool> Round();
  bool stopping();
  void Note(const absl::Status& status);

  pg::Session session_;  // these six: the thread's
  auth::TokenFile* const service_token_;
  const DeliveryTools tools_;
  const std::string channel_;
  const std::vector<Planner> planners_;
  std::string failure_;

  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace mainstay::survey
