#include "services/gateway/settings.h"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::vector<const char*> kNeeded = {"mainstay-gateway", "--backends=accounts=h:1",
                                          "--auth-issuer=https://i", "--auth-jwks=/k"};

absl::Status Read(std::vector<const char*> more, Settings* settings) {
  std::vector<const char*> arguments = kNeeded;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return ReadSettings(static_cast<int>(arguments.size()), arguments.data(), settings);
}

TEST(SettingsTest, NothingMoreIsNeeded) {
  Settings settings;
  ASSERT_TRUE(Read({}, &settings).ok());
  EXPECT_EQ(settings.rate_limit, 0);
  EXPECT_TRUE(HttpServerOptions(settings).cors_origins.empty());
  Settings empty;
  const absl::Status missing = ReadSettings(1, kNeeded.data(), &empty);
  EXPECT_EQ(missing.code(), absl::StatusCode::kInvalidArgument);
}

TEST(SettingsTest, WhatGoesTogetherIsCheckedTogether) {
  Settings settings;
  EXPECT_THAT(std::string(Read({"--http-tls-cert-file=/c"}, &settings).message()),
              HasSubstr("--http-tls-key-file"));
  Settings grpc;
  EXPECT_THAT(std::string(Read({"--grpc-tls-client-ca-file=/c"}, &grpc).message()),
              HasSubstr("--grpc-tls-cert-file"));
  Settings redis;
  EXPECT_THAT(std::string(Read({"--redis-user=u"}, &redis).message()),
              HasSubstr("--redis-password"));
  Settings backend;
  EXPECT_THAT(
      std::string(Read({"--backend-cert-file=/c", "--backend-key-file=/k"}, &backend).message()),
      HasSubstr("--backend-ca-file"));
}

TEST(SettingsTest, EachPortHasItsOwnTls) {
  Settings settings;
  ASSERT_TRUE(
      Read({"--grpc-tls-cert-file=/c", "--grpc-tls-key-file=/k", "--grpc-tls-client-ca-file=/ca"},
           &settings)
          .ok());
  EXPECT_EQ(settings.grpc_tls_client_ca_file, "/ca");
  EXPECT_EQ(HttpServerOptions(settings).tls_cert_file, "");
}

TEST(SettingsTest, ProxiesThatAreNoNetworksStopTheStart) {
  Settings settings;
  ASSERT_TRUE(Read({"--trusted-proxies=10.244.0.0/16,fd00:10::/64"}, &settings).ok());
  EXPECT_THAT(std::string(Read({"--trusted-proxies=10.244.0.0/16,ingress"}, &settings).message()),
              HasSubstr("trusted-proxies: 'ingress'"));
}

TEST(SettingsTest, ListsAndDefaultsAreWorkedOut) {
  Settings settings;
  ASSERT_TRUE(Read({"--cors-origins=https://a,https://b", "--rate-limit=50"}, &settings).ok());
  EXPECT_THAT(HttpServerOptions(settings).cors_origins, ElementsAre("https://a", "https://b"));
  EXPECT_EQ(LimiterOptions(settings).quota.burst, 100);
}

}  // namespace
}  // namespace mainstay::gateway
