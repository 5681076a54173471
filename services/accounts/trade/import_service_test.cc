// What imports make of good files.
#include "common/testing/fake_clock.h"
#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kOrders[] =
    "Invoice,Sku,Text,Qty,When,Price,Customer,Land\n"
    "101,A,\"lamp, \"\"oak\"\"\",10,2026-01-05 10:00:00,12.50,K1,France\n"
    "101,A,\"lamp, \"\"oak\"\"\",10,2026-01-05 10:00:00,12.50,K1,France\n"  // a duplicate is kept
    "102,B,\"two\nlines\",1,2026-01-06 10:00:00,0.001,K2,Spain\n"
    "101,C,late line,2,2026-01-05 10:00:00,1,K1,France\n"
    "C103,A,lamp back,-2,2026-02-05 10:00:00,12.50,K1,Italy\n"
    "104,A,nobody's,1,2026-02-05 10:00:00,1.00,,Spain\n"
    "105,A,bad number,x,2026-02-05 10:00:00,1.00,K1,Spain\n"
    "105,A,bad day,1,2026-02-30 10:00:00,1.00,K1,Spain\n";

std::vector<std::string> RejectsOf(const v1::TradeImport& import) {
  std::vector<std::string> rejects;
  for (const auto& reject : import.rejects()) {
    rejects.push_back(absl::StrCat(reject.reason(), " ", reject.records()));
  }
  return rejects;
}

class ImportTest : public TradeFixture {
 protected:
  // "external id number kind total lines" of every order, in order.
  std::string Books() {
    return Sql(
        "SELECT string_agg(concat_ws(' ', a.external_id, o.order_number, o.kind, o.total, "
        "array_to_string(o.products, '+'), array_to_string(o.quantities, '+')), '; ' "
        "ORDER BY o.order_number) FROM orders o JOIN accounts a USING (account_id)");
  }
};

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

TEST_F(ImportTest, OrdersWithTotalsOutOfBoundsAreRejectedWhole) {
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
              ::testing::HasSubstr("1,A,the rest of it,1,2026-01-01,1,K1,Peru,3,BAD_TOTAL\n"));
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

TEST_F(ImportTest, ARegionIsThatOfTheNewestLine) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01 00:00:00,1,K,Peru\n",
                          "2,A,x,1,2026-03-02 00:00:00,1,K,Chile\n",
                          "3,A,x,1,2026-01-01 00:00:00,1,K,Cuba\n"));
  const auto region = [&] { return Sql("SELECT region FROM accounts WHERE external_id = 'K'"); };
  EXPECT_EQ(region(), "Chile");
  const std::string older = absl::StrCat(kHeader, "4,A,x,1,2026-02-01 00:00:00,1,K,Cuba\n");
  EXPECT_EQ(MustImport(older).counts().regions_changed(), 0);
  EXPECT_EQ(region(), "Chile");
  const std::string newer = absl::StrCat(kHeader, "5,A,x,1,2026-04-01 00:00:00,1,K,Peru\n");
  EXPECT_EQ(MustImport(newer).counts().regions_changed(), 1);
  EXPECT_EQ(region(), "Peru");
  EXPECT_EQ(Sql("SELECT string_agg(concat_ws(' ', action, field, old_value, new_value), '; ' "
                "ORDER BY version) FROM account_changes"),
            "import   ; import region Chile Peru");
}

TEST_F(ImportTest, HistoryDoesNotRunBackwardsWhenAChangeComesDuringAnUpload) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,K,Peru\n"));
  const auto set_region = [&](const std::string& region) {
    v1::UpdateAccountRequest request;
    request.mutable_account()->set_name(AccountOf("K"));
    request.mutable_account()->set_region(region);
    request.mutable_update_mask()->add_paths("region");
    ASSERT_TRUE(CallAccount("UpdateAccount", request).ok());
  };
  service_.clock().Advance(absl::Seconds(1));  // Newest goes by time
  int messages = 0;
  Request message;
  v1::TradeImport import;
  const absl::Status status = rpc::CallClientStream(
      service_.channel(), absl::StrCat(kTrade, "ImportTrade"), service_.As("ada", "admin"),
      [&](google::protobuf::Message* next) {
        auto& request = static_cast<Request&>(*next);
        request = messages == 0 ? Mapping() : Request();
        if (messages == 0) request.mutable_file()->set_data(kHeader);
        if (messages == 1) {
          while (Newest().state() != v1::TRADE_IMPORT_STATE_RECEIVING) {
            absl::SleepFor(absl::Milliseconds(10));
          }
          service_.clock().Advance(absl::Minutes(1));
          set_region("Cuba");
          request.mutable_file()->set_data("2,A,x,1,2026-04-01,1,K,Chile\n");
        }
        return ++messages <= 2;
      },
      &message, &import);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(import.counts().regions_changed(), 1);
  service_.clock().Advance(-absl::Hours(1));  // another instance's clock is behind
  MustImport(absl::StrCat(kHeader, "3,A,x,1,2026-05-01,1,K,Peru\n"));
  EXPECT_EQ(Sql("SELECT string_agg(new_value, ' ' ORDER BY change_time, version) "
                "FROM account_changes WHERE field = 'region'"),
            "Cuba Chile Peru");
  EXPECT_EQ(Sql("SELECT bool_and(c.change_time = o.occurred_at) FROM account_changes c "
                "JOIN outbox o ON o.aggregate_id = c.account_id "
                "AND o.aggregate_version = c.version AND o.aggregate_type = 'account'"),
            "t");
  EXPECT_EQ(Sql("SELECT update_time = (SELECT max(change_time) FROM account_changes) "
                "FROM accounts"),
            "t");
}

TEST_F(ImportTest, LinesOfAMergedAccountTellTheSurvivorsRegion) {
  MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,GONE,Peru\n",
                          "2,A,x,1,2026-02-01,1,STAYS,Cuba\n"));
  v1::MergeAccountRequest merge;
  merge.set_name(AccountOf("GONE"));
  merge.set_into(AccountOf("STAYS"));
  ASSERT_TRUE(CallAccount("MergeAccount", merge).ok());
  const auto regions = [&] {
    return Sql("SELECT string_agg(external_id || ' ' || region, ', ' ORDER BY 1) FROM accounts");
  };
  // What was there before the merge says nothing new.
  EXPECT_EQ(MustImport(absl::StrCat(kHeader, "1,A,x,1,2026-03-01,1,GONE,Peru\n"))
                .counts()
                .regions_changed(),
            0);
  EXPECT_EQ(regions(), "GONE Peru, STAYS Cuba");
  EXPECT_EQ(MustImport(absl::StrCat(kHeader, "3,A,x,1,2026-04-02,1,GONE,Chile\n",
                                    "4,A,x,1,2026-04-01,1,STAYS,Italy\n"))
                .counts()
                .regions_changed(),
            1);
  EXPECT_EQ(regions(), "GONE Peru, STAYS Chile");
  EXPECT_EQ(Sql("SELECT count(*) FROM orders JOIN accounts USING (account_id) "
                "WHERE external_id = 'GONE'"),
            "2")
      << "orders stay under the account that was named";
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

TEST_F(ImportTest, UnknownCustomersAreRejectedUnlessAskedFor) {
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

TEST_F(ImportTest, ReadsTimesInTheFormatsAndZonesItKnows) {
  int calls = 0;
  const auto times = [&](const std::string& format, const std::string& zone,
                         const std::vector<std::string>& written) {
    Request mapping = Mapping();
    mapping.set_time_format(format);
    mapping.set_time_zone(zone);
    std::string file = kHeader;
    ++calls;
    service_.clock().Advance(absl::Seconds(1));  // Newest goes by time
    for (size_t i = 0; i < written.size(); ++i) {
      absl::StrAppend(&file, calls, "-", i, ",A,x,1,", written[i], ",1,K,\n");
    }
    MustImport(file, mapping);
    return Sql(
        absl::StrCat("SELECT coalesce(string_agg(to_char(order_time AT TIME ZONE 'UTC', "
                     "'YYYY-MM-DD HH24:MI:SS.MS'), ' ' ORDER BY order_number), '') "
                     "FROM orders WHERE import_id = '",
                     Newest().name().substr(13), "'"));
  };
  EXPECT_EQ(times("", "", {"2026-01-31", "2026-1-5 8:05", "2024-02-29T23:59:59.5"}),
            "2026-01-31 00:00:00.000 2026-01-05 08:05:00.000 2024-02-29 23:59:59.500");
  EXPECT_EQ(times("DD/MM/YYYY hh:mm:ss", "Asia/Shanghai", {"31/01/2026 08:00:00", "1/12/2026"}),
            "2026-01-31 00:00:00.000 2026-11-30 16:00:00.000");
  EXPECT_EQ(times("MM/DD/YYYY hh:mm:ss", "", {"12/1/2010 8:26"}), "2010-12-01 08:26:00.000");
  EXPECT_EQ(times("DD.MM.YYYY hh:mm:ss", "", {"24.12.2026 18:00"}), "2026-12-24 18:00:00.000");
  EXPECT_EQ(times("YYYY/MM/DD hh:mm:ss", "", {"2026/02/28 23:59:59"}), "2026-02-28 23:59:59.000");
  EXPECT_EQ(times("YYYY-MM-DD hh:mm:ss", "",
                  {"2026-02-29", "2026-13-01", "2026-00-10", "2026-01-01 24:00", "now", "",
                   "2026-01-01 10", "0000-01-01", "2026-01-01x", "infinity"}),
            "");
}

TEST_F(ImportTest, ByteOrderMarksLineEndsAndDelimitersDoNotMatter) {
  std::string file = kOrders;
  MustImport(kOrders);
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : file) windows += c == '\n' ? "\r\n" : std::string(1, c);
  // The line break inside quotes is content: only that order differs.
  EXPECT_EQ(MustImport(windows).counts().orders_replaced(), 1);
  Request mapping = Mapping();
  mapping.set_delimiter(";");
  const v1::TradeImport semicolons = MustImport(
      "Invoice;Sku;Text;Qty;When;Price;Customer;Land\r\n"
      "C103;A;lamp back;-2;2026-02-05 10:00:00;12.50;K1;Italy",
      mapping);
  EXPECT_TRUE(semicolons.unchanged());
}

TEST_F(ImportTest, RejectsComeBackByteForByte) {
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
      "\xEF\xBB\xBFInvoice,Sku,\"Te\r\nxt\",Qty,When,Price,Customer,Land,line,reason\r\n"
      "2,A,\"many\r\nlines, \"\"and quotes\"\"\",1,2026-01-01,1,,\"Peru\",4,MISSING_CUSTOMER\r\n"
      "4,A,最后,one,2026-01-01,1,K,Peru,7,BAD_QUANTITY\n");
  const v1::TradeImport clean = MustImport(absl::StrCat(kHeader, "9,A,x,1,2026-01-01,1,K,Peru\n"));
  EXPECT_EQ(Rejects(clean.name()), "Invoice,Sku,Text,Qty,When,Price,Customer,Land,line,reason\n");
}

TEST_F(ImportTest, LongFilesGoThroughInPieces) {
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
  EXPECT_EQ(std::count(rejects.begin(), rejects.end(), '\n'), 35001);
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
