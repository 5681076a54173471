// A database with an outbox and a Redis, for the tests of relays and consumers.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <mainstay/events/v1/event.pb.h>

#include "common/events/consumer.h"
#include "common/events/outbox.h"
#include "common/events/publisher.h"
#include "common/fault/fault.h"
#include "common/testing/postgres.h"
#include "common/testing/redis.h"

namespace mainstay::events {

// Sets a fault point for as long as it lives.
class ScopedFault {
 public:
  explicit ScopedFault(std::string_view name, fault::Action action = fault::Action::kError)
      : name_(name) {
    fault::Set(name_, action);
  }
  ~ScopedFault() { fault::Set(name_, fault::Action::kNone); }

 private:
  const std::string name_;
};

// Until `holds` or half a minute has passed; what `holds` says at the end.
bool Eventually(const std::function<bool()>& holds);

// Asks until the publisher holds every partition, or half a minute has passed; whether it does.
// PostgreSQL frees the locks of one that went a moment after its connection is closed.
bool TakesAll(Publisher& publisher);
// Rounds until there is nothing more to publish; the first failure.
absl::Status PublishAll(Publisher& publisher);

class EventsTest : public ::testing::Test {
 protected:
  EventsTest();

  // An event of a producer; the version is that of the aggregate, the payload `text`.
  static OutboxEvent Event(const std::string& account, int64_t version, std::string text = "",
                           const std::string& aggregate_type = "account",
                           const std::string& aggregate_id = "");
  // Writes and commits.
  void Commit(const std::vector<OutboxEvent>& events);
  void Do(const std::string& sql, pg::Session* session = nullptr);
  std::string Ask(const std::string& sql);  // the first value
  std::string Unpublished();                // how many events

  RelayOptions Relaying(std::string area = "accounts") const;
  redis::Options Redis() const;
  redis::Reply Redis(const std::vector<std::string_view>& command);  // must succeed

  // Everything in the area's streams, stream by stream.
  std::vector<v1::Event> Streams(std::string_view area = "accounts");
  // The versions that they hold of an account's aggregate "account", in order: "1 2 3".
  std::string Versions(const std::string& account);

  // A subscription to "accounts" whose handler writes each event into the table `effects`, and
  // fails on the payload "poison" with what `failure` says.
  std::vector<Subscription> Subscribing();
  ConsumerOptions Consuming();
  // The versions of an account's effects, in the order in which they came.
  std::string Effects(const std::string& account);

  // Runs `body` in a child process, with a fault point that ends it; whether that was hit.
  static bool DiesAt(std::string_view fault_point, const std::function<void()>& body);

  // Accounts of different partitions.
  const std::string one_ = "019338a0-0000-7000-8000-000000000001";
  const std::string two_ = "019338a0-0000-7000-8000-000000000002";
  const std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  const std::unique_ptr<testing::TestRedis> redis_ = testing::NewRedis();
  pg::Session db_{{.dsn = database_->owner_dsn()}};
  std::atomic<absl::StatusCode> failure_{absl::StatusCode::kFailedPrecondition};
  redis::Connection connection_;
};

}  // namespace mainstay::events
