#include "common/service/periodic.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/pg/advisory_lock.h"

namespace mainstay::service {
namespace {

void Count(const std::string& task, const char* outcome) {
  metrics::Counter("mainstay_periodic_runs_total", "Runs of periodic tasks by how they ended",
                   {{"task", task}, {"outcome", outcome}})
      .Increment();
}

// Whether more is left; nothing when another replica is at it.
absl::StatusOr<std::optional<bool>> Step(pg::Session& session, const PeriodicTask& task) {
  return session.Write({.deadline = absl::Now() + kPeriodicStep},
                       [&](pg::Tx& tx) -> absl::StatusOr<std::optional<bool>> {
                         if (!pg::TryAdvisoryLock(tx, absl::StrCat("periodic/", task.name))) {
                           return std::nullopt;
                         }
                         return task.body(tx, absl::Now());
                       });
}

// A plan of when a table was empty reads all of it, at every step, until PostgreSQL analyses it.
pg::SessionOptions PlannedAnew(pg::SessionOptions database) {
  absl::StrAppend(&database.settings, " -c plan_cache_mode=force_custom_plan");
  return database;
}

}  // namespace

Periodic::Periodic(pg::SessionOptions database, std::vector<PeriodicTask> tasks)
    : session_(PlannedAnew(std::move(database))), random_(std::random_device{}()) {
  for (PeriodicTask& task : tasks) {
    const absl::Time first = absl::Now() + Jitter(task);
    tasks_.push_back({std::move(task), first});
  }
  if (!tasks_.empty()) thread_ = std::thread([this] { Run(); });
}

Periodic::~Periodic() {
  Stop();
  if (thread_.joinable()) thread_.join();
}

void Periodic::Stop() {
  std::lock_guard lock(mutex_);
  stopping_ = true;
  stop_.notify_all();
}

void Periodic::Run() {
  const auto sooner = [](const Due& a, const Due& b) { return a.time < b.time; };
  while (true) {
    Due& next = *std::min_element(tasks_.begin(), tasks_.end(), sooner);
    if (!WaitUntil(next.time)) return;
    // With more left it is due at once, behind those that were due before.
    next.time =
        RunStep(next.task) ? absl::Now() : absl::Now() + next.task.interval + Jitter(next.task);
  }
}

bool Periodic::WaitUntil(absl::Time time) {
  const absl::Duration wait = std::max(time - absl::Now(), absl::ZeroDuration());
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, absl::ToChronoNanoseconds(wait), [this] { return stopping_; });
}

bool Periodic::RunStep(const PeriodicTask& task) {
  const auto more = Step(session_, task);
  if (!more.ok()) {
    log::Warning("a periodic task failed",
                 {{"task", task.name}, {"error", more.status().message()}});
    Count(task.name, "failed");
    return false;
  }
  if (more->has_value() && **more) return true;
  Count(task.name, more->has_value() ? "done" : "busy");
  return false;
}

absl::Duration Periodic::Jitter(const PeriodicTask& task) {
  return task.jitter * std::uniform_real_distribution<>(0, 1)(random_);
}

}  // namespace mainstay::service
