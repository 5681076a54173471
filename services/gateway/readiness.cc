#include "services/gateway/readiness.h"

#include <string>
#include <utility>

#include "common/log/log.h"

namespace mainstay::gateway {
namespace {

constexpr absl::Duration kEvery = absl::Seconds(1);
constexpr absl::Duration kPatience = absl::Seconds(2);

}  // namespace

Readiness::Readiness(const Backends& backends, std::function<void(bool)> on_change)
    : backends_(backends), on_change_(std::move(on_change)), thread_([this] { Run(); }) {}

Readiness::~Readiness() { Stop(); }

absl::Status Readiness::status() const {
  absl::MutexLock lock(&mutex_);
  return status_;
}

void Readiness::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    status_ = absl::UnavailableError("shutting down");
  }
  if (thread_.joinable()) thread_.join();
}

void Readiness::Run() {
  bool ready = false;
  std::string reason;
  while (true) {
    const absl::Status status = backends_.CheckHealth(kPatience);
    absl::MutexLock lock(&mutex_);
    if (stopping_) return;
    status_ = status;
    if (ready != status.ok()) {
      ready = status.ok();
      on_change_(ready);
    }
    // Each new reason once: an outage must not fill the log.
    if (reason != status.message()) {
      reason = std::string(status.message());
      if (!ready) log::Warning("not ready", {{"reason", reason}});
    }
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping_), kEvery)) return;
  }
}

}  // namespace mainstay::gateway
