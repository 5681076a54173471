#include "common/service/event_work.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/events/retention.h"

namespace mainstay::service {
namespace {

redis::Options RedisOptions(const Settings& settings) {
  return {.address = settings.redis_address,
          .user = settings.redis_user,
          .password = settings.redis_password,
          .connect_timeout = absl::Seconds(2),
          .command_timeout = absl::Seconds(5),
          .reconnect_pause = absl::Milliseconds(200)};
}

}  // namespace

absl::Status CheckEvents(const Settings& settings, const Definition& definition) {
  const bool needed = definition.publishes || !definition.subscriptions.empty();
  if (!needed || !settings.redis_address.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--redis-address: is needed, because ", definition.name, " has events"));
}

std::vector<PeriodicTask> WithRetention(const Definition& definition) {
  std::vector<PeriodicTask> tasks = definition.periodic;
  if (definition.subscriptions.empty()) return tasks;
  tasks.push_back({.name = "forget_received_events",
                   .interval = absl::Hours(1),
                   .jitter = absl::Minutes(10),
                   .body = events::ForgetReceived});
  tasks.push_back({.name = "forget_handled_events",
                   .interval = absl::Hours(6),
                   .jitter = absl::Minutes(30),
                   .body = events::ForgetHandled});
  return tasks;
}

EventWork::EventWork(const Settings& settings, const Definition& definition,
                     const pg::SessionOptions& database)
    : settings_(settings), definition_(definition) {
  if (!definition.publishes) return;
  relay_ = std::make_unique<events::Relay>(events::RelayOptions{
      .area = definition.name,
      .database = database,
      .redis = RedisOptions(settings),
      .groups = absl::StrSplit(settings.event_groups, ',', absl::SkipEmpty())});
}

std::function<void()> EventWork::on_commit() const {
  if (relay_ == nullptr) return nullptr;
  return [relay = relay_.get()] { relay->Wake(); };
}

void EventWork::Start(const pg::SessionOptions& database) {
  if (definition_.subscriptions.empty()) return;
  consumer_ = std::make_unique<events::Consumer>(
      events::ConsumerOptions{.group = definition_.name,
                              .database = database,
                              .redis = RedisOptions(settings_),
                              .subscriptions = definition_.subscriptions});
}

void EventWork::Stop() {
  if (consumer_ != nullptr) consumer_->Stop();
  if (relay_ != nullptr) relay_->Stop();
}

}  // namespace mainstay::service
