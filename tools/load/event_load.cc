#include "tools/load/event_load.h"

#include <mainstay/accounts/v1/events.pb.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/api/uuid.h"
#include "common/events/outbox.h"
#include "common/events/relay.h"
#include "common/status/status.h"
#include "common/trace/trace.h"

namespace mainstay::load {
namespace {

constexpr absl::Duration kPoll = absl::Milliseconds(20);
constexpr absl::Duration kPatience = absl::Seconds(60);  // with what is on its way at the end

struct Account {
  std::string id;
  int64_t version = 0;
};

events::OutboxEvent NextEvent(Account& account) {
  ++account.version;
  events::OutboxEvent event{.account_id = account.id,
                            .aggregate_type = "account",
                            .aggregate_id = account.id,
                            .aggregate_version = account.version,
                            .actor = "load",
                            .trace = trace::NewTrace(),
                            .occurred_at = absl::Now()};
  const std::string name = absl::StrCat("accounts/", account.id);
  const auto say = [&](auto payload) {
    payload.set_account(name);
    payload.set_display_name(absl::StrCat("Name ", account.version));
    payload.set_owner("load");
    event.type = payload.GetDescriptor()->full_name();
    event.payload = payload.SerializeAsString();
  };
  if (account.version == 1) {
    say(accounts::v1::AccountCreated());
  } else {
    say(accounts::v1::AccountChanged());
  }
  return event;
}

class EventLoad {
 public:
  explicit EventLoad(const EventLoadOptions& options)
      : options_(options),
        inbox_({.dsn = options.inbox_dsn}),
        outbox_({.dsn = options.outbox_dsn}),
        relay_({.area = "accounts",
                .database = {.dsn = options.outbox_dsn, .application_name = "load-relay"},
                .redis = {.address = options.redis_address, .command_timeout = absl::Seconds(5)},
                .groups = {"engagement"}}) {}

  absl::StatusOr<Measurement> Run() {
    begun_ = absl::Now();
    seen_ = *pg::ToParam(begun_);
    start_ = begun_ + options_.warmup;
    end_ = start_ + options_.duration;
    std::vector<std::thread> writers;
    for (int i = 0; i < options_.connections; ++i) {
      writers.emplace_back([this, i] { Write(i); });
    }
    absl::Status status;
    while (status.ok() && absl::Now() < end_) {
      absl::SleepFor(kPoll);
      status = Count();
    }
    for (std::thread& writer : writers) writer.join();
    RETURN_IF_ERROR(status);
    RETURN_IF_ERROR(failure_);
    while (applied_ < written_ && absl::Now() < end_ + kPatience) {
      absl::SleepFor(kPoll);
      RETURN_IF_ERROR(Count());
    }
    if (applied_ < written_) {
      return absl::FailedPreconditionError(
          absl::StrCat(written_ - applied_, " of ", written_.load(), " events had no effect"));
    }
    return Measure();
  }

 private:
  void Write(int writer) {
    pg::Session session(
        {.dsn = options_.outbox_dsn, .plan_once = true, .on_commit = [this] { relay_.Wake(); }});
    std::vector<Account> accounts(options_.accounts / options_.connections);
    for (Account& account : accounts) account.id = api::NewUuid(absl::Now());
    const absl::Duration gap = options_.per_second == 0
                                   ? absl::ZeroDuration()
                                   : absl::Seconds(options_.connections / options_.per_second);
    absl::Time next = begun_ + gap * writer / options_.connections;
    for (size_t i = 0; absl::Now() < end_; ++i, next += gap) {
      if (gap > absl::ZeroDuration()) {
        absl::SleepFor(next - absl::Now());
      } else if (written_ - applied_ >= options_.outstanding) {
        absl::SleepFor(absl::Milliseconds(2));
        continue;
      }
      const events::OutboxEvent event = NextEvent(accounts[i % accounts.size()]);
      const absl::Status status = session.ReadOne({}, [&](pg::Tx& tx) {
        events::Append(tx, event);
        return absl::OkStatus();
      });
      if (!status.ok()) {
        std::lock_guard lock(mutex_);
        failure_ = status;
        return;
      }
      relay_.Wake();
      ++written_;
    }
  }

  // Adds what has been applied since the last time; the one consumer's times grow.
  absl::Status Count() {
    return inbox_.ReadOne({}, [&](pg::Tx& tx) {
      const pqxx::result rows = tx.Exec(
          "SELECT count(*), coalesce(max(receive_time), $1) FROM inbox WHERE receive_time > $1",
          {pg::ToParam(seen_)});
      applied_ += rows[0][0].as<int64_t>();
      seen_ = rows[0][1].c_str();
      return absl::OkStatus();
    });
  }

  // Each event's time in microseconds, by its id.
  static absl::StatusOr<std::unordered_map<std::string, int64_t>> Times(pg::Session& session,
                                                                        const std::string& time,
                                                                        const std::string& table,
                                                                        const std::string& since,
                                                                        absl::Time from) {
    using Found = std::unordered_map<std::string, int64_t>;
    return session.ReadOne({}, [&](pg::Tx& tx) -> absl::StatusOr<Found> {
      Found times;
      for (const auto& row :
           tx.Exec(absl::StrCat("SELECT event_id, (extract(epoch FROM ", time,
                                ") * 1000000)::bigint FROM ", table, " WHERE ", since, " >= $1"),
                   {pg::ToParam(from)})) {
        times[row[0].c_str()] = row[1].as<int64_t>();
      }
      return times;
    });
  }

  absl::StatusOr<Measurement> Measure() {
    ASSIGN_OR_RETURN(const auto told,
                     Times(outbox_, "occurred_at", "outbox", "occurred_at", begun_));
    ASSIGN_OR_RETURN(const auto effects, Times(inbox_, "pg_xact_commit_timestamp(xmin)", "inbox",
                                               "receive_time", begun_));
    Measurement measurement{.seconds = absl::ToDoubleSeconds(end_ - start_)};
    const int64_t first = absl::ToUnixMicros(start_), last = absl::ToUnixMicros(end_);
    for (const auto& [event, time] : told) {
      const auto effect = effects.find(event);
      if (effect == effects.end()) continue;
      if (effect->second < first || effect->second >= last) continue;
      const int64_t took = std::max<int64_t>(effect->second - time, 0);
      measurement.micros.push_back(static_cast<uint32_t>(took));
    }
    return measurement;
  }

  const EventLoadOptions options_;
  absl::Time begun_, start_, end_;
  pg::Session inbox_, outbox_;  // these: the calling thread's
  std::string seen_;            // receive_time
  std::atomic<int64_t> written_{0}, applied_{0};
  std::mutex mutex_;
  absl::Status failure_;
  events::Relay relay_;
};

}  // namespace

absl::StatusOr<Measurement> DriveEvents(const EventLoadOptions& options) {
  return EventLoad(options).Run();
}

}  // namespace mainstay::load
