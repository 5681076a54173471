// Values as they are typed: fields, money, times, columns.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/contact_service.pb.h>
#include <mainstay/accounts/v1/trade_service.pb.h>
#include <mainstay/engagement/v1/care_service.pb.h>
#include <mainstay/engagement/v1/communication_service.pb.h>

#include "absl/strings/str_cat.h"
#include "tools/mainstayctl/column_map.h"
#include "tools/mainstayctl/fields.h"
#include "tools/mainstayctl/format.h"

namespace mainstay::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FieldsTest, SetsFieldsByType) {
  accounts::v1::Account account;
  for (const char* assignment :
       {"display_name=上海 = 精密", "shortName=SP", "size=large", "type=ACCOUNT_TYPE_PARTNER",
        "credit_limit=1200.5 cny", "aliases=one", "aliases=two", "attributes.segment=medical"}) {
    ASSERT_TRUE(SetField(&account, assignment).ok()) << assignment;
  }
  EXPECT_EQ(account.display_name(), "上海 = 精密");
  EXPECT_EQ(account.short_name(), "SP");
  EXPECT_EQ(account.size(), accounts::v1::COMPANY_SIZE_LARGE);
  EXPECT_EQ(account.type(), accounts::v1::ACCOUNT_TYPE_PARTNER);
  EXPECT_EQ(FormatMoney(account.credit_limit()), "1,200.50 CNY");
  EXPECT_EQ(account.aliases_size(), 2);
  EXPECT_EQ(account.attributes().at("segment"), "medical");
  EXPECT_TRUE(SetField(&account, "short_name=").ok());
  EXPECT_EQ(account.short_name(), "");
  EXPECT_EQ(FieldOf("displayName=x"), "display_name");
  EXPECT_EQ(FieldOf("attributes.segment=x"), "attributes");
  for (const char* bad : {"display_name", "colour=red", "size=huge", "credit_limit=much",
                          "credit_limit=1 2 CNY", "attributes=x", "display_name.x=y"}) {
    EXPECT_FALSE(SetField(&account, bad).ok()) << bad;
  }
}

TEST(FieldsTest, ReadsImportantDates) {
  accounts::v1::Contact contact;
  for (const char* date :
       {"birthday lunar 1985-06-15", "anniversary 2010-5-1", "festival lunar-leap 4-8",
        "other solar 09-10 Day of the company's foundation"}) {
    ASSERT_TRUE(SetField(&contact, absl::StrCat("important_dates=", date)).ok()) << date;
  }
  std::vector<std::string> lines;
  for (const auto& date : contact.important_dates()) lines.push_back(date.ShortDebugString());
  EXPECT_THAT(lines,
              ElementsAre("kind: IMPORTANT_DATE_KIND_BIRTHDAY calendar: CALENDAR_LUNAR year: 1985 "
                          "month: 6 day: 15",
                          "kind: IMPORTANT_DATE_KIND_ANNIVERSARY calendar: CALENDAR_SOLAR "
                          "year: 2010 month: 5 day: 1",
                          "kind: IMPORTANT_DATE_KIND_FESTIVAL calendar: CALENDAR_LUNAR month: 4 "
                          "day: 8 leap_month: true",
                          "kind: IMPORTANT_DATE_KIND_OTHER calendar: CALENDAR_SOLAR month: 9 "
                          "day: 10 label: \"Day of the company\\\'s foundation\""));
  for (const auto& [bad, says] : std::vector<std::pair<std::string, std::string>>{
           {"1985-06-15", "begin with birthday"},
           {"unspecified 06-15", "begin with birthday"},
           {"birthday", "YEAR-MONTH-DAY"},
           {"birthday 1985/06/15", "YEAR-MONTH-DAY"},
           {"birthday 13-01", "YEAR-MONTH-DAY"},
           {"birthday lunar 06-31", "YEAR-MONTH-DAY"},
           {"birthday 0-06-15", "YEAR-MONTH-DAY"},
           {"birthday x-06-15", "calendar must be"},
           {"birthday lunisolar 06-15", "calendar must be"},
           {"other 06-15", "what it is"}}) {
    const absl::Status status = SetField(&contact, "important_dates=" + bad);
    EXPECT_THAT(std::string(status.message()), HasSubstr(says)) << bad;
    EXPECT_THAT(std::string(status.message()), HasSubstr("important_dates")) << bad;
  }
  EXPECT_TRUE(SetField(&contact, "important_dates=").ok());
  EXPECT_EQ(contact.important_dates_size(), 0);
}

TEST(FieldsTest, ARepeatedEnumGetsOneMore) {
  engagement::v1::CareRule rule;
  ASSERT_TRUE(SetField(&rule, "tiers=core").ok());
  ASSERT_TRUE(SetField(&rule, "tiers=general").ok());
  EXPECT_EQ(rule.tiers_size(), 2);
  EXPECT_FALSE(SetField(&rule, "tiers=gold").ok());
}

TEST(FieldsTest, ReadsMoneyAndTimes) {
  EXPECT_EQ(FormatMoney(*ParseMoney("CNY -0.05")), "-0.05 CNY");
  EXPECT_EQ(ParseMoney("-12.5 EUR")->nanos(), -500000000);
  EXPECT_EQ(ParseMoney("-12.5 EUR")->units(), -12);
  for (const char* bad : {"", "12", "CNY", "12 EURO", "1,200 CNY", "1e3 CNY", "1.2.3 CNY", ". CNY",
                          "1. CNY", "0.1234567891 CNY", "99999999999999999999 CNY", "- CNY"}) {
    EXPECT_FALSE(ParseMoney(bad).ok()) << bad;
  }
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00Z")->seconds(), 1769869800);
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00.5+08:00")->seconds(), 1769841000);
  EXPECT_EQ(ParseTime("2026-01-31T14:30:00.5+08:00")->nanos(), 500000000);
  EXPECT_TRUE(ParseTime("2026-01-31").ok());
  for (const char* bad : {"", "31.1.2026", "2026-02-30", "2026-01-31 25:00", "now"}) {
    EXPECT_FALSE(ParseTime(bad).ok()) << bad;
  }
}

TEST(ColumnMapTest, ReadsWordsAndHeadersWithCommas) {
  accounts::v1::TradeColumns columns;
  ASSERT_TRUE(ReadColumnMap({"customer=CustomerID,order=InvoiceNo", "price=Price, net,time=Date"},
                            kTradeWords, &columns)
                  .ok());
  EXPECT_EQ(columns.account_external_id(), "CustomerID");
  EXPECT_EQ(columns.order_number(), "InvoiceNo");
  EXPECT_EQ(columns.unit_price(), "Price, net");
  EXPECT_EQ(columns.order_time(), "Date");
  for (const char* bad : {"order", "order=", "colour=x", "=x", "order=a,order=b"}) {
    accounts::v1::TradeColumns fresh;
    EXPECT_FALSE(ReadColumnMap({bad}, kTradeWords, &fresh).ok()) << bad;
  }
}

TEST(ColumnMapTest, SaysWhichWordIsUnknownAndWhichAreKnown) {
  for (const char* map : {"channel=Channel,user=user", "channel=Channel, user=user"}) {
    engagement::v1::CommunicationColumns columns;
    const absl::Status status = ReadColumnMap({map}, kCommunicationWords, &columns);
    EXPECT_THAT(std::string(status.message()), HasSubstr("\"user\" is none of account, channel"));
  }
}

TEST(UntilTimeTest, ADayIsMeantToItsEnd) {
  EXPECT_EQ(UntilTime("2026-12-01"), "2026-12-01 23:59");
  EXPECT_EQ(UntilTime("2026-12-01 18:00"), "2026-12-01 18:00");
  EXPECT_EQ(UntilTime("tomorrow"), "tomorrow");
}

}  // namespace
}  // namespace mainstay::ctl
