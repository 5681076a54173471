// The gRPC pass-through before a fake backend: all four kinds of call.
#include <atomic>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/testing/tokens.h"
#include "services/gateway/backend/byte_buffer.h"
#include "services/gateway/backend/stream_call.h"
#include "services/gateway/proxy/proxy_server.h"
#include "services/gateway/testing/fake_backend.h"

namespace mainstay::gateway {
namespace {

constexpr char kUnary[] = "/mainstay.accounts.v1.AccountService/GetAccount";
constexpr char kUp[] = "/mainstay.accounts.v1.TradeService/ImportTrade";
constexpr char kDown[] = "/mainstay.accounts.v1.TradeService/DownloadTradeImportRejects";
constexpr char kBoth[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

// A blocking bidirectional call.
class Caller final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  // Neither reads nor writes until told to.
  void Begin(grpc::GenericStub& stub, const std::string& path) {
    stub.PrepareBidiStreamingCall(&context, path, {}, this);
    AddHold();
    StartCall();
  }
  bool Write(const std::string& message) {
    outgoing_ = ToByteBuffer(message);
    return Await([&] { StartWrite(&outgoing_); }, &wrote_);
  }
  void WritesDone() { StartWritesDone(); }
  bool Read(std::string* message) {
    const bool ok = Await([&] { StartRead(&incoming_); }, &read_);
    grpc::Slice slice;
    if (ok) message->assign(FlatBytes(incoming_, &slice));
    return ok;
  }
  grpc::Status End() {
    RemoveHold();
    done_.WaitForNotification();
    return status_;
  }

  grpc::ClientContext context;

 private:
  struct Event {
    absl::Notification happened;
    bool ok;
  };
  template <class F>
  static bool Await(F start, std::unique_ptr<Event>* event) {
    *event = std::make_unique<Event>();
    start();
    (*event)->happened.WaitForNotification();
    return (*event)->ok;
  }
  static void Signal(Event& event, bool ok) {
    event.ok = ok;
    event.happened.Notify();
  }
  void OnReadDone(bool ok) override { Signal(*read_, ok); }
  void OnWriteDone(bool ok) override { Signal(*wrote_, ok); }
  void OnDone(const grpc::Status& status) override {
    status_ = status;
    done_.Notify();
  }

  grpc::ByteBuffer incoming_, outgoing_;
  std::unique_ptr<Event> read_, wrote_;
  absl::Notification done_;
  grpc::Status status_;
};

class ProxyTest : public ::testing::Test {
 protected:
  void SetUp() override { Start(); }

  void Start(RateLimiter* limiter = nullptr) {
    backends_ = *Backends::Create({.targets = absl::StrCat("accounts=", backend_.address())});
    verifier_ = *auth::Verifier::Create(issuer_.options());
    auto proxy = ProxyServer::Start(
        {.backends = backends_.get(), .verifier = verifier_.get(), .limiter = limiter});
    ASSERT_TRUE(proxy.ok()) << proxy.status();
    proxy_ = *std::move(proxy);
    channel_ = grpc::CreateChannel(proxy_->address(), grpc::InsecureChannelCredentials());
    stub_ = std::make_unique<grpc::GenericStub>(channel_);
  }

  void Authorize(grpc::ClientContext& context) {
    context.AddMetadata("authorization", "Bearer " + issuer_.Token("ada", {"admin"}));
  }

  grpc::Status Unary(grpc::ClientContext& context, const std::string& request,
                     std::string* response, const std::string& path = kUnary) {
    const grpc::ByteBuffer in = ToByteBuffer(request);
    grpc::ByteBuffer out;
    absl::Notification done;
    grpc::Status status;
    stub_->UnaryCall(&context, path, {}, &in, &out, [&](grpc::Status s) {
      status = std::move(s);
      done.Notify();
    });
    done.WaitForNotification();
    grpc::Slice slice;
    if (status.ok()) response->assign(FlatBytes(out, &slice));
    return status;
  }

  FakeBackend backend_;
  mainstay::testing::TestIssuer issuer_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<ProxyServer> proxy_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<grpc::GenericStub> stub_;
};

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

TEST_F(ProxyTest, RatesAreLimited) {
  RateLimiter limiter({.quota = {1, 2}, .redis = {.address = ""}});
  proxy_.reset();
  Start(&limiter);
  backend_.OnUnary(kUnary, [](const std::string&, std::string*) { return grpc::Status::OK; });
  int refused = 0;
  const absl::Time start = absl::Now();
  for (int i = 0; i < 5; ++i) {
    grpc::ClientContext context;
    Authorize(context);
    std::string response;
    refused += Unary(context, "x", &response).error_code() == grpc::RESOURCE_EXHAUSTED;
  }
  EXPECT_LE(refused, 3);
  EXPECT_GE(refused, 3 - absl::ToDoubleSeconds(absl::Now() - start));  // one more call a second
  proxy_.reset();                                                      // before the limiter
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
