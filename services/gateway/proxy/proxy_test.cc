// The gRPC pass-through before a fake backend: all four kinds of call.
#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/gateway/proxy/proxy_test_kit.h"

namespace mainstay::gateway {
namespace {

constexpr char kUp[] = "/mainstay.accounts.v1.TradeService/ImportTrade";
constexpr char kDown[] = "/mainstay.accounts.v1.TradeService/DownloadTradeImportRejects";
constexpr char kBoth[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST_F(ProxyTest, UnaryCallsPassWithMetadataDeadlineAndTrailers) {
  std::string traceparent, custom, authorization;
  absl::Time deadline;
  backend_.On(kUnary, [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    traceparent = call.metadata("traceparent");
    custom = call.metadata("x-request-id");
    authorization = call.metadata("authorization");
    deadline = call.deadline();
    call.AddTrailer("grpc-retry-pushback-ms", "250");
    call.AddTrailer("x-trailer", "t");
    call.Write("<" + request + ">");
    return grpc::Status::OK;
  });
  for (const std::string& body : {std::string("hello"), std::string(), std::string(100000, 'x')}) {
    grpc::ClientContext context;
    Authorize(context);
    context.AddMetadata("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    context.AddMetadata("x-request-id", "r1");
    const absl::Time end = absl::Now() + absl::Seconds(14);
    context.set_deadline(absl::ToChronoTime(end));
    std::string response;
    const grpc::Status status = Unary(context, body, &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response, "<" + body + ">");
    EXPECT_EQ(custom, "r1");
    EXPECT_EQ(authorization.rfind("Bearer ey", 0), 0u);
    EXPECT_EQ(traceparent.substr(3, 32), "4bf92f3577b34da6a3ce929d0e0e4736");
    EXPECT_NE(traceparent.substr(36, 16), "00f067aa0ba902b7");
    EXPECT_LT(absl::AbsDuration(deadline - end), absl::Seconds(5));  // of the way to the backend
    EXPECT_EQ(context.GetServerTrailingMetadata().count("x-trailer"), 1u);
  }
}

TEST_F(ProxyTest, ErrorsPassWithTheirDetails) {
  backend_.OnUnary(kUnary, [](const std::string&, std::string*) {
    return grpc::Status(grpc::NOT_FOUND, "none", "details");
  });
  grpc::ClientContext context;
  Authorize(context);
  std::string response;
  const grpc::Status status = Unary(context, "x", &response);
  EXPECT_EQ(status.error_code(), grpc::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "none");
  EXPECT_EQ(status.error_details(), "details");
}

TEST_F(ProxyTest, NobodyPassesWithoutAToken) {
  std::string response;
  grpc::ClientContext none, bad, basic;
  EXPECT_EQ(Unary(none, "x", &response).error_code(), grpc::UNAUTHENTICATED);
  bad.AddMetadata("authorization", "Bearer a.b.c");
  EXPECT_EQ(Unary(bad, "x", &response).error_code(), grpc::UNAUTHENTICATED);
  basic.AddMetadata("authorization", "Basic YTpi");
  EXPECT_EQ(Unary(basic, "x", &response).error_code(), grpc::UNAUTHENTICATED);
}

TEST_F(ProxyTest, UnknownMethodsAreUnimplemented) {
  for (const char* path : {"/mainstay.accounts.v1.AccountService/Nothing", "/x.Y/Z",
                           "/mainstay.survey.v1.SurveyService/GetSurvey"}) {
    grpc::ClientContext context;
    Authorize(context);
    std::string response;
    EXPECT_EQ(Unary(context, "x", &response, path).error_code(), grpc::UNIMPLEMENTED) << path;
  }
}

TEST_F(ProxyTest, ClientStreamsPass) {
  backend_.On(kUp, [](FakeCall& call) {
    std::string message;
    size_t size = 0;
    while (call.Read(&message)) size += message.size();
    call.Write(absl::StrCat(size));
    return grpc::Status::OK;
  });
  Caller caller;
  Authorize(caller.context);
  caller.Begin(*stub_, kUp);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(caller.Write(std::string(10000, 'x')));
  caller.WritesDone();
  std::string answer;
  EXPECT_TRUE(caller.Read(&answer));
  EXPECT_EQ(answer, "1000000");
  EXPECT_TRUE(caller.End().ok());
}

TEST_F(ProxyTest, ABackendMayEndAClientStreamEarly) {
  int answer_first = 0;
  backend_.On(kUp, [&](FakeCall& call) {
    std::string message;
    call.Read(&message);
    if (answer_first) {
      call.Write("enough");
      return grpc::Status::OK;
    }
    return grpc::Status(grpc::PERMISSION_DENIED, "no");
  });
  for (answer_first = 0; answer_first < 2; ++answer_first) {
    Caller caller;
    Authorize(caller.context);
    caller.Begin(*stub_, kUp);
    ASSERT_TRUE(caller.Write("x"));  // and no more: the caller waits
    std::string answer;
    EXPECT_EQ(caller.Read(&answer), answer_first == 1);
    EXPECT_EQ(caller.End().error_code(), answer_first ? grpc::OK : grpc::PERMISSION_DENIED);
  }
}

TEST_F(ProxyTest, ServerStreamsPassAndAreHeldBack) {
  constexpr int kMessages = 1000;  // 100 MB
  std::atomic<int> written = 0;
  backend_.On(kDown, [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    for (; written < kMessages && call.Write(std::string(100000, 'x')); ++written) {
    }
    return grpc::Status::OK;
  });
  Caller caller;
  Authorize(caller.context);
  caller.Begin(*stub_, kDown);
  caller.Write("x");
  caller.WritesDone();
  for (int before = -1; before != written;) {
    before = written;
    absl::SleepFor(absl::Milliseconds(500));
  }
  EXPECT_LT(written, kMessages / 2);  // socket buffers and flow control windows
  std::string message;
  int messages = 0;
  while (caller.Read(&message)) ++messages;
  EXPECT_EQ(messages, kMessages);
  EXPECT_TRUE(caller.End().ok());
}

TEST_F(ProxyTest, BidirectionalStreamsPass) {
  backend_.On(kBoth, [](FakeCall& call) {
    std::string message;
    while (call.Read(&message)) call.Write(message + message);
    return grpc::Status(grpc::ABORTED, "end");
  });
  Caller caller;  // reflection needs no token
  caller.Begin(*stub_, kBoth);
  for (int i = 0; i < 50; ++i) {
    std::string answer;
    ASSERT_TRUE(caller.Write(absl::StrCat(i, ",")));
    ASSERT_TRUE(caller.Read(&answer));
    EXPECT_EQ(answer, absl::StrCat(i, ",", i, ","));
  }
  caller.WritesDone();
  std::string answer;
  EXPECT_FALSE(caller.Read(&answer));
  EXPECT_EQ(caller.End().error_code(), grpc::ABORTED);
}

TEST_F(ProxyTest, CancellationAndDeadlinesReachTheBackend) {
  absl::Notification started, cancelled;
  backend_.On(kUp, [&](FakeCall& call) {
    std::string message;
    call.Read(&message);
    started.Notify();
    if (call.AwaitCancelled()) cancelled.Notify();
    return grpc::Status::CANCELLED;
  });
  Caller caller;
  Authorize(caller.context);
  caller.Begin(*stub_, kUp);
  caller.Write("x");
  started.WaitForNotification();
  caller.context.TryCancel();
  EXPECT_EQ(caller.End().error_code(), grpc::CANCELLED);
  EXPECT_TRUE(cancelled.WaitForNotificationWithTimeout(absl::Seconds(60)));

  backend_.On(kUnary, [](FakeCall& call) {
    call.AwaitCancelled();
    return grpc::Status::CANCELLED;
  });
  grpc::ClientContext late;
  Authorize(late);
  late.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(200)));
  std::string response;
  EXPECT_EQ(Unary(late, "x", &response).error_code(), grpc::DEADLINE_EXCEEDED);
}

TEST_F(ProxyTest, AnUploadThatIsCutOffNeverLooksEnded) {
  // Shared with handlers that may still run when the test is over.
  struct Counts {
    std::atomic<int> cut{0}, ended{0};
  };
  const auto counts = std::make_shared<Counts>();
  backend_.On(kUp, [counts](FakeCall& call) {
    std::string message;
    while (call.Read(&message)) {
    }
    ++(call.Write("ended") ? counts->ended : counts->cut);
    return grpc::Status::OK;
  });
  for (int i = 0; i < 100; ++i) {
    Caller caller;
    Authorize(caller.context);
    caller.Begin(*stub_, kUp);
    for (int j = 0; j < i % 4 + 1; ++j) ASSERT_TRUE(caller.Write(std::string(1000, 'x')));
    caller.context.TryCancel();
    EXPECT_EQ(caller.End().error_code(), grpc::CANCELLED);
  }
  proxy_.reset();  // ends what is still under way
  // The backend hears of it a moment later.
  for (int i = 0; i < 3000 && counts->cut == 0; ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_GT(counts->cut, 0);
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(counts->ended, 0);
}

TEST_F(ProxyTest, HealthIsTheGatewaysOwn) {
  for (const bool serving : {false, true}) {
    proxy_->SetServing(serving);
    grpc::ClientContext context;
    std::string response;
    ASSERT_TRUE(Unary(context, "", &response, "/grpc.health.v1.Health/Check").ok());
    EXPECT_EQ(response, serving ? "\x08\x01" : "\x08\x02");
  }
}

TEST_F(ProxyTest, ManyCallsAtOnce) {
  backend_.OnUnary(kUnary, [](const std::string& request, std::string* response) {
    *response = request;
    return grpc::Status::OK;
  });
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        grpc::ClientContext context;
        Authorize(context);
        const std::string body = absl::StrCat(t, ":", i);
        std::string response;
        right += Unary(context, body, &response).ok() && response == body;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 400);
}

}  // namespace
}  // namespace mainstay::gateway
