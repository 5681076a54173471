// What imports make of good files.
#include "services/accounts/trade/import_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ImportTest : public ImportFixture {};

TEST_F(ImportTest, EveryLineIsAccountedFor) {
  const v1::TradeImport import = MustImport(kOrders);
  const v1::TradeImportCounts& counts = import.counts();
  EXPECT_EQ(counts.records(), 8);
  EXPECT_EQ(counts.applied_records(), 5);
  EXPECT_EQ(counts.rejected_records(), 3);
  EXPECT_EQ(counts.orders_created(), 3);
  EXPECT_EQ(counts.accounts_created(), 2);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_QUANTITY 1", "BAD_TIME 1", "MISSING_CUSTOMER 1"));
  ASSERT_EQ(import.net_sales_size(), 1);
  EXPECT_EQ(import.net_sales(0).units(), 227);
  EXPECT_EQ(import.net_sales(0).nanos(), 1000000);
  EXPECT_FALSE(import.unchanged());
  EXPECT_EQ(import.progress(), 1);
  EXPECT_EQ(Books(),
            "K1 101 order 252.00 A+A+C 10+10+2; K2 102 order 0.001 B 1; "
            "K1 C103 credit_note -25.00 A -2");
  EXPECT_EQ(Sql("SELECT region FROM accounts WHERE external_id = 'K1'"), "Italy");
  EXPECT_EQ(Sql("SELECT descriptions[1] FROM orders WHERE order_number = '102'"), "two\nlines");
  EXPECT_EQ(Sql("SELECT string_agg(DISTINCT aggregate_type || aggregate_version, ' ') FROM outbox"),
            "account1 trade1");
}

TEST_F(ImportTest, TheSameFileTwiceChangesNothing) {
  MustImport(kOrders);
  const std::string before = Sql("SELECT string_agg(o::text, '' ORDER BY order_id) FROM orders o");
  const std::string events = Sql("SELECT count(*) FROM outbox");
  const v1::TradeImport again = MustImport(kOrders);
  EXPECT_TRUE(again.unchanged());
  EXPECT_EQ(again.counts().orders_unchanged(), 3);
  EXPECT_EQ(again.counts().applied_records(), 5);
  EXPECT_EQ(again.counts().rejected_records(), 3);
  EXPECT_EQ(again.counts().orders_created() + again.counts().orders_replaced() +
                again.counts().accounts_created() + again.counts().regions_changed(),
            0);
  EXPECT_EQ(Sql("SELECT string_agg(o::text, '' ORDER BY order_id) FROM orders o"), before);
  EXPECT_EQ(Sql("SELECT count(*) FROM outbox"), events);
}

TEST_F(ImportTest, AnOrderWithOtherContentIsReplacedAndKept) {
  MustImport(kOrders);
  const v1::TradeImport second = MustImport(absl::StrCat(
      kHeader, "101,A,lamp,11,2026-01-05 10:00:00,12.50,K1,France\n",
      "102,B,\"two\nlines\",1.0,2026-01-06 10:00:00,0.0010,K2,Spain\n"));  // the same numbers
  EXPECT_EQ(second.counts().orders_replaced(), 1);
  EXPECT_EQ(second.counts().orders_unchanged(), 1);
  EXPECT_EQ(Sql("SELECT concat_ws(' ', version, total, line_count) FROM orders "
                "WHERE order_number = '101'"),
            "2 137.50 1");
  EXPECT_EQ(
      Sql("SELECT concat_ws(' ', version, total, array_to_string(products, '+'), replaced_by) "
          "FROM order_revisions"),
      "1 252.00 A+A+C ada");
}

TEST_F(ImportTest, CreditNotesByColumnGetTheirSign) {
  Request mapping = Mapping();
  mapping.clear_credit_note_prefix();
  mapping.mutable_columns()->set_kind("Kind");
  mapping.add_credit_note_values("CN");
  MustImport(
      "Invoice,Sku,Text,Qty,When,Price,Customer,Land,Kind\n"
      "1,A,x,3,2026-01-01 00:00:00,2,K,,cn\n"  // positive: the kind says it
      "1,B,x,-1,2026-01-01 00:00:00,2,K,, CN \n"
      "2,A,x,-3,2026-01-01 00:00:00,2,K,,CN\n"  // negative already
      "3,A,x,3,2026-01-01 00:00:00,2,K,,SO\n"
      "3,A,x,1,2026-01-01 00:00:00,2,K,,CN\n",  // not as the order's first line
      mapping);
  EXPECT_EQ(Books(), "K 1 credit_note -4 A+B -3+1; K 2 credit_note -6 A -3; K 3 order 6 A 3");
  EXPECT_THAT(RejectsOf(Newest()), ElementsAre("MIXED_KIND 1"));
}

TEST_F(ImportTest, CurrenciesLinesAndNamesComeFromColumns) {
  Request mapping = Mapping();
  mapping.mutable_columns()->set_currency_code("Cur");
  mapping.mutable_columns()->set_line("No");
  mapping.mutable_columns()->set_account_name("Name");
  const v1::TradeImport import = MustImport(
      "Invoice,Sku,Text,Qty,When,Price,Customer,Land,Cur,No,Name\n"
      "1,B,x,1,2026-01-01 00:00:00,2,K,,EUR,20,Acme\n"
      "1,A,x,1,2026-01-01 00:00:00,2,K,,EUR,10,Acme\n"
      "1,A,x,1,2026-01-01 00:00:00,2,K,,USD,30,Acme\n"
      "2,A,x,1,2026-01-01 00:00:00,2,K,,,1,大客户有限公司\n"
      "3,A,x,1,2026-01-01 00:00:00,2,K,,euro,1,Acme\n"
      "3,A,x,1,2026-01-01 00:00:00,2,K,,EUR,one,Acme\n",
      mapping);
  EXPECT_THAT(RejectsOf(import), ElementsAre("BAD_CURRENCY 1", "BAD_LINE 1", "MIXED_CURRENCY 1"));
  EXPECT_EQ(Books(), "K 1 order 4 A+B 1+1; K 2 order 2 A 1");
  EXPECT_EQ(import.net_sales_size(), 2);
  EXPECT_EQ(Sql("SELECT display_name FROM accounts"), "大客户有限公司");
}

TEST_F(ImportTest, ListsNewestFirst) {
  for (int i = 0; i < 3; ++i) {
    Request mapping = Mapping();
    mapping.set_file_name(absl::StrCat("file ", i));
    MustImport(absl::StrCat(kHeader, i, ",A,x,1,2026-01-01,1,K,Peru\n"), mapping);
    service_.clock().Advance(absl::Seconds(1));
  }
  std::vector<std::string> names;
  v1::ListTradeImportsRequest request;
  request.set_page_size(2);
  do {
    const auto page = Must(Call<v1::ListTradeImportsResponse>("ListTradeImports", request));
    for (const auto& import : page.trade_imports()) names.push_back(import.file_name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("file 2", "file 1", "file 0"));
}

TEST_F(ImportTest, OnlyThosePermittedImport) {
  EXPECT_EQ(Upload(kOrders, Mapping(), 1000, "account_manager").status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Upload(kOrders, Request()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(Newest().name(), IsEmpty());
}

}  // namespace
}  // namespace mainstay::accounts
