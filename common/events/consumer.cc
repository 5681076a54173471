#include "common/events/consumer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/proto_time.h"
#include "common/events/due.h"
#include "common/events/outbox.h"
#include "common/fault/fault.h"
#include "common/log/log.h"
#include "common/metrics/metrics.h"
#include "common/status/status.h"

namespace mainstay::events {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);  // with a transaction
constexpr absl::Duration kBlock = absl::Milliseconds(200);
constexpr absl::Duration kPause = absl::Milliseconds(250);  // after a failure
constexpr absl::Duration kTake = absl::Seconds(1);
constexpr absl::Duration kBacklog = absl::Milliseconds(100);
constexpr absl::Duration kMeasure = absl::Seconds(5);
constexpr int kAccountsAtOnce = 16;                   // of the backlog, a transaction
constexpr absl::Duration kEnough = absl::Seconds(2);  // and it begins no other account after this
constexpr int kRowsAtOnce = 64;                       // of each of these

// Plans are made once, when the tables may be empty, and must still be right when they are large:
// planning anew each time takes several times as long as a batch of one event itself. A table
// without an index that helps is scanned all the same.
pg::SessionOptions ForConsumer(pg::SessionOptions database) {
  database.plan_once = true;
  database.settings = "-c enable_seqscan=off";
  return database;
}

std::vector<AreaPartition> PlacesOf(const std::vector<Subscription>& subscriptions) {
  std::vector<AreaPartition> places;
  for (const Subscription& subscription : subscriptions) {
    for (int i = 0; i < kPartitions; ++i) places.push_back({subscription.area, i});
  }
  return places;
}

std::vector<std::string> LockNames(const std::vector<AreaPartition>& places) {
  std::vector<std::string> names;
  for (const AreaPartition& place : places) {
    names.push_back(absl::StrCat("consume/", place.area, "/", place.partition));
  }
  return names;
}

std::vector<v1::Event> EventsOf(const std::vector<StreamEntry>& batch) {
  std::vector<v1::Event> events;
  for (const StreamEntry& entry : batch) {
    if (entry.readable) events.push_back(entry.event);
  }
  return events;
}

void CountOutcomes(const Applied& applied) {
  for (const auto& [key, count] : applied.outcomes) {
    metrics::Counter("mainstay_consumer_events_total", "Events received, by what became of them",
                     {{"area", key.first}, {"outcome", key.second}})
        .Increment(static_cast<double>(count));
  }
}

void ObserveLatency(const std::vector<v1::Event>& events) {
  const absl::Time now = absl::Now();
  std::map<std::string_view, prometheus::Histogram*> histograms;
  for (const v1::Event& event : events) {
    prometheus::Histogram*& histogram = histograms[event.area()];
    if (histogram == nullptr) {
      histogram = &metrics::LatencyHistogram("mainstay_consumer_effect_seconds",
                                             "From an event's time to the commit of its effect",
                                             {{"area", event.area()}});
    }
    histogram->Observe(absl::ToDoubleSeconds(now - api::TimeOf(event.occur_time())));
  }
}

}  // namespace

Consumer::Consumer(ConsumerOptions options)
    : group_(options.group),
      places_(PlacesOf(options.subscriptions)),
      applier_(std::move(options.subscriptions)),
      session_(ForConsumer(std::move(options.database))),
      locks_(&session_, LockNames(places_)),
      reader_(std::move(options.redis), group_, places_),
      thread_([this] { Run(); }) {}

Consumer::~Consumer() { Stop(); }

void Consumer::Stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    stop_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

bool Consumer::Pause(absl::Duration time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, absl::ToChronoNanoseconds(time), [this] { return stopping_; });
}

void Consumer::Run() {
  while (Pause(absl::ZeroDuration())) {
    const absl::Status status = Round();
    Note(status);
    if (!status.ok() && !Pause(kPause)) return;
  }
}

absl::Status Consumer::Round() {
  if (Due(&next_take_, kTake)) RETURN_IF_ERROR(TakePartitions());
  if (locks_.held().empty()) {
    Pause(kPause);
    return absl::OkStatus();
  }
  if (batch_.empty()) {
    RETURN_IF_ERROR(ReadBatch(backlog_waits_ ? absl::ZeroDuration() : kBlock));
  }
  if (!batch_.empty()) RETURN_IF_ERROR(HandleBatch());
  if (Due(&next_measure_, kMeasure)) RETURN_IF_ERROR(Measure());
  if (backlog_waits_ || Due(&next_backlog_, kBacklog)) return WorkOffBacklog();
  return absl::OkStatus();
}

absl::Status Consumer::ReadBatch(absl::Duration wait) {
  ASSIGN_OR_RETURN(batch_, reader_.Read(wait));
  return fault::Point("consumer.after_read");
}

absl::Status Consumer::TakePartitions() {
  const bool held_some = !locks_.held().empty();
  ASSIGN_OR_RETURN(const std::vector<size_t> taken, locks_.TryMissing());
  // A new connection had to take them anew: others may have had them in the meantime.
  if (held_some && taken.size() == locks_.held().size()) Drop();
  if (taken.empty()) return absl::OkStatus();
  reader_.Add(taken);
  log::Info("consuming",
            {{"group", group_}, {"partitions", static_cast<int64_t>(locks_.held().size())}});
  return absl::OkStatus();
}

// Whatever was read is delivered again to whoever has the partitions now.
void Consumer::Drop() {
  batch_.clear();
  reader_.Clear();
}

// A transaction that only the partitions' holder can commit.
template <class F>
auto Consumer::Write(F&& body) {
  using Result = std::invoke_result_t<F&, pg::Tx&>;
  return session_.Write({.deadline = absl::Now() + kPatience}, [&](pg::Tx& tx) -> Result {
    RETURN_IF_ERROR(locks_.Check());
    Result result = body(tx);
    RETURN_IF_ERROR(fault::Point("consumer.after_effect"));
    return result;
  });
}

absl::Status Consumer::HandleBatch() {
  const std::vector<v1::Event> events = EventsOf(batch_);
  // In doubt is nothing special here: done again, the inbox tells what was done.
  ASSIGN_OR_RETURN(const Applied applied,
                   Write([&](pg::Tx& tx) { return applier_.TakeIn(tx, events, absl::Now()); }));
  const std::vector<StreamEntry> done = std::exchange(batch_, {});
  RETURN_IF_ERROR(fault::Point("consumer.after_commit"));
  ObserveLatency(events);
  const absl::Status concluded = Conclude(applied);
  RETURN_IF_ERROR(fault::Point("consumer.before_ack"));
  RETURN_IF_ERROR(reader_.Acknowledge(done));
  RETURN_IF_ERROR(fault::Point("consumer.after_ack"));
  return concluded;
}

absl::Status Consumer::Conclude(const Applied& applied) {
  CountOutcomes(applied);
  return reader_.Send(applied.wishes);
}

absl::Status Consumer::WorkOffBacklog() {
  std::vector<AreaPartition> held;
  for (const size_t i : locks_.held()) held.push_back(places_[i]);
  ASSIGN_OR_RETURN(const std::vector<AccountKey> accounts,
                   session_.ReadOne({.deadline = absl::Now() + kPatience},
                                    [&](pg::Tx& tx) -> absl::StatusOr<std::vector<AccountKey>> {
                                      RETURN_IF_ERROR(locks_.Check());
                                      return DueAccounts(tx, held, absl::Now(), kAccountsAtOnce);
                                    }));
  backlog_waits_ = !accounts.empty();
  if (accounts.empty()) return absl::OkStatus();
  // What is new waits for one of them at most, and so does Stop: each may take its time to fail.
  const absl::Time enough = absl::Now() + kEnough;
  const auto go_on = [&] {
    return Pause(absl::ZeroDuration()) && absl::Now() < enough && batch_.empty() &&
           ReadBatch(absl::ZeroDuration()).ok() && batch_.empty();
  };
  ASSIGN_OR_RETURN(const Applied applied, Write([&](pg::Tx& tx) {
                     return applier_.WorkOff(tx, accounts, absl::Now(), kRowsAtOnce, go_on);
                   }));
  return Conclude(applied);
}

absl::Status Consumer::Measure() {
  ASSIGN_OR_RETURN(const std::vector<BacklogCount> counts,
                   session_.ReadOne({.deadline = absl::Now() + kPatience},
                                    [](pg::Tx& tx) -> absl::StatusOr<std::vector<BacklogCount>> {
                                      return CountBacklog(tx);
                                    }));
  std::map<std::pair<std::string, std::string>, int64_t> rows;
  for (const AreaPartition& place : places_) {
    for (const std::string_view state : {kGap, kWaiting, kRetrying, kDead}) {
      rows[{place.area, std::string(state)}] = 0;
    }
  }
  for (const BacklogCount& count : counts) rows[{count.area, count.state}] = count.rows;
  for (const auto& [key, count] : rows) {
    metrics::Gauge("mainstay_consumer_backlog_events",
                   "Events received and not applied, by state; dead ones wait for somebody",
                   {{"area", key.first}, {"state", key.second}})
        .Set(static_cast<double>(count));
  }
  ASSIGN_OR_RETURN(const std::vector<StreamReader::Lag> lags, reader_.Measure());
  for (const StreamReader::Lag& lag : lags) {
    metrics::Gauge("mainstay_consumer_lag_events",
                   "At most so many of an area's events are not taken in yet", {{"area", lag.area}})
        .Set(static_cast<double>(lag.events));
    metrics::Gauge("mainstay_consumer_oldest_pending_seconds",
                   "Age of the oldest event that was delivered and is not acknowledged",
                   {{"area", lag.area}})
        .Set(absl::ToDoubleSeconds(lag.oldest_pending));
  }
  return absl::OkStatus();
}

// Each new reason once: an outage must not fill the log.
void Consumer::Note(const absl::Status& status) {
  if (locks_.held().empty()) {
    Drop();
    if (!status.ok()) next_take_ = absl::InfinitePast();
  }
  std::string failure(status.message());
  if (failure == failure_) return;
  failure_ = std::move(failure);
  if (status.ok()) return log::Info("the consumer goes on", {{"group", group_}});
  log::Warning("the consumer cannot go on", {{"group", group_}, {"error", failure_}});
}

}  // namespace mainstay::events
