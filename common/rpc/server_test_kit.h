// The echo service (testdata/echo_service.proto) on a real server in the test's process.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/client_context.h>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/testdata/echo_service.pb.h"
#include "common/testing/tokens.h"

namespace mainstay::rpc {

// What calls stand before, on a worker each, until the test lets them pass. Thread-safe.
class Gate {
 public:
  void Pass();             // by a handler: waits until the gate is open
  void AwaitCalls(int n);  // until so many calls have come to it, those it let pass included
  int calls();             // that came so far
  void Open();             // for good

 private:
  absl::Mutex mutex_;
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
};

// Handlers for every method of the echo service. What they do is asked for in the request's text:
//   "sleep" waits request.count milliseconds; "throw" throws; "throw int" throws an int;
//   "hold" waits at `gate`, which must outlive the server;
//   "fail" returns INVALID_ARGUMENT with a field; "internal" returns INTERNAL with a secret;
//   "flaky" is UNAVAILABLE the first request.count times that it sees request.payload;
//   "until cancelled" waits for the caller to go; "whoami" answers subject and scope;
//   "deadline" answers the milliseconds left; anything else is given back.
// EchoBatched answers "hold alone" outside of its batch, as "hold".
// Watch counts from 0, request.count messages with request.payload, one a look: with "all at once"
// all in the first look, with "for ever" one and then none for an hour; "fail" and "throw" do so in
// the second look.
void AddEchoHandlers(Router& router, Gate* gate = nullptr);

inline constexpr std::string_view kEcho = "mainstay.testing.v1.EchoService/Echo";
std::string EchoMethod(std::string_view method);  // full name of a method of the service

struct EchoServer {
  explicit EchoServer(const std::function<void(ServerOptions&)>& adjust = nullptr);
  ~EchoServer() { gate.Open(); }  // or a test that failed would wait for its calls for ever

  CallOptions As(std::string_view user, std::string_view role,
                 absl::Duration timeout = absl::Seconds(20)) const;
  // Calls as an administrator unless told otherwise.
  absl::StatusOr<testing::v1::EchoResponse> Echo(std::string_view text, int count = 0,
                                                 std::string_view method = kEcho);
  absl::StatusOr<testing::v1::EchoResponse> EchoAs(std::string_view user, std::string_view role,
                                                   std::string_view text,
                                                   std::string_view method = kEcho);
  // With a context of the caller's, for metadata; the token must be in it.
  grpc::Status EchoRaw(grpc::ClientContext& context, const testing::v1::EchoRequest& request,
                       testing::v1::EchoResponse* response, std::string_view method = kEcho);
  void Authorize(grpc::ClientContext& context) const;  // as an administrator
  // Waits until so many calls are in the queue of a class: "interactive", "batch", or "read" for
  // those to be batched. Of all servers of this process the last to change it counts.
  static void AwaitQueue(const std::string& lane, int calls);

  Gate gate;
  mainstay::testing::TestIssuer issuer;
  std::unique_ptr<auth::Verifier> verifier;
  std::unique_ptr<Server> server;
  std::shared_ptr<grpc::Channel> channel;
};

testing::v1::EchoRequest EchoOf(std::string_view text, int count = 0);

}  // namespace mainstay::rpc
