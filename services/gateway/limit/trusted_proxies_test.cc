#include "services/gateway/limit/trusted_proxies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

using Lines = std::vector<std::string_view>;

std::string Caller(std::string_view proxies, std::string_view peer, const Lines& lines) {
  const auto parsed = TrustedProxies::Parse(proxies);
  if (!parsed.ok()) return std::string(parsed.status().message());
  return parsed->CallerOf(peer, lines);
}

constexpr char kPods[] = "10.244.0.0/16, fd00:10::/64,192.0.2.7";

TEST(TrustedProxiesTest, OnlyATrustedPeersHeaderCounts) {
  EXPECT_EQ(Caller("", "10.244.0.9", {"203.0.113.5"}), "10.244.0.9");
  EXPECT_EQ(Caller(kPods, "198.51.100.1", {"203.0.113.5"}), "198.51.100.1");
  EXPECT_EQ(Caller(kPods, "10.245.0.1", {"203.0.113.5"}), "10.245.0.1");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "192.0.2.7", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "192.0.2.8", {"203.0.113.5"}), "192.0.2.8");
  EXPECT_EQ(Caller(kPods, "fd00:10::1", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "fd00:10:0:1::1", {"203.0.113.5"}), "fd00:10:0:1::1");
  EXPECT_EQ(Caller(kPods, "unix:/run/x", {"203.0.113.5"}), "unix:/run/x");
}

TEST(TrustedProxiesTest, WhatTheCallerWroteItselfNeverCounts) {
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1, 203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"10.244.0.1, 192.0.2.7, 203.0.113.5"}), "203.0.113.5");
  // In a line of its own, before the proxy's.
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1", "203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"garbage, 203.0.113.5"}), "203.0.113.5");
}

TEST(TrustedProxiesTest, ProxiesBehindEachOtherAreGoneThrough) {
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1, 203.0.113.5, 192.0.2.7, fd00:10::2"}),
            "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1", "203.0.113.5, 192.0.2.7", "10.244.3.3"}),
            "203.0.113.5");
}

TEST(TrustedProxiesTest, WhereNothingMoreIsToldTheLastTrustedProxyIsTheCaller) {
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {}), "10.244.0.9");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {""}), "10.244.0.9");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"192.0.2.7"}), "192.0.2.7");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1, unknown"}), "10.244.0.9");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1, _hidden, 192.0.2.7"}), "192.0.2.7");
  for (const char* garbage : {"203.0.113.5:", "203.0.113.5:x", "203.0.113.5:123456", "203.0.113",
                              "203.0.113.256", "[2001:db8::7", "[2001:db8::7]x", "::g", "1:2:3"}) {
    EXPECT_EQ(Caller(kPods, "10.244.0.9", {"1.1.1.1", garbage}), "10.244.0.9") << garbage;
  }
}

TEST(TrustedProxiesTest, PortsBracketsAndGapsAreRead) {
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"203.0.113.5:4711"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"[2001:db8::7]:4711"}), "2001:db8::7");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"[2001:db8::7]"}), "2001:db8::7");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {" \t2001:DB8::7 ,, "}), "2001:db8::7");
  EXPECT_EQ(Caller(kPods, "10.244.0.9", {"::ffff:203.0.113.5"}), "203.0.113.5");
}

TEST(TrustedProxiesTest, APeerIsKnownHoweverItIsTold) {
  EXPECT_EQ(Caller(kPods, "ipv4:10.244.0.9:4711", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "ipv6:%5Bfd00:10::1%5D:4711", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller(kPods, "::ffff:10.244.0.9", {"203.0.113.5"}), "203.0.113.5");
}

TEST(TrustedProxiesTest, ABadListSaysWhatToWrite) {
  const auto error = [](std::string_view list) {
    const auto parsed = TrustedProxies::Parse(list);
    return parsed.ok() ? std::string() : std::string(parsed.status().message());
  };
  EXPECT_THAT(error("10.0.0.0/8,ingress"), HasSubstr("'ingress' is neither"));
  EXPECT_THAT(error("10.0.0.0/33"), HasSubstr("'10.0.0.0/33' is neither"));
  EXPECT_THAT(error("fd00::/129"), HasSubstr("'fd00::/129' is neither"));
  EXPECT_THAT(error("10.0.0.0/"), HasSubstr("is neither"));
  EXPECT_THAT(error("10.1.2.3/8"), HasSubstr("write 10.0.0.0/8"));
  EXPECT_THAT(error("fd00::1/64"), HasSubstr("write fd00::/64"));
  EXPECT_THAT(error("0.0.0.0/0"), HasSubstr("trusts everybody"));
  EXPECT_THAT(error("::/0"), HasSubstr("trusts everybody"));
  for (const char* all_of_v4 : {"::ffff:0:0/96", "::ffff:0.0.0.0/96", "::ffff:0:0/95", "::/8",
                                "::/1", "::ffff:1.2.3.4/96"}) {
    EXPECT_THAT(error(all_of_v4), HasSubstr("trusts everybody")) << all_of_v4;
  }
  EXPECT_EQ(error(" , "), "");
}

TEST(TrustedProxiesTest, NetworksOfIpv4MayBeWrittenAsIpv6) {
  EXPECT_EQ(Caller("::ffff:10.244.0.0/112", "10.244.0.9", {"203.0.113.5"}), "203.0.113.5");
  EXPECT_EQ(Caller("::ffff:10.244.0.0/112", "10.245.0.9", {"203.0.113.5"}), "10.245.0.9");
  EXPECT_EQ(Caller("::ffff:0:0:0/96", "10.244.0.9", {"203.0.113.5"}), "10.244.0.9")
      << "another network";
}

}  // namespace
}  // namespace mainstay::gateway
