// The echo service (testdata/echo_service.proto) on a real server in the test's process.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <grpcpp/client_context.h>

#include "absl/synchronization/notification.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/rpc/testdata/echo_service.pb.h"
#include "common/testing/tokens.h"

namespace mainstay::rpc {

// Handlers for every method of the echo service. What they do is asked for in the request's text:
//   "sleep" waits request.count milliseconds; "throw" throws; "throw int" throws an int;
//   "fail" returns INVALID_ARGUMENT with a field; "internal" returns INTERNAL with a secret;
//   "flaky" is UNAVAILABLE the first request.count times that it sees request.payload;
//   "until cancelled" waits for the caller to go; "whoami" answers subject and scope;
//   "deadline" answers the milliseconds left; anything else is given back.
// EchoBatched answers "sleep alone" outside of its batch, as "sleep".
void AddEchoHandlers(Router& router);

inline constexpr std::string_view kEcho = "mainstay.testing.v1.EchoService/Echo";
std::string EchoMethod(std::string_view method);  // full name of a method of the service

struct EchoServer {
  explicit EchoServer(const std::function<void(ServerOptions&)>& adjust = nullptr);

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

  mainstay::testing::TestIssuer issuer;
  std::unique_ptr<auth::Verifier> verifier;
  std::unique_ptr<Server> server;
  std::shared_ptr<grpc::Channel> channel;
};

testing::v1::EchoRequest EchoOf(std::string_view text, int count = 0);

}  // namespace mainstay::rpc
