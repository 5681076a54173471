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
// After a round that published something. Events of the same moments go, and are received,
// together, in far fewer transactions.
constexpr absl::Duration kGather = absl::Milliseconds(100);
// After one that published nothing: an event that comes after a pause hardly waits, and commits
// without events do not have it look all the time.
constexpr absl::Duration kRest = absl::Milliseconds(20);
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
    const absl::StatusOr<Published> published = Round();
    Note(published.status());
    const Published what = published.value_or(Published::kNothing);
    if (what == Published::kPartly) continue;
    WaitUntil(begun + (what == Published::kAll ? kGather : kRest), /*wakeable=*/false);
    // After a failure commits do not hurry it: they would only make it fail more often.
    WaitUntil(published.ok() ? begun + kPoll : absl::Now() + kPoll, published.ok());
  }
}

absl::StatusOr<Published> Relay::Round() {
  if (Due(&next_take_, kTake)) RETURN_IF_ERROR(publisher_.TakePartitions());
  if (!publisher_.holds_any()) return Published::kNothing;
  // First, so that an outage of Redis shows.
  if (Due(&next_measure_, kLook)) RETURN_IF_ERROR(publisher_.Measure());
  // Each whatever became of the others: a Redis that is full takes entries only after cleaning.
  absl::Status status;
  if (Due(&next_clean_, kClean)) status.Update(publisher_.Clean());
  const absl::StatusOr<Published> published = publisher_.Publish();
  status.Update(published.status());
  if (Due(&next_look_, kLook)) status.Update(publisher_.Look());
  if (!status.ok()) return status;
  return published;
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
