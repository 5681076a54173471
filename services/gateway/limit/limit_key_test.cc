#include "services/gateway/limit/limit_key.h"

#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

TEST(LimitKeyTest, IsTheCallerOrTheAddressWithoutItsPort) {
  EXPECT_EQ(LimitKey("wang.li", "ipv4:10.0.0.7:4711"), "sub:wang.li");
  EXPECT_EQ(LimitKey("", "10.0.0.7"), "ip:10.0.0.7");
  EXPECT_EQ(LimitKey("", "ipv4:10.0.0.7:4711"), "ip:10.0.0.7");
  EXPECT_EQ(LimitKey("", "unix:/run/x"), "ip:unix:/run/x");
}

TEST(LimitKeyTest, IsTheNetworkOfAnIpv6Address) {
  EXPECT_EQ(LimitKey("", "2001:db8::7"), "ip:2001:db8::/64");
  EXPECT_EQ(LimitKey("", "2001:db8::ffff:1:2:3"), "ip:2001:db8::/64");
  EXPECT_EQ(LimitKey("", "2001:db8:0:1::7"), "ip:2001:db8:0:1::/64");
  EXPECT_EQ(LimitKey("", "ipv6:%5B2001:db8::7%5D:4711"), "ip:2001:db8::/64");
  EXPECT_EQ(LimitKey("", "ipv6:[2001:db8::7]:4711"), "ip:2001:db8::/64");
}

// All of IPv4 lies in one network of 64 bits, as a socket for both kinds sees it.
TEST(LimitKeyTest, KeepsAddressesOfIpv4ApartHoweverTheyAreSeen) {
  EXPECT_EQ(LimitKey("", "::ffff:10.0.0.7"), "ip:10.0.0.7");
  EXPECT_EQ(LimitKey("", "ipv6:%5B::ffff:10.0.0.8%5D:4711"), "ip:10.0.0.8");
}

}  // namespace
}  // namespace mainstay::gateway
