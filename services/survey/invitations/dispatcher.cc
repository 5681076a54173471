#include "services/survey/invitations/dispatcher.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::survey {
namespace {

constexpr std::chrono::seconds kPoll{1};

}  // namespace

Dispatcher::Dispatcher(pg::SessionOptions database, auth::TokenFile* service_token,
                       DeliveryTools tools, std::string channel, std::vector<Planner> planners)
    : session_(std::move(database)),
      service_token_(service_token),
      tools_(WithStop(std::move(tools))),
      channel_(std::move(channel)),
      planners_(std::move(planners)),
      thread_([this] { Run(); }) {}

DeliveryTools Dispatcher::WithStop(DeliveryTools tools) {
  tools.stopping = [this] { return stopping(); };
  return tools;
}

Dispatcher::~Dispatcher() {
  Stop();
  thread_.join();
}

void Dispatcher::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_one();
}

bool Dispatcher::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Dispatcher::Run() {
  while (!stopping()) {
    const absl::StatusOr<bool> more = Round();
    Note(more.status());
    if (more.ok() && *more) continue;
    std::unique_lock lock(mutex_);
    stop_.wait_for(lock, kPoll, [this] { return stopping_; });
  }
}

// Sending goes on when somebody's inviting cannot be planned.
absl::StatusOr<bool> Dispatcher::Round() {
  ASSIGN_OR_RETURN(const std::string token, service_token_->Get());
  absl::Status failure;
  bool more = false;
  for (const Planner& plan : planners_) {
    const absl::StatusOr<bool> planned = plan(session_, tools_.people, token, absl::Now());
    failure.Update(planned.status());
    more = more || (planned.ok() && *planned);
    if (stopping()) return false;
  }
  ASSIGN_OR_RETURN(const bool more_to_send,
                   DeliverDue(session_, tools_, channel_, token, absl::Now()));
  RETURN_IF_ERROR(failure);
  return more || more_to_send;
}

void Dispatcher::Note(const absl::Status& status) {
  std::string failure(status.message());
  if (failure == failure_) return;
  failure_ = std::move(failure);
  if (status.ok()) return log::Info("inviting goes on", {{"channel", channel_}});
  log::Warning("invitations wait", {{"channel", channel_}, {"error", failure_}});
}

}  // namespace mainstay::survey
