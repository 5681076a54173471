// What imports make of malformed files.
#include <pqxx/pqxx>

#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::HasSubstr;

constexpr char kRow[] = "1,A,\"two\nlines\",1,2026-01-01 00:00:00,1.00,K,Peru\n";

class ImportFailureTest : public TradeFixture {
 protected:
  // Expects `file` to fail on `line` with a text about `what`, and to leave nothing behind.
  void ExpectFailure(const std::string& file, int64_t line, const std::string& what,
                     const Request& mapping = Mapping()) {
    for (const size_t size : {size_t{7}, file.size() + 1}) {
      const v1::TradeImport import = Must(Upload(file, mapping, size));
      EXPECT_EQ(import.state(), v1::TRADE_IMPORT_STATE_FAILED) << what;
      EXPECT_EQ(import.failure_line(), line) << import.failure();
      EXPECT_THAT(import.failure(), HasSubstr(what));
      EXPECT_TRUE(import.has_end_time());
    }
    EXPECT_EQ(Sql("SELECT concat_ws(' ', (SELECT count(*) FROM orders), (SELECT count(*) FROM "
                  "accounts), (SELECT count(*) FROM outbox), (SELECT count(*) FROM "
                  "trade_import_pieces), (SELECT count(*) FROM trade_import_rejects))"),
              "0 0 0 0 0");
  }
};

TEST_F(ImportFailureTest, MalformedFilesFailWholeWithTheLine) {
  const std::string good = absl::StrCat(kHeader, kRow);  // lines 1 to 3
  ExpectFailure(good + "2,A,\"never ends,1,2026-01-01,1,K,Peru\n3,A,x,1,2026-01-01,1,K,\n", 4,
                "never ends");
  ExpectFailure(good + std::string("2,A,n\0l,1,2026-01-01,1,K,Peru\n", 30), 4, "NUL");
  ExpectFailure(good + "2,A,\xff\xfe,1,2026-01-01,1,K,Peru\n", 4, "UTF-8");
  ExpectFailure(good + "2,A,short\n", 4, "fewer fields");
  ExpectFailure(good + "2,A,x,1,2026-01-01,1,K,Peru,long\n", 4, "more fields");
  ExpectFailure(good + "\n", 4, "fewer fields");
  ExpectFailure(good + "\\.\n2,A,x,1,2026-01-01,1,K,Peru\n", 4, "takes for the end");
  ExpectFailure(good + "2,A,x,1,2026-01-01,1,K,Peru\r\n", 4, "line ends");
}

TEST_F(ImportFailureTest, HeadersMustHaveTheColumns) {
  ExpectFailure("", 0, "empty");
  ExpectFailure("Invoice,Sku\n", 1, "no column \"Customer\"");
  ExpectFailure("Invoice,Sku,Text,Qty,When,Price,Customer,Land,Qty\n", 1, "more than once");
  ExpectFailure("\xd7\xd6\xb6\xce,Sku\n", 1, "UTF-8");
  Request mapping = Mapping();
  mapping.mutable_columns()->set_product("Artikel");
  ExpectFailure(absl::StrCat(kHeader, kRow), 1, "\"Artikel\"", mapping);
}

TEST_F(ImportFailureTest, LinesAreThoseOfTheFileWhateverItsLineEnds) {
  ExpectFailure(
      "Invoice,Sku,Text,Qty,When,Price,Customer,Land\r\n"
      "1,A,\"bare\nline\nbreaks\",1,2026-01-01,1,K,Peru\r\n"
      "1,A,\"CRLF\r\nline break\",1,2026-01-01,1,K,Peru\r\n"
      "2,A,short\r\n",
      7, "fewer fields");
}

TEST_F(ImportFailureTest, AnErrorThatResumingCannotCureEndsIt) {
  pqxx::connection owner(service_.database().owner_dsn());
  {
    pqxx::work work(owner);
    work.exec("ALTER TABLE orders ADD CONSTRAINT orders_test CHECK (order_number <> '1')");
    work.commit();
  }
  const v1::TradeImport import = Must(Upload(absl::StrCat(kHeader, kRow)));
  EXPECT_EQ(import.state(), v1::TRADE_IMPORT_STATE_FAILED);
  EXPECT_NE(import.failure(), "");
  EXPECT_EQ(import.failure_line(), 0);
  EXPECT_EQ(Sql("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM accounts) + "
                "(SELECT count(*) FROM trade_import_pieces)"),
            "0");
}

}  // namespace
}  // namespace mainstay::accounts
