#include "services/accounts/profile/website.h"

#include <gtest/gtest.h>

namespace mainstay::accounts {
namespace {

TEST(Website, FindsTheDomain) {
  EXPECT_EQ(DomainOf("https://www.Example.com/zh?x=1#a"), "example.com");
  EXPECT_EQ(DomainOf("example.com"), "example.com");
  EXPECT_EQ(DomainOf("http://user:secret@shop.example.com:8080/"), "shop.example.com");
  EXPECT_EQ(DomainOf("www.example.com."), "example.com");
}

TEST(Website, InternationalNamesComeOutInAscii) {
  EXPECT_EQ(DomainOf("http://例子.中国/"), "xn--fsqu00a.xn--fiqs8s");
  EXPECT_EQ(DomainOf("Bücher.example"), "xn--bcher-kva.example");
}

TEST(Website, WhatIsNoneHasNoDomain) {
  for (const char* text :
       {"", "localhost", "http://", "10.0.0.1", "a b.com", "-x-.com", "..", "@"}) {
    EXPECT_EQ(DomainOf(text), "") << text;
  }
}

TEST(Website, SharedHostsOwnNothing) {
  EXPECT_EQ(OwnDomainOf("https://acme.1688.com"), "");
  EXPECT_EQ(OwnDomainOf("weibo.com/acme"), "");
  EXPECT_EQ(OwnDomainOf("https://acme.com"), "acme.com");
  EXPECT_EQ(OwnDomainOf("https://notjd.com"), "notjd.com");
}

}  // namespace
}  // namespace mainstay::accounts
