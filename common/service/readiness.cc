#include "common/service/readiness.h"

#include <chrono>

#include "absl/strings/str_cat.h"
#include "common/log/log.h"
#include "common/pg/migrate.h"
#include "common/status/status.h"

namespace mainstay::service {
namespace {

constexpr std::chrono::seconds kEvery{1};

}  // namespace

Readiness::Readiness(pg::SessionOptions database, int schema_version,
                     std::function<void(bool)> on_change)
    : database_(std::move(database)),
      schema_version_(schema_version),
      on_change_(std::move(on_change)),
      status_(absl::UnavailableError("starting")),
      thread_([this] { Run(); }) {}

Readiness::~Readiness() { Stop(); }

absl::Status Readiness::status() const {
  std::lock_guard lock(mutex_);
  return status_;
}

void Readiness::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    status_ = absl::UnavailableError("shutting down");
    stopped_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

absl::Status Readiness::Look(pg::Session& session) {
  if (schema_known_) return session.Ping();
  ASSIGN_OR_RETURN(const int version, pg::SchemaVersion(database_.dsn));
  if (version < schema_version_) {
    return absl::FailedPreconditionError(absl::StrCat("the database has schema version ", version,
                                                      " and this binary needs ", schema_version_,
                                                      ": run the migrations"));
  }
  schema_known_ = true;  // it only ever grows
  return absl::OkStatus();
}

void Readiness::Run() {
  pg::Session session(database_);
  bool ready = false;
  std::string reason;
  while (true) {
    const absl::Status status = Look(session);
    std::unique_lock lock(mutex_);
    if (stopping_) return;
    status_ = status;
    if (ready != status.ok()) {
      ready = status.ok();
      on_change_(ready);
      if (ready) log::Info("ready");
    }
    // Each new reason once: an outage must not fill the log.
    if (!ready && reason != status.message()) {
      log::Warning("not ready", {{"reason", status.message()}});
    }
    reason = status.message();
    if (stopped_.wait_for(lock, kEvery, [this] { return stopping_; })) return;
  }
}

}  // namespace mainstay::service
