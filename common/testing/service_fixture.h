// A service's router on a real server in this process, with a real database: what store and RPC
// tests stand on.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <grpcpp/channel.h>

#include "common/pg/session.h"
#include "common/rpc/channel.h"
#include "common/rpc/server.h"
#include "common/testing/fake_clock.h"
#include "common/testing/postgres.h"
#include "common/testing/tokens.h"

namespace mainstay::testing {

class ServiceFixture {
 public:
  struct Setup {
    std::string migrations;             // "services/accounts/migrations"
    std::vector<std::string> services;  // full names
    std::function<void(rpc::Router&)> handlers;
    const pg::ConstraintErrors* constraint_errors = nullptr;
    std::function<void(rpc::ServerOptions&)> adjust = nullptr;  // of the server's limits
  };
  explicit ServiceFixture(const Setup& setup);
  ~ServiceFixture();

  // Calls as `user` with `roles`: one, or several with commas between them.
  template <class Res>
  absl::StatusOr<Res> Call(std::string_view method, const google::protobuf::Message& request,
                           std::string_view user = "ada", std::string_view roles = "admin") {
    return rpc::Call<Res>(*channel_, method, As(user, roles), request);
  }
  rpc::CallOptions As(std::string_view user, std::string_view roles);

  grpc::Channel& channel() { return *channel_; }
  pg::Session& db() { return session_; }  // with the service's role, test thread only
  FakeClock& clock() { return clock_; }
  const TestDatabase& database() { return *database_; }
  rpc::Server& server() { return *server_; }
  std::string address() const { return server_->address(); }

 private:
  FakeClock clock_{absl::Now()};
  TestIssuer issuer_;
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  pg::Session session_;
};

}  // namespace mainstay::testing
