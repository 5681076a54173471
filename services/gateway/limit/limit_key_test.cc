#include "services/gateway/limit/limit_key.h"

#include <gtest/gtest.h>

namespace mainstay::gateway {
namespace {

TEST(LimitKeyTest, IsTheCallerOrTheAddressWithoutItsPort) {
  EXPECT_EQ(LimitKey("wang.li", "ipv4:10.0.0.7:4711"), "sub:wang.li");
  EXPECT_EQ(LimitKey("", "10.0.0.7"), "ip:10.0.0.7");
  EXPECT_EQ(LimitKey("", "ipv4:10.0.0.7:4711"), "ip:10.0.0.7");
  EXPECT_EQ(LimitKey("", "ipv6:%5B2001:db8::7%5D:4711"), "ip:2001:db8::7");
  EXPECT_EQ(LimitKey("", "ipv6:[2001:db8::7]:4711"), "ip:2001:db8::7");
  EXPECT_EQ(LimitKey("", "2001:db8::7"), "ip:2001:db8::7");
}

}  // namespace
}  // namespace mainstay::gateway
