// Watches: many callers on few workers, who are slow, go away, or are told that the server stops.
#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/rpc/parking.h"
#include "common/rpc/server_test_kit.h"

namespace mainstay::rpc {
namespace {

using ::testing::ElementsAre;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

// One who watches; Read blocks.
class Client {
 public:
  Client(EchoServer& server, const EchoRequest& request) {
    server.Authorize(context_);
    reader_.reset(grpc::internal::ClientReaderFactory<EchoResponse>::Create(
        server.channel.get(), method_, &context_, request));
  }
  // The next count; -1 at the end.
  int Read() {
    EchoResponse response;
    return reader_->Read(&response) ? response.count() : -1;
  }
  void GoAway() { context_.TryCancel(); }
  grpc::Status Finish() { return reader_->Finish(); }

 private:
  const std::string path_ = "/" + EchoMethod("Watch");
  const grpc::internal::RpcMethod method_{path_.c_str(),
                                          grpc::internal::RpcMethod::SERVER_STREAMING};
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<EchoResponse>> reader_;
};

class WatchTest : public ::testing::Test {
 protected:
  // One worker of each kind.
  explicit WatchTest(absl::Duration pause = absl::Seconds(30),
                     absl::Duration longest = absl::Minutes(30))
      : server_([=](ServerOptions& options) {
          options.workers = options.batch_workers = 1;
          options.max_stream_pause = pause;
          options.max_batch_deadline = longest;
        }) {}

  // What a watch says until it ends, and how it ends.
  absl::Status Watch(const EchoRequest& request, std::vector<int>* seen,
                     absl::Duration timeout = absl::Seconds(60)) {
    EchoResponse response;
    return CallServerStream(*server_.channel, EchoMethod("Watch"),
                            server_.As("ada", "admin", timeout), request, &response, [&] {
                              seen->push_back(response.count());
                              return true;
                            });
  }

  EchoServer server_;
};

class StandingWatchTest : public WatchTest {
 protected:
  StandingWatchTest() : WatchTest(absl::Milliseconds(500)) {}
};

TEST_F(WatchTest, TellsLookAfterLookUntilItIsOver) {
  std::vector<int> seen;
  EXPECT_EQ(Watch(EchoOf("", 3), &seen), absl::OkStatus());
  EXPECT_THAT(seen, ElementsAre(0, 1, 2));
  seen.clear();
  EXPECT_EQ(Watch(EchoOf("all at once", 500), &seen), absl::OkStatus());
  EXPECT_EQ(seen.size(), 500u);
}

TEST_F(WatchTest, EndsWithTheErrorOfALook) {
  std::vector<int> seen;
  EXPECT_EQ(Watch(EchoOf("fail", 3), &seen).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(Watch(EchoOf("throw", 3), &seen).code(), absl::StatusCode::kInternal);
  EXPECT_THAT(seen, ElementsAre(0, 0)) << "what was told before arrives";
  EXPECT_EQ(server_.Echo("alive")->text(), "alive");
}

TEST_F(WatchTest, HundredsWatchOnOneWorker) {
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(std::make_unique<Client>(server_, EchoOf("for ever")));
  }
  for (auto& client : clients) EXPECT_EQ(client->Read(), 0);
  EXPECT_EQ(server_.Echo("alive")->text(), "alive") << "the worker is free";
  std::vector<int> seen;
  EXPECT_EQ(Watch(EchoOf("", 3), &seen), absl::OkStatus());
  for (auto& client : clients) client->GoAway();
  for (auto& client : clients) {
    EXPECT_EQ(client->Read(), -1);
    EXPECT_EQ(client->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(WatchTest, ASlowReaderGetsEverythingAndHoldsNobodyUp) {
  EchoRequest request = EchoOf("", 40);
  request.set_payload(std::string(1 << 20, 'x'));
  Client slow(server_, request);
  EXPECT_EQ(slow.Read(), 0);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(server_.Echo("alive")->text(), "alive");
  for (int i = 1; i < 40; ++i) EXPECT_EQ(slow.Read(), i);
  EXPECT_EQ(slow.Read(), -1);
  EXPECT_TRUE(slow.Finish().ok());
}

TEST_F(StandingWatchTest, EndsForAReaderThatStandsStill) {
  EchoRequest request = EchoOf("", 40);
  request.set_payload(std::string(1 << 20, 'x'));
  Client still(server_, request);
  EXPECT_EQ(still.Read(), 0);
  const prometheus::Gauge& running =
      metrics::Gauge("mainstay_rpc_in_flight", "Calls arrived and not yet answered");
  while (running.Value() > 0) absl::SleepFor(absl::Milliseconds(10));
  while (still.Read() >= 0) {
  }
  EXPECT_FALSE(still.Finish().ok());
}

TEST_F(WatchTest, EndsWhenItsTimeIsOver) {
  std::vector<int> seen;
  EXPECT_EQ(Watch(EchoOf("for ever"), &seen, absl::Milliseconds(300)).code(),
            absl::StatusCode::kDeadlineExceeded);
}

class ShortWatchTest : public WatchTest {
 protected:
  ShortWatchTest() : WatchTest(absl::Seconds(30), absl::Milliseconds(300)) {}
};

TEST_F(ShortWatchTest, EndsWhenTheServersTimeIsOver) {
  std::vector<int> seen;
  EXPECT_EQ(Watch(EchoOf("for ever"), &seen).code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(WatchTest, IsRefusedWithoutPermission) {
  EchoResponse response;
  EXPECT_EQ(CallServerStream(*server_.channel, EchoMethod("Watch"), {}, EchoOf(""), &response,
                             [] { return true; })
                .code(),
            absl::StatusCode::kUnauthenticated);
}

TEST_F(WatchTest, AServerThatStopsSaysSoAndWaitsForNobody) {
  Client client(server_, EchoOf("for ever"));
  EXPECT_EQ(client.Read(), 0);
  std::thread drain([&] { server_.server->Drain(absl::ZeroDuration(), absl::Hours(1)); });
  EXPECT_EQ(client.Read(), -1);
  const grpc::Status status = client.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
  drain.join();
}

// Says when it is unparked, and whether the server was about to stop.
class Parked : public Parkable {
 public:
  void Unpark(bool closing) override {
    closing_ = closing;
    unparked_.Notify();
  }
  bool WaitFor(absl::Duration time) { return unparked_.WaitForNotificationWithTimeout(time); }
  bool closing() const { return closing_; }

 private:
  absl::Notification unparked_;
  std::atomic<bool> closing_ = false;
};

TEST(ParkingTest, ACallThatLookedWhileTheServerBeganToStopIsToldToo) {
  Parking parking;
  parking.Close();
  Parked looked;
  parking.Park(&looked, absl::Now() + absl::Hours(1));
  EXPECT_TRUE(looked.WaitFor(absl::Minutes(1)));
  EXPECT_TRUE(looked.closing());

  Parked writes;
  parking.ParkToEnd(&writes, absl::Now() + absl::Hours(1));
  EXPECT_FALSE(writes.WaitFor(absl::Milliseconds(50))) << "what is on its way goes out first";
  parking.Wake(&writes);
  EXPECT_TRUE(writes.WaitFor(absl::Minutes(1)));
}

}  // namespace
}  // namespace mainstay::rpc
