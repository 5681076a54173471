#include "common/text/person.h"

#include <gtest/gtest.h>

namespace mainstay::text {
namespace {

TEST(PersonTest, NamesUnderAccountsAreWhole) {
  const std::string account = "accounts/0190a000-0000-7000-8000-000000000001";
  const std::string id = "0190a000-0000-7000-8000-000000000002";
  EXPECT_TRUE(IsContactName(account + "/contacts/" + id));
  EXPECT_TRUE(IsNameUnderAccount(account + "/orders/" + id, "orders"));
  for (const std::string& name :
       {std::string(), account, account + "/contacts/" + id + "/", account + "/contacts/1",
        account + "/orders/" + id, "accounts/1/contacts/" + id,
        account + "/contacts/" + id + "\n"}) {
    EXPECT_FALSE(IsContactName(name)) << name;
  }
}

TEST(PersonTest, WhatHangsOnAnAccountSaysSoInItsName) {
  const std::vector<std::string> accounts = {"a", "b"};
  EXPECT_TRUE(IsOfAccount("accounts/b/visits/1", accounts));
  EXPECT_TRUE(IsOfAccount("accounts/a/plans/1/items/2", accounts));
  for (const char* name : {"", "accounts/c/visits/1", "accounts/a", "accounts/a/visits",
                           "accounts/a/visits/", "accounts/a//1", "visits/a/visits/1", "ada"}) {
    EXPECT_FALSE(IsOfAccount(name, accounts)) << name;
  }
}

}  // namespace
}  // namespace mainstay::text
