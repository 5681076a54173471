// How a server starts, shows that it serves, and stops.
#include <filesystem>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/server_builder_plugin.h>
#include <grpcpp/impl/server_initializer.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/support/sync_stream.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/rpc/server_test_kit.h"

namespace mainstay::rpc {
namespace {

using ::testing::HasSubstr;
using testing::v1::EchoRequest;
using testing::v1::EchoResponse;

// "SERVING" is 1, "NOT_SERVING" 2 in grpc.health.v1; the messages are read by field number, as
// EchoRequest's and EchoResponse's text and count do not fit: field 1 is a string in the request
// and an enum in the answer.
grpc::ByteBuffer HealthRequest(std::string_view service) {
  EchoRequest request;
  request.set_text(std::string(service));
  const grpc::Slice slice(request.SerializeAsString());
  return {&slice, 1};
}

int StatusIn(const grpc::ByteBuffer& response) {
  grpc::Slice slice;
  if (!response.DumpToSingleSlice(&slice).ok() || slice.size() < 2) return 0;
  return slice.begin()[1];
}

int HealthOf(const std::shared_ptr<grpc::Channel>& channel, std::string_view service) {
  grpc::GenericStub stub(channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check",
                                    HealthRequest(service), &queue);
  call->StartCall();
  grpc::ByteBuffer in;
  grpc::Status status;
  call->Finish(&in, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  return status.ok() ? StatusIn(in) : -static_cast<int>(status.error_code());
}

int HealthOf(EchoServer& server, std::string_view service) {
  return HealthOf(server.channel, service);
}

// Collects what a health watch says until it ends.
class Watcher final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  Watcher(const std::shared_ptr<grpc::Channel>& channel, std::string_view service)
      : stub_(channel), request_(HealthRequest(service)) {
    stub_.PrepareBidiStreamingCall(&context_, "/grpc.health.v1.Health/Watch", {}, this);
    StartWriteLast(&request_, {});
    StartRead(&response_);
    StartCall();
  }
  // The statuses so far, once there are `count`.
  std::vector<int> Await(size_t count) {
    absl::MutexLock lock(&mutex_);
    const auto enough = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return seen_.size() >= count; };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(60));
    return seen_;
  }
  grpc::StatusCode End() {
    done_.WaitForNotificationWithTimeout(absl::Seconds(60));
    return code_;
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) return;
    {
      absl::MutexLock lock(&mutex_);
      seen_.push_back(StatusIn(response_));
    }
    StartRead(&response_);
  }
  void OnDone(const grpc::Status& status) override {
    code_ = status.error_code();
    done_.Notify();
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer request_, response_;
  absl::Mutex mutex_;
  std::vector<int> seen_ ABSL_GUARDED_BY(mutex_);
  grpc::StatusCode code_ = grpc::StatusCode::OK;
  absl::Notification done_;
};

// Asks for the health of the server on `address` in the first instant that it listens: before
// BuildAndStart has returned.
class FirstInstant final : public grpc::ServerBuilderPlugin {
 public:
  static inline std::string address;
  static inline int health = 0;

  std::string name() override { return "first_instant"; }
  void InitServer(grpc::ServerInitializer*) override {}
  void ChangeArguments(const std::string&, void*) override {}
  void Finish(grpc::ServerInitializer*) override {
    if (address.empty()) return;
    health = HealthOf(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()), "");
    address.clear();
  }
};

TEST(LifecycleTest, ServesNothingFromTheFirstInstantOn) {
  grpc::ServerBuilder::InternalAddPluginFactory(
      [] { return std::unique_ptr<grpc::ServerBuilderPlugin>(new FirstInstant); });
  FirstInstant::address = absl::StrCat("unix:", std::filesystem::temp_directory_path().string(),
                                       "/ms-first-", ::getpid());
  EchoServer server([](ServerOptions& options) { options.listen = FirstInstant::address; });
  EXPECT_EQ(FirstInstant::health, 2);
}

TEST(LifecycleTest, AWatchHearsOfEachChangeAndOfTheEnd) {
  EchoServer server;
  server.server->SetServing(false);
  Watcher all(server.channel, ""), nobody(server.channel, "no.such.Service");
  EXPECT_EQ(all.Await(1), (std::vector<int>{2}));
  EXPECT_EQ(nobody.Await(1), (std::vector<int>{3}));
  server.server->SetServing(true);
  EXPECT_EQ(all.Await(2), (std::vector<int>{2, 1}));
  const absl::Time start = absl::Now();
  server.server->Drain(absl::ZeroDuration(), absl::Seconds(30));
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));  // a watch does not use the deadline up
  EXPECT_EQ(all.End(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(nobody.End(), grpc::StatusCode::UNAVAILABLE);
}

TEST(LifecycleTest, HealthFollowsSetServing) {
  EchoServer server;
  for (const char* service : {"", "mainstay.testing.v1.EchoService"}) {
    server.server->SetServing(true);
    EXPECT_EQ(HealthOf(server, service), 1) << service;
    server.server->SetServing(false);
    EXPECT_EQ(HealthOf(server, service), 2) << service;
  }
  EXPECT_EQ(HealthOf(server, "no.such.Service"), -grpc::StatusCode::NOT_FOUND);
}

TEST(LifecycleTest, HealthAnswersWhileEveryWorkerIsBusy) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  std::thread busy([&] { EXPECT_TRUE(server.Echo("hold").ok()); });
  server.gate.AwaitCalls(1);
  EXPECT_EQ(HealthOf(server, ""), 1);
  server.gate.Open();
  busy.join();
}

TEST(LifecycleTest, DrainLetsRunningAndWaitingCallsFinish) {
  EchoServer server([](ServerOptions& options) { options.workers = 1; });
  std::vector<std::thread> callers;
  callers.emplace_back([&] { EXPECT_TRUE(server.Echo("hold").ok()); });
  server.gate.AwaitCalls(1);
  for (int i = 0; i < 2; ++i) {
    callers.emplace_back([&] { EXPECT_TRUE(server.Echo("waits").ok()); });
  }
  EchoServer::AwaitQueue("interactive", 2);
  std::thread drain([&] { server.server->Drain(absl::ZeroDuration(), absl::Seconds(30)); });
  absl::SleepFor(absl::Milliseconds(100));  // it has begun, mostly
  server.gate.Open();
  drain.join();
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(server.Echo("too late").status().code(), absl::StatusCode::kUnavailable);
}

TEST(LifecycleTest, DrainShowsItselfBeforeItRefuses) {
  EchoServer server;
  Watcher watcher(server.channel, "");
  EXPECT_EQ(watcher.Await(1), (std::vector<int>{1}));
  std::thread drain([&] { server.server->Drain(absl::Seconds(4), absl::Seconds(5)); });
  EXPECT_EQ(watcher.Await(2), (std::vector<int>{1, 2}));
  EXPECT_TRUE(server.Echo("still answered").ok());
  drain.join();
  EXPECT_EQ(watcher.End(), grpc::StatusCode::UNAVAILABLE);
}

TEST(LifecycleTest, DrainCancelsWhatOutlastsTheDeadline) {
  EchoServer server;
  std::thread caller([&] {  // with patience of 20 s
    absl::Status status = server.Echo("until cancelled").status();
    EXPECT_FALSE(status.ok());
  });
  absl::SleepFor(absl::Milliseconds(150));  // it is with its handler, mostly
  const absl::Time start = absl::Now();
  server.server->Drain(absl::ZeroDuration(), absl::Milliseconds(200));
  EXPECT_LT(absl::Now() - start, absl::Seconds(15));
  caller.join();
}

TEST(LifecycleTest, ListensOnAUnixSocket) {
  const std::string path =
      absl::StrCat(std::filesystem::temp_directory_path().string(), "/ms-rpc-", ::getpid());
  EchoServer server([&](ServerOptions& options) { options.listen = "unix:" + path; });
  EXPECT_EQ(server.server->address(), "unix:" + path);
  EXPECT_TRUE(server.Echo("hello").ok());
}

// Asks a server's reflection for its services: the answer's bytes, which hold their names as text.
std::string Reflected(EchoServer& server) {
  grpc::GenericStub stub(server.channel);
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  auto call = stub.PrepareCall(
      &context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  void* tag = nullptr;
  bool ok = false;
  call->StartCall(nullptr);
  queue.Next(&tag, &ok);
  grpc::Slice list_services("\x3a\x00", 2);  // field 7, an empty string
  call->Write(grpc::ByteBuffer(&list_services, 1), nullptr);
  queue.Next(&tag, &ok);
  grpc::ByteBuffer answer;
  call->Read(&answer, nullptr);
  queue.Next(&tag, &ok);
  std::string text;
  std::vector<grpc::Slice> slices;
  if (ok && answer.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  context.TryCancel();
  grpc::Status status;
  call->Finish(&status, nullptr);
  queue.Next(&tag, &ok);
  return text;
}

TEST(LifecycleTest, ReflectionListsTheServices) {
  EchoServer without;
  EXPECT_EQ(Reflected(without), "");
  EchoServer with([](ServerOptions& options) { options.reflection = true; });
  EXPECT_THAT(Reflected(with), HasSubstr("mainstay.testing.v1.EchoService"));
}

TEST(LifecycleTest, RefusesAPortThatIsTaken) {
  EchoServer server;
  Router router;
  AddEchoHandlers(router);
  auto second = Server::Start({.listen = server.server->address(),
                               .services = {"mainstay.testing.v1.EchoService"},
                               .verifier = server.verifier.get()},
                              std::move(router));
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(server.server->address()));
}

TEST(LifecycleTest, RefusesUnreadableCertificates) {
  Router router;
  AddEchoHandlers(router);
  auto server = Server::Start({.services = {"mainstay.testing.v1.EchoService"},
                               .tls_cert_file = "/no/such/cert.pem",
                               .tls_key_file = "/no/such/key.pem"},
                              std::move(router));
  EXPECT_THAT(std::string(server.status().message()), HasSubstr("/no/such/cert.pem"));
}

void AddOpen(Router& router, std::string_view method) {
  router.Unary<EchoRequest, EchoResponse>(
      method, [](CallContext&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
        return EchoResponse();
      });
}

std::string WhyNot(Router router, const std::string& service) {
  return std::string(Server::Start({.services = {service}}, std::move(router)).status().message());
}

TEST(RouterCheckTest, NamesAMethodWithoutAHandler) {
  EXPECT_THAT(WhyNot(Router(), "mainstay.testing.v1.EchoService"),
              HasSubstr("mainstay.testing.v1.EchoService/Echo: has no handler"));
}

TEST(RouterCheckTest, NamesAMethodWithoutAPolicy) {
  Router router;
  AddOpen(router, "mainstay.testing.v1.CarelessService/Open");
  EXPECT_THAT(WhyNot(std::move(router), "mainstay.testing.v1.CarelessService"),
              HasSubstr("mainstay.testing.v1.CarelessService.Open: has no "));
}

TEST(RouterCheckTest, NamesAPermissionThatNoRoleGrants) {
  Router router;
  AddOpen(router, "mainstay.testing.v1.MisspeltService/Open");
  EXPECT_THAT(WhyNot(std::move(router), "mainstay.testing.v1.MisspeltService"),
              HasSubstr("acounts.read"));
}

TEST(RouterCheckTest, NamesAHandlerWithoutAMethod) {
  Router router;
  AddEchoHandlers(router);
  AddOpen(router, "mainstay.testing.v1.EchoService/NoSuch");
  EXPECT_THAT(WhyNot(std::move(router), "mainstay.testing.v1.EchoService"),
              HasSubstr("EchoService/NoSuch"));
}

TEST(RouterCheckTest, NamesAHandlerOfTheWrongKindOrType) {
  Router stream;
  stream.ClientStream<EchoRequest, EchoResponse>(
      "mainstay.testing.v1.MisspeltService/Open",
      [](CallContext&, Reader<EchoRequest>&) -> absl::StatusOr<EchoResponse> {
        return EchoResponse();
      });
  EXPECT_FALSE(stream.Check({"mainstay.testing.v1.MisspeltService"}).ok());
  EXPECT_FALSE(Router().Check({"no.such.Service"}).ok());
  EXPECT_TRUE(Router().Check({}).ok());
}

TEST(RouterDeathTest, AbortsOnASecondHandler) {
  Router router;
  AddOpen(router, "a.B/C");
  EXPECT_DEATH(AddOpen(router, "a.B/C"), "two handlers");
}

}  // namespace
}  // namespace mainstay::rpc
