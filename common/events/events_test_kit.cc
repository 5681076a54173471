#include "common/events/events_test_kit.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/events/stream.h"

namespace mainstay::events {

bool Eventually(const std::function<bool()>& holds) {
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!holds()) {
    if (absl::Now() > end) return holds();
    absl::SleepFor(absl::Milliseconds(10));
  }
  return true;
}

bool TakesAll(Publisher& publisher) {
  return Eventually([&] { return publisher.TakePartitions().ok() && publisher.holds_all(); });
}

absl::Status PublishAll(Publisher& publisher) {
  absl::StatusOr<Published> published = Published::kPartly;
  while (published.ok() && *published == Published::kPartly) published = publisher.Publish();
  return published.status();
}

EventsTest::EventsTest() : connection_(Redis()) {
  for (const char* file : {"common/events/outbox.sql", "common/events/inbox.sql"}) {
    std::ifstream in(file);
    Do({std::istreambuf_iterator<char>(in), {}});
  }
  Do("CREATE TABLE effects (n bigint GENERATED ALWAYS AS IDENTITY, account_id uuid, version "
     "bigint, "
     "event_id uuid)");
}

OutboxEvent EventsTest::Event(const std::string& account, int64_t version, std::string text,
                              const std::string& aggregate_type, const std::string& aggregate_id) {
  return {.account_id = account,
          .aggregate_type = aggregate_type,
          .aggregate_id = aggregate_id.empty() ? account : aggregate_id,
          .aggregate_version = version,
          .type = "mainstay.testing.v1.Happened",
          .payload = std::move(text),
          .actor = "ada",
          .trace = trace::NewTrace(),
          .occurred_at = absl::Now()};
}

void EventsTest::Commit(const std::vector<OutboxEvent>& events) {
  ASSERT_EQ(db_.Write({},
                      [&](pg::Tx& tx) {
                        AppendAll(tx, events);
                        return absl::OkStatus();
                      }),
            absl::OkStatus());
}

void EventsTest::Do(const std::string& sql, pg::Session* session) {
  ASSERT_EQ((session == nullptr ? db_ : *session)
                .Write({},
                       [&](pg::Tx& tx) {
                         tx.Exec(sql);
                         return absl::OkStatus();
                       }),
            absl::OkStatus());
}

std::string EventsTest::Ask(const std::string& sql) {
  return db_
      .ReadOne({},
               [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                 const pqxx::result rows = tx.Exec(sql);
                 return rows.empty() ? "" : std::string(rows[0][0].c_str());
               })
      .value();
}

std::string EventsTest::Unpublished() {
  return Ask("SELECT count(*) FROM outbox WHERE published_at IS NULL");
}

RelayOptions EventsTest::Relaying(std::string area) const {
  return {.area = std::move(area), .database = {.dsn = database_->owner_dsn()}, .redis = Redis()};
}

redis::Options EventsTest::Redis() const {
  return {.address = redis_->address(),
          .command_timeout = absl::Seconds(5),
          .reconnect_pause = absl::ZeroDuration()};
}

redis::Reply EventsTest::Redis(const std::vector<std::string_view>& command) {
  return connection_.Command(command).value();
}

std::vector<v1::Event> EventsTest::Streams(std::string_view area) {
  std::vector<v1::Event> events;
  for (int partition = 0; partition < kPartitions; ++partition) {
    for (const redis::Reply& entry :
         Redis({"XRANGE", StreamKey(area, partition), "-", "+"}).items) {
      EXPECT_TRUE(events.emplace_back().ParseFromString(entry.items[1].items[1].text));
    }
  }
  return events;
}

std::string EventsTest::Versions(const std::string& account) {
  std::vector<int64_t> versions;
  for (const v1::Event& event : Streams()) {
    if (event.aggregate_id() == account) versions.push_back(event.aggregate_version());
  }
  return absl::StrJoin(versions, " ");
}

std::vector<Subscription> EventsTest::Subscribing() {
  Subscription subscription{.area = "accounts"};
  subscription.handlers["mainstay.testing.v1.Happened"] =
      [this](pg::Tx& tx, const v1::Event& event) -> absl::Status {
    tx.Exec("INSERT INTO effects (account_id, version, event_id) VALUES ($1, $2, $3)",
            {pg::ToParam(event.account_id()), pg::ToParam(event.aggregate_version()),
             pg::ToParam(event.event_id())});
    if (event.payload() != "poison" || failure_ == absl::StatusCode::kOk) return absl::OkStatus();
    return absl::Status(failure_, "the handler does not like it");
  };
  return {subscription};
}

ConsumerOptions EventsTest::Consuming() {
  return {.group = "engagement",
          .database = {.dsn = database_->owner_dsn()},
          .redis = Redis(),
          .subscriptions = Subscribing()};
}

std::string EventsTest::Effects(const std::string& account) {
  return Ask(absl::StrCat("SELECT coalesce(string_agg(version::text, ' ' ORDER BY n), '') ",
                          "FROM effects WHERE account_id = '", account, "'"));
}

bool EventsTest::DiesAt(std::string_view fault_point, const std::function<void()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    fault::Set(fault_point, fault::Action::kExit);
    body();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 137;
}

}  // namespace mainstay::events
