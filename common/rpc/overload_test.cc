// What a server does with more calls than it can take.
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "common/rpc/admission.h"
#include "common/rpc/server_test_kit.h"
#include "common/status/status.h"

namespace mainstay::rpc {
namespace {

using testing::v1::EchoResponse;

std::string ReasonOf(const absl::Status& status) {
  auto detail = status::GetErrorDetail(status);
  return detail ? detail->reason : "";
}

// Keeps `count` workers or places in the queue busy for `milliseconds`.
std::vector<std::thread> Occupy(EchoServer& server, int count, int milliseconds) {
  std::vector<std::thread> callers;
  for (int i = 0; i < count; ++i) {
    callers.emplace_back(
        [&server, milliseconds] { EXPECT_TRUE(server.Echo("sleep", milliseconds).ok()); });
    // The first is with the worker before the others fill the queue.
    if (i == 0) absl::SleepFor(absl::Milliseconds(50));
  }
  absl::SleepFor(absl::Milliseconds(150));
  return callers;
}

TEST(OverloadTest, AFullQueueRefusesAtOnceWithAPushback) {
  EchoServer server([](ServerOptions& options) {
    options.workers = 1;
    options.queue_limit = 2;
  });
  std::vector<std::thread> callers = Occupy(server, 3, 400);
  grpc::ClientContext context;
  server.Authorize(context);
  EchoResponse response;
  const absl::Time start = absl::Now();
  const grpc::Status refused = server.EchoRaw(context, EchoOf("one too many"), &response);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(300));
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  auto pushback = context.GetServerTrailingMetadata().find("grpc-retry-pushback-ms");
  ASSERT_NE(pushback, context.GetServerTrailingMetadata().end());
  int milliseconds = 0;
  ASSERT_TRUE(absl::SimpleAtoi(std::string(pushback->second.data(), pushback->second.size()),
                               &milliseconds));
  EXPECT_GE(milliseconds, 50);
  // The other classes have room of their own.
  EXPECT_TRUE(server.Echo("batched", 0, EchoMethod("EchoBatched")).ok());
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(server.Echo("room again").ok());
}

TEST(OverloadTest, AHopelessDeadlineIsRefusedAtOnce) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  // The server learns that a call takes about 100 ms.
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(server.Echo("sleep", 100).ok());
  std::vector<std::thread> callers = Occupy(server, 6, 100);
  const absl::Time start = absl::Now();
  auto refused =
      Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin", absl::Milliseconds(120)),
                         EchoOf("hopeless"));
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted) << refused.status();
  EXPECT_EQ(ReasonOf(refused.status()), "DEADLINE_TOO_SHORT");
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(110));
  EXPECT_TRUE(server.Echo("patient").ok());
  for (std::thread& caller : callers) caller.join();
}

TEST(OverloadTest, ACallThatGaveUpWhileWaitingIsNotRun) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  std::vector<std::thread> callers = Occupy(server, 1, 500);
  const absl::Time start = absl::Now();
  auto late =
      Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin", absl::Milliseconds(100)),
                         EchoOf("until cancelled"));
  EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(450));
  for (std::thread& caller : callers) caller.join();
}

TEST(AdmissionQueueTest, ServesItsLanesInTurn) {
  AdmissionQueue queue({.lanes = {"a", "b"}, .limit = 10});
  // Only the pointers are looked at.
  auto call = [](size_t i) { return reinterpret_cast<IncomingCall*>(i); };
  for (size_t i = 1; i <= 3; ++i) {
    ASSERT_TRUE(queue.Offer(0, call(i), absl::InfiniteFuture()).ok());
  }
  ASSERT_TRUE(queue.Offer(1, call(9), absl::InfiniteFuture()).ok());
  std::vector<IncomingCall*> taken, all;
  for (int i = 0; i < 4; ++i) {
    queue.Take(1, &taken);
    ASSERT_EQ(taken.size(), 1u);
    all.push_back(taken[0]);
  }
  EXPECT_EQ(all, (std::vector<IncomingCall*>{call(1), call(9), call(2), call(3)}));
}

// Two servers, each call takes them 10 ms, and nobody is to wait longer than 100 ms.
class AdmissionOverloadTest : public ::testing::Test {
 protected:
  AdmissionOverloadTest() {
    for (int i = 0; i < 500; ++i) queue_.Served(1, absl::Milliseconds(10));
  }
  // How many of `calls` that come now are taken in.
  size_t Come(size_t calls) {
    size_t taken_in = 0;
    for (size_t i = 0; i < calls; ++i) {
      const absl::Status status =
          queue_.Offer(0, reinterpret_cast<IncomingCall*>(1), absl::InfiniteFuture());
      EXPECT_EQ(ReasonOf(status), status.ok() ? "" : "QUEUE_FULL");
      taken_in += status.ok();
    }
    return taken_in;
  }
  void Serve(size_t calls) {
    for (std::vector<IncomingCall*> taken; calls > 0; --calls) queue_.Take(1, &taken);
  }

  AdmissionQueue queue_{{.lanes = {"a"}, .servers = 2, .longest_wait = absl::Milliseconds(100)}};
};

TEST_F(AdmissionOverloadTest, ABurstWaits) {
  EXPECT_EQ(Come(AdmissionQueue::kAlwaysWait), AdmissionQueue::kAlwaysWait);
  Serve(100);
  EXPECT_EQ(Come(100), 100u);
}

TEST_F(AdmissionOverloadTest, OverloadIsServedFromAShortQueue) {
  EXPECT_EQ(Come(1000), AdmissionQueue::kAlwaysWait);
  Serve(AdmissionQueue::kAlwaysWait - 2);
  EXPECT_EQ(Come(1), 0u) << "both servers have their next call";
  Serve(1);
  EXPECT_EQ(Come(5), 1u);
}

TEST_F(AdmissionOverloadTest, EndsWhenAllServersWereOutOfWork) {
  ASSERT_EQ(Come(1000), AdmissionQueue::kAlwaysWait);
  Serve(AdmissionQueue::kAlwaysWait);
  EXPECT_EQ(Come(3), 2u) << "they are still at work on the last two";
  Serve(2);
  std::thread servers[2];
  for (std::thread& server : servers) server = std::thread([&] { Serve(1); });
  absl::SleepFor(absl::Milliseconds(200));  // both wait for calls
  EXPECT_EQ(Come(50), 50u);
  for (std::thread& server : servers) server.join();
}

TEST(AdmissionQueueTest, IsDrainedBeforeItEnds) {
  AdmissionQueue queue({.lanes = {"a"}, .limit = 10});
  ASSERT_TRUE(queue.Offer(0, reinterpret_cast<IncomingCall*>(1), absl::InfiniteFuture()).ok());
  queue.Close();
  EXPECT_EQ(queue.Offer(0, reinterpret_cast<IncomingCall*>(2), absl::InfiniteFuture()).code(),
            absl::StatusCode::kUnavailable);
  std::vector<IncomingCall*> taken;
  queue.Take(64, &taken);
  EXPECT_EQ(taken.size(), 1u);
  queue.Take(64, &taken);
  EXPECT_TRUE(taken.empty());
}

}  // namespace
}  // namespace mainstay::rpc
