// How files are written: times, line ends, encodings.
#include "services/accounts/trade/import_fixture.h"

namespace mainstay::accounts {
namespace {

using ::testing::HasSubstr;

class ImportFormatTest : public ImportFixture {};

TEST_F(ImportFormatTest, ReadsTimesInTheFormatsAndZonesItKnows) {
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
  EXPECT_EQ(times("DD/MM/YYYY hh:mm:ss", "Asia/Shanghai", {"31/01/2026 08:00:00", "1/12/2025"}),
            "2026-01-31 00:00:00.000 2025-11-30 16:00:00.000");
  EXPECT_EQ(times("MM/DD/YYYY hh:mm:ss", "", {"12/1/2010 8:26"}), "2010-12-01 08:26:00.000");
  EXPECT_EQ(times("DD.MM.YYYY hh:mm:ss", "", {"24.12.2025 18:00"}), "2025-12-24 18:00:00.000");
  EXPECT_EQ(times("YYYY/MM/DD hh:mm:ss", "", {"2026/02/28 23:59:59"}), "2026-02-28 23:59:59.000");
  EXPECT_EQ(times("YYYY-MM-DD hh:mm:ss", "",
                  {"2026-02-29", "2026-13-01", "2026-00-10", "2026-01-01 24:00", "now", "",
                   "2026-01-01 10", "0000-01-01", "2026-01-01x", "infinity"}),
            "");
}

TEST_F(ImportFormatTest, ByteOrderMarksLineEndsAndDelimitersDoNotMatter) {
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

TEST_F(ImportFormatTest, FilesMayBeInOtherEncodings) {
  Request mapping = Mapping();
  mapping.mutable_columns()->set_account_external_id("客户");
  const std::string gbk =
      "Invoice,Sku,Text,Qty,When,Price,\xbf\xcd\xbb\xa7,Land\n"
      "1,A,\xb5\xc6,1,2026-01-01,1,K,\xd6\xd0\xb9\xfa\n"  // 灯, 中国
      "2,A,\xb5\xc6,one,2026-01-01,1,K,\xd6\xd0\xb9\xfa\n";
  const v1::TradeImport refused = Must(Upload(gbk, mapping));
  EXPECT_EQ(refused.state(), v1::TRADE_IMPORT_STATE_FAILED);
  EXPECT_THAT(refused.failure(), HasSubstr("the header is not UTF-8; say which encoding"));
  mapping.set_encoding("gbk");
  service_.clock().Advance(absl::Seconds(1));
  const v1::TradeImport import = MustImport(gbk, mapping);
  EXPECT_EQ(Sql("SELECT a.region || o.descriptions[1] FROM orders o JOIN accounts a USING "
                "(account_id)"),
            "中国灯");
  EXPECT_THAT(Rejects(import.name()),
              HasSubstr("2,A,\xb5\xc6,one,2026-01-01,1,K,\xd6\xd0\xb9\xfa,3,BAD_QUANTITY,"))
      << "as they were sent";
  const v1::TradeImport broken = Must(Upload(gbk + "3,A,\xff,1,2026-01-01,1,K,\n", mapping));
  EXPECT_THAT(broken.failure(), HasSubstr("the text is not GBK"));
  EXPECT_EQ(broken.failure_line(), 4);

  mapping = Mapping();
  for (const auto& [encoding, lamp] : std::vector<std::pair<std::string, std::string>>{
           {"gb18030", "\xb5\xc6"}, {"big5", "\xbf\x4f"}, {"latin1", "l\xe1mpa"}}) {
    mapping.set_encoding(encoding);
    MustImport(absl::StrCat(kHeader, encoding, ",A,", lamp, ",1,2026-01-01,1,K,\n"), mapping);
    EXPECT_EQ(Sql(absl::StrCat("SELECT descriptions[1] FROM orders WHERE order_number = '",
                               encoding, "'")),
              encoding == "gb18030" ? "灯"
              : encoding == "big5"  ? "燈"
                                    : "lámpa");
  }
  mapping.set_encoding("utf-16");
  EXPECT_EQ(Upload(gbk, mapping).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::accounts
