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

// Callers who keep the one worker busy, until the server's gate opens, and so many places in the
// queue.
std::vector<std::thread> Occupy(EchoServer& server, int places) {
  std::vector<std::thread> callers;
  callers.emplace_back([&server] { EXPECT_TRUE(server.Echo("hold").ok()); });
  server.gate.AwaitCalls(1);
  for (int i = 0; i < places; ++i) {
    callers.emplace_back([&server] { EXPECT_TRUE(server.Echo("waits").ok()); });
  }
  EchoServer::AwaitQueue("interactive", places);
  return callers;
}

void LetGo(EchoServer& server, std::vector<std::thread>& callers) {
  server.gate.Open();
  for (std::thread& caller : callers) caller.join();
}

TEST(OverloadTest, AFullQueueRefusesAtOnceWithAPushback) {
  EchoServer server([](ServerOptions& options) {
    options.workers = 1;
    options.queue_limit = 2;
  });
  std::vector<std::thread> callers = Occupy(server, 2);
  grpc::ClientContext context;
  server.Authorize(context);
  EchoResponse response;
  // No worker is free to answer it.
  const grpc::Status refused = server.EchoRaw(context, EchoOf("one too many"), &response);
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  auto pushback = context.GetServerTrailingMetadata().find("grpc-retry-pushback-ms");
  ASSERT_NE(pushback, context.GetServerTrailingMetadata().end());
  int milliseconds = 0;
  ASSERT_TRUE(absl::SimpleAtoi(std::string(pushback->second.data(), pushback->second.size()),
                               &milliseconds));
  EXPECT_GE(milliseconds, 50);
  // The other classes have room of their own.
  EXPECT_TRUE(server.Echo("batched", 0, EchoMethod("EchoBatched")).ok());
  LetGo(server, callers);
  EXPECT_TRUE(server.Echo("room again").ok());
}

TEST(OverloadTest, WhatIsTooMuchForLongIsRefusedUnseen) {
  EchoServer server([](ServerOptions& options) {
    options.workers = 1;
    options.longest_wait = absl::ZeroDuration();
  });
  ASSERT_TRUE(server.Echo("shows that calls take time").ok());
  std::vector<std::thread> callers = Occupy(server, AdmissionQueue::kAlwaysWait);
  EXPECT_EQ(ReasonOf(server.Echo("one too many").status()), "QUEUE_FULL");
  // Nobody asks who that is.
  const absl::Status refused =
      Call<EchoResponse>(*server.channel, kEcho, {.token = "none"}, EchoOf("another one")).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted) << refused;
  EXPECT_EQ(ReasonOf(refused), "QUEUE_FULL");
  EXPECT_EQ(status::GetRetryDelay(refused), AdmissionQueue::kPushback);
  LetGo(server, callers);
  EXPECT_TRUE(server.Echo("room again").ok());
}

TEST(OverloadTest, AHopelessDeadlineIsRefusedAtOnce) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  // The server learns that a call takes some 80 ms, and more on a busy machine.
  for (int i = 0; i < 30; ++i) ASSERT_TRUE(server.Echo("sleep", 100).ok());
  std::vector<std::thread> callers = Occupy(server, 40);
  const auto call = [&](absl::Duration timeout) {
    return Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin", timeout),
                              EchoOf("one more"))
        .status();
  };
  // Behind forty others. No worker is free to answer it.
  const absl::Status refused = call(absl::Seconds(2));
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted) << refused;
  EXPECT_EQ(ReasonOf(refused), "DEADLINE_TOO_SHORT");
  std::thread patient([&] { EXPECT_EQ(call(absl::Seconds(30)), absl::OkStatus()); });
  EchoServer::AwaitQueue("interactive", 41);
  LetGo(server, callers);
  patient.join();
}

TEST(OverloadTest, ACallThatGaveUpWhileWaitingIsNotRun) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  std::vector<std::thread> callers = Occupy(server, 0);
  constexpr absl::Duration kTimeout = absl::Seconds(1);
  std::thread gives_up([&] {
    auto late = Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin", kTimeout),
                                   EchoOf("hold"));
    EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded) << late.status();
  });
  EchoServer::AwaitQueue("interactive", 1);
  gives_up.join();
  absl::SleepFor(kTimeout);  // the server counts from the call's arrival
  LetGo(server, callers);
  EXPECT_TRUE(server.Echo("the next").ok());
  EXPECT_EQ(server.gate.calls(), 1);
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

// Four servers, each call takes them 10 ms, and nobody is to wait longer than 100 ms.
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

  AdmissionQueue queue_{{.lanes = {"a"}, .servers = 4, .longest_wait = absl::Milliseconds(100)}};
};

TEST_F(AdmissionOverloadTest, ABurstWaits) {
  EXPECT_EQ(Come(AdmissionQueue::kAlwaysWait), AdmissionQueue::kAlwaysWait);
  EXPECT_FALSE(queue_.Overfull(0));
  Serve(100);
  EXPECT_EQ(Come(100), 100u);
}

TEST_F(AdmissionOverloadTest, OverloadIsServedFromAShortQueue) {
  EXPECT_EQ(Come(1000), AdmissionQueue::kAlwaysWait);
  Serve(AdmissionQueue::kAlwaysWait - 2);
  EXPECT_EQ(Come(1), 0u) << "as many wait as half the servers take next";
  EXPECT_TRUE(queue_.Overfull(0));
  Serve(1);
  EXPECT_FALSE(queue_.Overfull(0));
  EXPECT_EQ(Come(5), 1u);
}

TEST_F(AdmissionOverloadTest, EndsWhenNobodyHadToBeTurnedAwayForAWhile) {
  ASSERT_EQ(Come(1000), AdmissionQueue::kAlwaysWait);
  Serve(AdmissionQueue::kAlwaysWait);
  EXPECT_EQ(Come(3), 2u) << "that the queue was empty for a moment says nothing";
  Serve(2);
  absl::SleepFor(AdmissionQueue::kLull + absl::Milliseconds(1));
  EXPECT_FALSE(queue_.Overfull(0));
  EXPECT_EQ(Come(50), 50u);
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
