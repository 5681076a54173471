#include "services/gateway/backend/backends.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace mainstay::gateway {
namespace {

using testing::HasSubstr;

TEST(BackendsTest, FindsByAreaAndByMethod) {
  const auto backends =
      Backends::Create({.targets = "accounts=127.0.0.1:1,feedback=dns:///feedback:7001"});
  ASSERT_TRUE(backends.ok()) << backends.status();
  EXPECT_EQ((*backends)->Find("accounts")->area, "accounts");
  EXPECT_EQ((*backends)->Find("survey"), nullptr);
  EXPECT_EQ((*backends)->FindByPath("/mainstay.feedback.v1.CaseService/GetCase")->area, "feedback");
  for (const char* path : {"/mainstay.survey.v1.X/Y", "/other.accounts.v1.X/Y", "", "/mainstay."}) {
    EXPECT_EQ((*backends)->FindByPath(path), nullptr) << path;
  }
}

TEST(BackendsTest, BadEntriesAreNamed) {
  for (const char* bad : {"accounts", "=x:1", "accounts=", "a=x:1,a=y:2", ""}) {
    const auto backends = Backends::Create({.targets = bad});
    EXPECT_EQ(backends.status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

TEST(BackendsTest, HealthNamesWhatDoesNotServe) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::CallbackGenericService nothing;
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(&nothing);
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  ASSERT_NE(server, nullptr);
  const auto healthy = Backends::Create({.targets = absl::StrCat("a=127.0.0.1:", port)});
  EXPECT_TRUE((*healthy)->CheckHealth(absl::Seconds(20)).ok());

  server->GetHealthCheckService()->SetServingStatus(false);
  EXPECT_EQ((*healthy)->CheckHealth(absl::Seconds(20)).code(), absl::StatusCode::kUnavailable);

  server->GetHealthCheckService()->SetServingStatus(true);
  const auto mixed =
      Backends::Create({.targets = absl::StrCat("a=127.0.0.1:", port, ",b=unix:/nowhere")});
  const absl::Status status = (*mixed)->CheckHealth(absl::Seconds(20));
  EXPECT_THAT(std::string(status.message()), HasSubstr("not serving: b"));
}

}  // namespace
}  // namespace mainstay::gateway
