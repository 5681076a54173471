#include "common/events/relay.h"

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "common/events/due.h"
#include "common/log/log.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(250);
// Between rounds: events of the same moments are published, and received, together, in far fewer
// transactions. One that comes after a pause does not wait.
constexpr absl::Duration kGather = absl::Milliseconds(100);
constexpr absl::Duration kTake = absl::Seconds(1);
constexpr absl::Duration kLook = absl::Seconds(1);
constexpr absl::Duration kClean = absl::Minutes(1);

}  // namespace

Relay::Relay(RelayOptions options)
    : area_(options.area), publisher_(std::move(options)), thread_([this] { Run(); }) {}

Relay::~Relay() { Stop(); }

void Relay::Wake() {
  if (awake_.exchange(true)) return;  // it will look anyway
  std::lock_guard lock(mutex_);
  wake_.notify_one();
}

void Relay::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
}

void Relay::Run() {
  while (true) {
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    awake_ = false;
    const absl::Time begun = absl::Now();
    const absl::StatusOr<bool> more = Round();
    Note(more.status());
    if (more.ok() && *more) continue;
    WaitUntil(begun + kGather, /*wakeable=*/false);
    // After a failure commits do not hurry it: they would only make it fail more often.
    WaitUntil(absl::Now() + kPoll, more.ok());
  }
}

absl::StatusOr<bool> Relay::Round() {
  if (Due(&next_take_, kTake)) RETURN_IF_ERROR(publisher_.TakePartitions());
  if (!publisher_.holds_any()) return false;
  // First, so that an outage of Redis shows.
  if (Due(&next_measure_, kLook)) RETURN_IF_ERROR(publisher_.Measure());
  // Each whatever became of the others: a Redis that is full takes entries only after cleaning.
  absl::Status status;
  if (Due(&next_clean_, kClean)) status.Update(publisher_.Clean());
  const absl::StatusOr<bool> more = publisher_.Publish();
  status.Update(more.status());
  if (Due(&next_look_, kLook)) status.Update(publisher_.Look());
  if (!status.ok()) return status;
  return more;
}

void Relay::WaitUntil(absl::Time time, bool wakeable) {
  const auto wait = absl::ToChronoNanoseconds(std::max(time - absl::Now(), absl::ZeroDuration()));
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, wait, [&] { return stopping_ || (wakeable && awake_); });
}

// Each new reason once: an outage must not fill the log.
void Relay::Note(const absl::Status& status) {
  if (absl::IsAborted(status)) next_take_ = absl::InfinitePast();
  std::string failure(status.message());
  if (failure == failure_) return;
  failure_ = std::move(failure);
  if (status.ok()) return log::Info("the relay goes on", {{"area", area_}});
  log::Warning("the relay cannot publish", {{"area", area_}, {"error", failure_}});
}

}  // namespace mainstay::events
