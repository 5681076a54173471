// A wholesaler's real invoice lines go in and the graded portfolio comes out; what comes out is
// compared with a calculation that shares nothing with it but the file. Where the real file is not
// at hand, a generated one with the same faults takes its place.
#include <mainstay/accounts/v1/grading_service.pb.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>

#include "absl/numeric/int128.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "services/accounts/event_versions_testing.h"
#include "services/accounts/grading/grading_service.h"
#include "services/accounts/trade/trade_fixture.h"

namespace mainstay::accounts {
namespace {

constexpr char kRealFile[] = "../shared/data/online_retail.csv.xz";
using Nanos = absl::int128;

// The file decompressed; empty when it is not there.
std::string RealFile() {
  std::string text;
  if (!std::filesystem::exists(kRealFile)) return text;
  FILE* pipe = popen(absl::StrCat("xz -dc ", kRealFile).c_str(), "r");
  std::vector<char> buffer(1 << 20);
  for (size_t n; pipe != nullptr && (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), n);
  }
  if (pipe != nullptr) pclose(pipe);
  return text;
}

// Returns, zero prices, duplicate lines, customers with two countries, lines without a customer,
// quotes and line breaks inside fields.
std::string GeneratedFile() {
  std::mt19937 random(20101201);
  const auto one_in = [&](unsigned n) { return random() % n == 0; };
  const char* const texts[] = {"HANGING HEART", "3\"\" LANTERN, RED", "lost\nand found", "陶瓷杯"};
  std::string file =
      "\"InvoiceNo\",\"StockCode\",\"Description\",\"Quantity\",\"InvoiceDate\",\"UnitPrice\","
      "\"CustomerID\",\"Country\"\n";
  for (int invoice = 0; invoice < 3000; ++invoice) {
    const bool credit = one_in(12);
    const unsigned customer = random() % 20 * (random() % 20) + 12346;
    const std::string time = absl::StrFormat("2011-%02d-%02d %02d:%02d:00", invoice / 250 + 1,
                                             random() % 28 + 1, random() % 24, random() % 60);
    std::string line;
    for (unsigned lines = random() % 8 + 1; lines > 0; --lines) {
      if (line.empty() || !one_in(20)) {  // otherwise the line before once more
        line = absl::StrCat(
            "\"", credit ? "C" : "", 536365 + invoice, "\",\"", random() % 90 + 10, "\",\"",
            texts[random() % 4], "\",", credit ? "-" : "", random() % 50 + 1, ",", time, ",",
            one_in(40) ? "0" : absl::StrFormat("%d.%02d", random() % 30, random() % 100), ",",
            invoice % 4 == 0 ? "" : absl::StrCat(customer), ",\"",
            customer % 9 == 0 && one_in(3) ? "France" : "United Kingdom", "\"\n");
      }
      file += line;
    }
  }
  return file;
}

// "-12.345" → -12345000000.
Nanos Parse(const std::string& text) {
  Nanos value = 0;
  int places = -1;
  for (const char c : text) {
    if (c == '.') places = 0;
    if (c >= '0' && c <= '9') {
      value = value * 10 + (c - '0');
      if (places >= 0) ++places;
    }
  }
  for (int i = std::max(places, 0); i < 9; ++i) value *= 10;
  return text[0] == '-' ? -value : value;
}

// What the file says, by another reader and another sum.
struct Expected {
  int64_t records = 0, rejected = 0;
  Nanos net_sales = 0;
  std::map<std::string, Nanos> by_customer;
  std::map<std::string, std::pair<std::string, std::string>> region;  // newest time, country
  std::map<std::pair<std::string, std::string>, int64_t> orders;      // customer, invoice → lines
};

Expected Calculate(const std::string& file) {
  Expected expected;
  std::vector<std::string> fields(1);
  bool quoted = false;
  const auto take = [&] {
    if (fields.size() < 8) return;
    ++expected.records;
    const std::string& customer = fields[6];
    if (customer.empty()) {
      ++expected.rejected;
      return;
    }
    const Nanos amount = Parse(fields[3]) * Parse(fields[5]) / 1000000000;
    expected.net_sales += amount;
    expected.by_customer[customer] += amount;
    ++expected.orders[{customer, fields[0]}];
    auto& [time, country] = expected.region[customer];
    if (fields[4] >= time) time = fields[4], country = fields[7];
  };
  bool header = true;
  for (const char c : file) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c == '\n' && !quoted) {
      if (!std::exchange(header, false)) take();
      fields.assign(1, "");
    } else {
      fields.back() += c;
    }
  }
  return expected;
}

Nanos NanosOf(const google::type::Money& money) {
  return Nanos(money.units()) * 1000000000 + money.nanos();
}

class RealTradeTest : public TradeFixture {
 protected:
  RealTradeTest() : TradeFixture("mainstay.accounts.v1.GradingService", &RegisterGradingService) {
    file_ = RealFile();
    real_ = !file_.empty();
    if (!real_) {
      std::cout << "NOTE: " << kRealFile << " is not there; testing with a generated file\n";
      file_ = GeneratedFile();
    }
    expected_ = Calculate(file_);
  }

  static Request RetailMapping() {
    Request request = Mapping();
    v1::TradeColumns& columns = *request.mutable_columns();
    columns.set_order_number("InvoiceNo");
    columns.set_product("StockCode");
    columns.set_description("Description");
    columns.set_quantity("Quantity");
    columns.set_order_time("InvoiceDate");
    columns.set_unit_price("UnitPrice");
    columns.set_account_external_id("CustomerID");
    columns.set_region("Country");
    return request;
  }
  v1::TradeImport Import() {
    const absl::Time start = absl::Now();
    v1::TradeImport import = Must(Upload(file_, RetailMapping(), 256 << 10));
    std::cout << "imported " << import.counts().records() << " lines in " << absl::Now() - start
              << "\n";
    EXPECT_EQ(import.state(), v1::TRADE_IMPORT_STATE_SUCCEEDED) << import.ShortDebugString();
    return import;
  }
  template <class Res>
  Res Grade(std::string_view method, const google::protobuf::Message& request) {
    return Must(
        service_.Call<Res>(absl::StrCat("mainstay.accounts.v1.GradingService/", method), request));
  }
  void CheckRows(const v1::AbcAnalysis& analysis);

  std::string file_;
  bool real_ = false;
  Expected expected_;
};

// Every row against the definition, worked out anew.
void RealTradeTest::CheckRows(const v1::AbcAnalysis& analysis) {
  std::vector<std::pair<Nanos, std::string>> order;  // descending value, ties by id
  Nanos total = 0;
  for (const auto& [customer, value] : expected_.by_customer) {
    order.emplace_back(-value, customer);
    if (value > 0) total += value;
  }
  std::sort(order.begin(), order.end());
  EXPECT_EQ(NanosOf(analysis.total_value()), total);
  Nanos above = 0, top = 0;
  const size_t fifth = (order.size() + 4) / 5;
  size_t place = 0;
  v1::ListAbcRowsRequest request;
  request.set_parent(analysis.name());
  request.set_page_size(1000);
  do {
    const auto page = Grade<v1::ListAbcRowsResponse>("ListAbcRows", request);
    for (const v1::AbcRow& row : page.rows()) {
      ASSERT_LT(place, order.size());
      const Nanos value = -order[place].first;
      ASSERT_EQ(row.external_id(), order[place].second);
      ASSERT_EQ(row.rank(), static_cast<int64_t>(place) + 1);
      ASSERT_EQ(NanosOf(row.value()), value) << row.external_id();
      const v1::AbcClass expected = value <= 0                 ? v1::ABC_CLASS_C
                                    : above * 100 < total * 80 ? v1::ABC_CLASS_A
                                    : above * 100 < total * 95 ? v1::ABC_CLASS_B
                                                               : v1::ABC_CLASS_C;
      ASSERT_EQ(row.abc_class(), expected) << row.external_id();
      if (value > 0) above += value;
      if (++place == fifth) top = above;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(place, order.size());
  EXPECT_EQ(analysis.account_count(), static_cast<int64_t>(order.size()));
  EXPECT_NEAR(analysis.top_share(), static_cast<double>(top) / static_cast<double>(total), 1e-12);
}

TEST_F(RealTradeTest, EveryLineIsAccountedForAndThePortfolioIsGradedRight) {
  const v1::TradeImport import = Import();
  const v1::TradeImportCounts& counts = import.counts();
  EXPECT_EQ(counts.records(), expected_.records);
  EXPECT_EQ(counts.rejected_records(), expected_.rejected);
  EXPECT_EQ(counts.applied_records() + counts.rejected_records(), expected_.records);
  EXPECT_EQ(counts.orders_created(), static_cast<int64_t>(expected_.orders.size()));
  EXPECT_EQ(counts.accounts_created(), static_cast<int64_t>(expected_.by_customer.size()));
  ASSERT_EQ(import.net_sales_size(), 1);
  EXPECT_EQ(NanosOf(import.net_sales(0)), expected_.net_sales);
  if (real_) {
    EXPECT_EQ(counts.records(), 541909);
    EXPECT_EQ(counts.rejected_records(), 135080);
    EXPECT_EQ(import.net_sales(0).units(), 8300065);
  }
  std::string regions;
  for (const auto& [customer, region] : expected_.region) {
    absl::StrAppend(&regions, customer, " ", region.second, "\n");
  }
  EXPECT_EQ(Sql("SELECT string_agg(external_id || ' ' || region || E'\\n', '' "
                "ORDER BY external_id COLLATE \"C\") FROM accounts"),
            regions);
  EXPECT_EQ(Sql("SELECT sum(line_count) FROM orders"), absl::StrCat(counts.applied_records()));

  const std::string rejects = Rejects(import.name());
  EXPECT_EQ(Calculate(rejects).records, expected_.rejected);

  CheckRows(Grade<v1::AbcAnalysis>("CreateAbcAnalysis", v1::CreateAbcAnalysisRequest()));

  const std::string events = Sql("SELECT count(*) FROM outbox");
  const v1::TradeImport again = Import();
  EXPECT_TRUE(again.unchanged());
  EXPECT_EQ(again.counts().orders_unchanged(), counts.orders_created());
  EXPECT_EQ(NanosOf(again.net_sales(0)), expected_.net_sales);
  EXPECT_EQ(Sql("SELECT count(*) FROM outbox"), events);
  ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::accounts
