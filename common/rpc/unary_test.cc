// What happens to a unary call on its way through the adapter, when things go wrong and right.
#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/metrics/metrics.h"
#include "common/rpc/server_test_kit.h"
#include "common/status/status.h"
#include "common/trace/trace.h"

namespace mainstay::rpc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

TEST(UnaryTest, GivesAnEmptyAnswerAsWellAsALargeOne) {
  EchoServer server;
  EXPECT_TRUE(server.Echo("").ok());
  EchoRequest large;
  large.set_payload(std::string(3 << 20, 'x'));
  auto answer = Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin"), large);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->payload().size(), size_t{3} << 20);
}

TEST(UnaryTest, RefusesARequestThatIsTooLarge) {
  EchoServer server([](ServerOptions& options) { options.max_message_bytes = 1000; });
  EchoRequest large;
  large.set_payload(std::string(2000, 'x'));
  auto answer = Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin"), large);
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(UnaryTest, RefusesBytesThatAreNoMessage) {
  EchoServer server;
  // A Person with a name of bytes that are not UTF-8, where EchoRequest has its text.
  testing::v1::ListPeopleResponse wrong;
  wrong.add_people()->set_name("\xff\xfe");
  auto answer = Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin"), wrong);
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(UnaryTest, CarriesFieldViolations) {
  EchoServer server;
  absl::Status status = server.Echo("fail").status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_THAT(status::GetFieldViolations(status), SizeIs(1));
  EXPECT_EQ(status::GetFieldViolations(status)[0].field, "text");
}

TEST(UnaryTest, LeaksNothingOfAnInternalError) {
  EchoServer server;
  for (const std::string& method : {EchoMethod("Echo"), EchoMethod("EchoBatched")}) {
    for (const char* text : {"throw", "throw int", "internal"}) {
      absl::Status status = server.Echo(text, 0, method).status();
      EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << text;
      EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
    }
  }
  EXPECT_TRUE(server.Echo("still there").ok());
}

TEST(UnaryTest, ContinuesTheCallersTraceAndNamesItInErrors) {
  EchoServer server;
  const trace::TraceContext trace = trace::NewTrace();
  CallOptions options = server.As("ada", "admin");
  options.traceparent = trace.ToTraceparent();
  auto answer = Call<EchoResponse>(*server.channel, kEcho, options, EchoOf("trace"));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(answer->text(), HasSubstr(trace.trace_id));
  EXPECT_THAT(answer->text(), Not(HasSubstr(trace.span_id)));

  grpc::ClientContext context;
  server.Authorize(context);
  context.AddMetadata("traceparent", trace.ToTraceparent());
  EchoResponse response;
  grpc::Status failed = server.EchoRaw(context, EchoOf("internal"), &response);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(failed.error_details()));
  google::rpc::RequestInfo info;
  ASSERT_THAT(details.details(), SizeIs(1));
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.request_id(), trace.trace_id);
}

TEST(UnaryTest, CapsTheDeadline) {
  EchoServer server([](ServerOptions& options) { options.max_deadline = absl::Seconds(10); });
  const int left = server.Echo("deadline").value().count();  // of the 20 s asked for
  EXPECT_LE(left, 10000);
  EXPECT_GT(left, 1000);
}

TEST(UnaryTest, EndsAtTheCallersDeadlineAndTellsTheHandler) {
  EchoServer server;
  const absl::Time start = absl::Now();
  auto answer =
      Call<EchoResponse>(*server.channel, kEcho, server.As("ada", "admin", absl::Milliseconds(100)),
                         EchoOf("until cancelled"));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));
  // The destructor drains: it would hang on a handler that was not told.
}

TEST(UnaryTest, TellsTheHandlerThatTheCallerHasGone) {
  EchoServer server;
  grpc::ClientContext context;
  server.Authorize(context);
  std::thread caller([&] {
    EchoResponse response;
    EXPECT_EQ(server.EchoRaw(context, EchoOf("until cancelled"), &response).error_code(),
              grpc::StatusCode::CANCELLED);
  });
  absl::SleepFor(absl::Milliseconds(100));
  context.TryCancel();
  caller.join();
}

TEST(UnaryTest, AnswersAThousandCallsAtOnce) {
  // However long it takes this machine.
  EchoServer server(
      [](ServerOptions& options) { options.longest_wait = absl::InfiniteDuration(); });
  const CallOptions options = server.As("ada", "admin");
  std::atomic<int> answered{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 1000; ++i) {
    callers.emplace_back([&, i] {
      auto answer = Call<EchoResponse>(*server.channel,
                                       i % 2 == 0 ? EchoMethod("Echo") : EchoMethod("EchoBatched"),
                                       options, EchoOf("hello", i));
      if (answer.ok() && answer->count() == i) ++answered;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(answered, 1000);
}

TEST(UnaryTest, BatchesWhatWaits) {
  EchoServer server([](ServerOptions& options) { options.batchers = 1; });
  const CallOptions options = server.As("ada", "admin");
  std::atomic<int> largest{0};
  std::vector<std::thread> callers;
  callers.emplace_back([&] {
    (void)Call<EchoResponse>(*server.channel, EchoMethod("EchoBatched"), options, EchoOf("hold"));
  });
  server.gate.AwaitCalls(1);
  for (int i = 0; i < 10; ++i) {
    callers.emplace_back([&] {
      auto answer =
          Call<EchoResponse>(*server.channel, EchoMethod("EchoBatched"), options, EchoOf("size"));
      ASSERT_TRUE(answer.ok()) << answer.status();
      int seen = largest;
      while (seen < answer->count() && !largest.compare_exchange_weak(seen, answer->count())) {
      }
    });
  }
  EchoServer::AwaitQueue("read", 10);
  server.gate.Open();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(largest, 10);
}

TEST(UnaryTest, ACallThatGoesAloneHoldsUpNoBatch) {
  EchoServer server([](ServerOptions& options) { options.batchers = 1; });
  const std::string method = EchoMethod("EchoBatched");
  std::thread slow([&] {
    auto answer = server.Echo("hold alone", 0, method);
    EXPECT_TRUE(answer.ok()) << answer.status();
  });
  server.gate.AwaitCalls(1);
  EXPECT_TRUE(server.Echo("hello", 0, method).ok());
  server.gate.Open();
  slow.join();
}

TEST(UnaryTest, CountsCallsByMethodAndCode) {
  EchoServer server;
  ASSERT_TRUE(server.Echo("counted", 0, EchoMethod("Mine")).ok());
  EXPECT_THAT(metrics::Render(),
              HasSubstr("mainstay_rpc_duration_seconds_count{code=\"OK\",method=\"" +
                        EchoMethod("Mine") + "\"} "));
}

}  // namespace
}  // namespace mainstay::rpc
