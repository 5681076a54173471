#include "services/accounts/profile/account.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Account Good() {
  Account account;
  account.id = "01890000-0000-7000-8000-000000000001";
  account.display_name = "华为技术有限公司";
  return account;
}

std::vector<std::string> BadFieldsOf(const Account& account) {
  std::vector<std::string> fields;
  for (const auto& v : status::GetFieldViolations(Validate(account))) fields.push_back(v.field);
  return fields;
}

TEST(Account, NeedsOnlyAName) {
  EXPECT_THAT(BadFieldsOf(Good()), IsEmpty());
  Account account = Good();
  account.display_name = "";
  EXPECT_THAT(BadFieldsOf(account), ElementsAre("display_name"));
}

TEST(Account, NamesEveryFieldThatIsWrong) {
  Account account = Good();
  account.short_name = std::string(81, 'x');
  account.industry = "a\nb";
  account.aliases = {"ok", ""};
  account.tax_id = "91350100M000100Y44";
  account.website = "nothing";
  account.owner = "a/b";
  account.currency_code = "RMB1";
  account.credit_limit = "-5";
  account.credit_currency = "CNY";
  account.parent_id = account.id;
  EXPECT_THAT(BadFieldsOf(account),
              ElementsAre("short_name", "industry", "aliases[1]", "tax_id", "website", "owner",
                          "parent_account", "currency_code", "credit_limit"));
}

TEST(Account, LongTextsMayHaveLines) {
  Account account = Good();
  account.overview = "one\ntwo\tthree";
  account.payment_terms = "30 % now\n70 % in 60 days";
  EXPECT_THAT(BadFieldsOf(account), IsEmpty());
  account.overview = std::string(8001, 'x');
  EXPECT_THAT(BadFieldsOf(account), ElementsAre("overview"));
}

TEST(Account, CreditLimitsHaveACurrencyAndAnEnd) {
  Account account = Good();
  account.credit_limit = "999999999999999.9999";
  EXPECT_THAT(BadFieldsOf(account), ElementsAre("credit_limit"));
  account.credit_currency = "CNY";
  EXPECT_THAT(BadFieldsOf(account), IsEmpty());
  account.credit_limit = "1000000000000000";
  EXPECT_THAT(BadFieldsOf(account), ElementsAre("credit_limit"));
}

TEST(Account, NormalizesWhatPeopleType) {
  Account account;
  account.display_name = " \u3000华为 ";
  account.aliases = {" HW "};
  account.tax_id = " 91350100-m000100y43";
  account.currency_code = "cny";
  account.industry = " telecom ";
  Normalize(account);
  EXPECT_EQ(account.display_name, "华为");
  EXPECT_THAT(account.aliases, ElementsAre("HW"));
  EXPECT_EQ(account.tax_id, "91350100M000100Y43");
  EXPECT_EQ(account.currency_code, "CNY");
  EXPECT_EQ(account.industry, "telecom");
}

}  // namespace
}  // namespace mainstay::accounts
