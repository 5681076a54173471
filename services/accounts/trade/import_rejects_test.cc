// Rejected lines and the file of them.
#include <algorithm>

#include "absl/strings/str_replace.h"
#include "services/accounts/trade/import_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ImportRejectsTest : public ImportFixture {};

TEST_F(ImportRejectsTest, OrdersWithTotalsOutOfBoundsAreRejectedWhole) {
  const std::string file =
      absl::StrCat(kHeader, "1,A,x,999999999999,2026-01-01,999999999999,K1,Peru\n",
                   "1,A,the rest of it,1,2026-01-01,1,K1,Peru\n",
                   "2,A,sum,1000000000,2026-01-01,600000000,K2,Peru\n",
                   "2,A,sum,1000000000,2026-01-01,600000000,K2,Peru\n",
                   "3,A,fits,1000000000,2026-01-01,600000000,K2,Chile\n",
                   "4,A,over and back,-1000000000000,2026-01-01,1,K2,Peru\n",  // 13 digits
                   "5,A,over,1000000000,2026-01-01,1000000000,K3,Peru\n",
                   "5,A,and back,-1000000000,2026-01-01,1000000000,K3,Peru\n");
  const v1::TradeImport import = MustImport(file);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_TOTAL 6", "BAD_QUANTITY 1"));
  EXPECT_EQ(import.counts().records(), 8);
  EXPECT_EQ(import.counts().applied_records(), 1);
  EXPECT_EQ(import.counts().rejected_records(), 7);
  EXPECT_EQ(import.counts().accounts_created(), 1);
  EXPECT_EQ(Books(), "K2 3 order 600000000000000000 A 1000000000");
  EXPECT_EQ(Sql("SELECT region FROM accounts"), "Chile") << "a rejected line tells nothing";
  EXPECT_THAT(Rejects(import.name()),
              HasSubstr("1,A,the rest of it,1,2026-01-01,1,K1,Peru,3,BAD_TOTAL,an order whose "));
}

TEST_F(ImportRejectsTest, UnknownCustomersAreRejectedUnlessAskedFor) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-01-01,1,K1,Peru\n"));
  Request mapping = Mapping();
  mapping.set_create_missing_accounts(false);
  const v1::TradeImport import =
      MustImport(absl::StrCat(kHeader, "2,A,x,1,2026-01-01,1, K1 ,Peru\n",
                              "3,A,x,1,2026-01-01,1,K2,Peru\n", "4,A,x,1,2026-01-01,1,\"K\n3\",\n"),
                 mapping);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_CUSTOMER 1", "UNKNOWN_CUSTOMER 1"));
  EXPECT_EQ(Books(), "K1 1 order 1 A 1; K1 2 order 1 A 1");
  EXPECT_EQ(Sql("SELECT count(*) FROM accounts"), "1");
}

TEST_F(ImportRejectsTest, RejectsComeBackByteForByte) {
  const std::string file =
      "\xEF\xBB\xBFInvoice,Sku,\"Te\r\nxt\",Qty,When,Price,Customer,Land\r\n"
      "1,A,x,1,2026-01-01,1,K,Peru\r\n"
      "2,A,\"many\r\nlines, \"\"and quotes\"\"\",1,2026-01-01,1,,\"Peru\"\r\n"
      "3,A,x,1,2026-01-01,1,K,Peru\r\n"
      "4,A,最后,one,2026-01-01,1,K,Peru";
  Request mapping = Mapping();
  mapping.mutable_columns()->clear_description();
  const v1::TradeImport import = MustImport(file, mapping);
  EXPECT_EQ(
      Rejects(import.name()),
      "\xEF\xBB\xBFInvoice,Sku,\"Te\r\nxt\",Qty,When,Price,Customer,Land,line,reason,expected\r\n"
      "2,A,\"many\r\nlines, \"\"and quotes\"\"\",1,2026-01-01,1,,\"Peru\",4,MISSING_CUSTOMER,"
      "the id of a customer\r\n"
      "4,A,最后,one,2026-01-01,1,K,Peru,7,BAD_QUANTITY,as quantity a decimal number such as 12 "
      "or -0.5 with a point and at most 12 digits before and 9 after it\n");
  const v1::TradeImport clean = MustImport(absl::StrCat(kHeader, "9,A,x,1,2026-01-01,1,K,Peru\n"));
  EXPECT_EQ(Rejects(clean.name()),
            "Invoice,Sku,Text,Qty,When,Price,Customer,Land,line,reason,expected\n");
}

TEST_F(ImportRejectsTest, LongFilesGoThroughInPieces) {
  // More than two pieces and more than one block of rejects.
  std::string file = kHeader;
  for (int i = 0; i < 70000; ++i) {
    absl::StrAppend(&file, i / 10, ",A,some text to fill the line,1,2026-01-01 00:00:00,0.01,",
                    i % 2 == 0 ? "K" : "", ",Peru\n");
  }
  const v1::TradeImport import = Must(Upload(file, Mapping(), 100000));
  EXPECT_EQ(import.received_bytes(), static_cast<int64_t>(file.size()));
  EXPECT_EQ(import.counts().applied_records(), 35000);
  EXPECT_EQ(import.counts().rejected_records(), 35000);
  EXPECT_EQ(import.counts().orders_created(), 7000);
  EXPECT_EQ(import.net_sales(0).units(), 350);
  const std::string rejects = Rejects(import.name());
  EXPECT_EQ(std::count(rejects.begin(), rejects.end(), '\n'), 70001)
      << "every order has a rejected line";
}

TEST_F(ImportRejectsTest, OrdersWithARejectedLineComeBackWholeSoThatTheyAreMendedWhole) {
  const v1::TradeImport import = MustImport(absl::StrCat(
      kHeader, "1,A,good,1,2026-01-01,10,K1,Peru\n", "1,B,bad,one,2026-01-01,10,K1,Peru\n",
      "2,A,of a whole order,1,2026-01-01,10,K1,Peru\n",
      "1,A,another customer's 1,1,2026-01-01,10,K2,Peru\n", "3,A,good,1,2026-01-01,10,K1,Peru\n",
      "3,B,whose?,1,2026-01-01,10,,Peru\n", ",B,stands alone,1,2026-01-01,10,K1,Peru\n"));
  EXPECT_EQ(import.counts().applied_records(), 4);
  EXPECT_EQ(import.counts().rejected_records(), 3);
  EXPECT_THAT(RejectsOf(import),
              ElementsAre("BAD_QUANTITY 1", "MISSING_CUSTOMER 1", "MISSING_ORDER_NUMBER 1"));
  EXPECT_EQ(import.rejects(1).expected(), "the id of a customer");
  EXPECT_EQ(Books(), "K1 1 order 10 A 1; K2 1 order 10 A 1; K1 2 order 10 A 1; K1 3 order 10 A 1");
  std::string file = Rejects(import.name());
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 6);
  const std::string marked = ",,nothing: belongs to an order with rejected lines\n";
  EXPECT_THAT(file, HasSubstr("1,A,good,1,2026-01-01,10,K1,Peru,2" + marked));
  EXPECT_THAT(file, HasSubstr("3,A,good,1,2026-01-01,10,K1,Peru,6" + marked));
  EXPECT_THAT(file, HasSubstr("3,B,whose?,1,2026-01-01,10,,Peru,7,MISSING_CUSTOMER,"));

  file = absl::StrReplaceAll(file,
                             {{"bad,one", "bad,1"}, {"10,,Peru", "10,K1,Peru"}, {"\n,B", "\n4,B"}});
  const v1::TradeImport corrected = MustImport(file);
  EXPECT_EQ(corrected.counts().rejected_records(), 0);
  EXPECT_EQ(corrected.counts().orders_replaced(), 2);
  EXPECT_EQ(corrected.counts().orders_created(), 1);
  EXPECT_EQ(Books(),
            "K1 1 order 20 A+B 1+1; K2 1 order 10 A 1; K1 2 order 10 A 1; K1 3 order 20 A+B 1+1; "
            "K1 4 order 10 B 1");
}

TEST_F(ImportRejectsTest, ALineOfACustomerRejectedWholeIsRejectedOnce) {
  Request mapping = Mapping();
  mapping.set_create_missing_accounts(false);
  const v1::TradeImport import = MustImport(
      absl::StrCat(kHeader, "1,A,x,1,2026-01-01,10,K1,Peru\n", "1,B,x,one,2026-01-01,10,K1,Peru\n"),
      mapping);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_QUANTITY 1", "UNKNOWN_CUSTOMER 1"));
  const std::string file = Rejects(import.name());
  EXPECT_EQ(std::count(file.begin(), file.end(), '\n'), 3);
}

TEST_F(ImportRejectsTest, TimesInTheFutureAndCodesThatAreNoCurrencyAreRejected) {
  Request mapping = Mapping();
  mapping.mutable_columns()->set_currency_code("Cur");
  const auto day = [&](int days) {
    return absl::FormatTime("%Y-%m-%d %H:%M:%S", service_.clock().Now() + absl::Hours(24) * days,
                            absl::UTCTimeZone());
  };
  const v1::TradeImport import =
      MustImport(absl::StrCat("Invoice,Sku,Text,Qty,When,Price,Customer,Land,Cur\n", "1,A,x,1,",
                              day(1), ",1,K,,CNY\n",  // another time zone's tomorrow
                              "2,A,x,1,", day(2), ",1,K,,CNY\n", "3,A,x,1,2026-01-01,1,K,,RMB\n",
                              "4,A,x,1,2026-01-01,1,K,,XXQ\n"),
                 mapping);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_CURRENCY 2", "FUTURE_TIME 1"));
  mapping.set_default_currency_code("RMB");
  EXPECT_THAT(std::string(Upload(kHeader, mapping).status().message()),
              HasSubstr("RMB is written CNY"));
}

TEST_F(ImportRejectsTest, AFileOfWhichNothingIsAppliedDidNotFindEverythingThere) {
  EXPECT_FALSE(MustImport(kHeader).unchanged());
  EXPECT_FALSE(MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-01-01,1,,Peru\n")).unchanged());
}

}  // namespace
}  // namespace mainstay::accounts
