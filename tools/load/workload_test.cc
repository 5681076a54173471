#include "tools/load/workload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mainstay/accounts/v1/account_service.pb.h"

namespace mainstay::load {
namespace {

using ::testing::EndsWith;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

Workload Make(const std::string& mode, std::vector<std::string> ids = {"42"}) {
  return Workload::Create({mode, "host:1", "token", std::move(ids)}).value();
}

TEST(WorkloadTest, Reads) {
  accounts::v1::GetAccountRequest request;
  ASSERT_TRUE(request.ParseFromString(Make("get_grpc").NextMessage()));
  EXPECT_EQ(request.name(), "accounts/42");
  EXPECT_EQ(Make("get_http").NextHttp(),
            "GET /v1/accounts/42 HTTP/1.1\r\nHost: host:1\r\nAuthorization: Bearer token\r\n\r\n");
  EXPECT_THAT(Make("list50_http", {"Fine Chemicals"}).NextHttp(),
              StartsWith("GET /v1/accounts?pageSize=50&filter=industry+%3D+%22Fine+Chemicals%22 "));
}

TEST(WorkloadTest, CreatesSomethingNewEachTime) {
  Workload workload = Make("create_grpc", {});
  accounts::v1::CreateAccountRequest first, second;
  ASSERT_TRUE(first.ParseFromString(workload.NextMessage()));
  ASSERT_TRUE(second.ParseFromString(workload.NextMessage()));
  EXPECT_NE(first.account().display_name(), second.account().display_name());
  EXPECT_NE(first.request_id(), second.request_id());
  EXPECT_THAT(first.request_id(),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"));

  std::string http = Make("create_http", {}).NextHttp();
  size_t body = http.find("\r\n\r\n") + 4;
  EXPECT_NE(http.find("Content-Length: " + std::to_string(http.size() - body)), std::string::npos);
  EXPECT_THAT(http, EndsWith("}"));
}

TEST(WorkloadTest, RefusesWhatItDoesNotKnow) {
  EXPECT_FALSE(Workload::Create({"put_http", "h", "t", {"1"}}).ok());
  EXPECT_FALSE(Workload::Create({"get_http", "h", "t", {}}).ok());
}

}  // namespace
}  // namespace mainstay::load
