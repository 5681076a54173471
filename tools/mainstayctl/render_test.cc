// What is drawn: widths, tables, records, the Pareto chart, progress.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/accounts/v1/grading_service.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/pareto.h"
#include "tools/mainstayctl/progress.h"
#include "tools/mainstayctl/table.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const Terminal kPipe;
const Terminal kColours{.interactive = true, .colours = true, .width = 80};

std::vector<std::string> Lines(const std::string& text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

TEST(TextTest, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("abc"), 3);
  EXPECT_EQ(DisplayWidth("上海精密仪器"), 12);
  EXPECT_EQ(DisplayWidth("Ａ１"), 4);     // full width
  EXPECT_EQ(DisplayWidth("e\u0301"), 1);  // combining accent
  EXPECT_EQ(DisplayWidth("한국"), 4);
  EXPECT_EQ(DisplayWidth("🙂"), 2);
  EXPECT_EQ(DisplayWidth("█▏•"), 3);
}

TEST(TextTest, CutsBetweenCharacters) {
  EXPECT_EQ(Fit("abcdef", 6), "abcdef");
  EXPECT_EQ(Fit("abcdef", 5), "abcd…");
  EXPECT_EQ(Fit("上海精密", 8), "上海精密");
  EXPECT_EQ(Fit("上海精密", 7), "上海精…");
  EXPECT_EQ(Fit("上海精密", 6), "上海…");  // a wide character does not fit by halves
  EXPECT_EQ(Fit("abc", 0), "");
  EXPECT_EQ(PadRight("上海", 6), "上海  ");
  EXPECT_EQ(PadLeft("12", 4), "  12");
  EXPECT_EQ(PadLeft("12345", 4), "12345");
}

TEST(TextTest, TakesTheSteeringOutOfText) {
  EXPECT_EQ(Printable("a\x1b[2Jb\rc\x07"), "a?[2Jb?c?");
  EXPECT_EQ(Printable("a\nb"), "a?b");
  EXPECT_EQ(Printable("a\nb", true), "a\nb");
  EXPECT_EQ(Printable("abc\u202Edef"), "abc?def");  // right-to-left override
  EXPECT_EQ(Printable("a\xff"), "a\uFFFD");
  EXPECT_EQ(Printable("王丽 ok"), "王丽 ok");
}

TEST(TableTest, AlignsChineseAndLatin) {
  Table table({{.title = "NAME"}, {.title = "VALUE", .right = true}, {.title = "TIER"}});
  table.Add({"上海精密", "1,200.00", "core"});
  table.Add({"Acme", "3.00", ""});
  EXPECT_EQ(table.Render(kPipe),
            "NAME         VALUE  TIER\n"
            "上海精密  1,200.00  core\n"
            "Acme          3.00\n");
}

TEST(TableTest, ShrinksWhatMayShrinkAndNeverTheRest) {
  Table table(
      {{.title = "ID"}, {.title = "NAME", .shrinks = true}, {.title = "NOTE", .shrinks = true}});
  table.Add({"0123456789", std::string(40, 'n'), std::string(20, 'x')});
  Terminal narrow{.width = 50};
  for (const std::string& line : Lines(table.Render(narrow))) EXPECT_LE(DisplayWidth(line), 50);
  EXPECT_THAT(table.Render(narrow), HasSubstr("0123456789  nnn"));
  Terminal tiny{.width = 10};  // smaller than what must be shown: the terminal wraps
  EXPECT_THAT(table.Render(tiny), HasSubstr("0123456789  nnnnnnn…  xxxxxxx…"));
  EXPECT_THAT(table.Render(kPipe), HasSubstr(std::string(40, 'n')));
}

TEST(TableTest, ColoursOnlyWhereAsked) {
  Table table({{.title = "NAME"}});
  table.Add({"\x1b[31mred"});
  EXPECT_THAT(table.Render(kPipe), Not(HasSubstr("\x1b")));
  EXPECT_THAT(table.Render(kColours), HasSubstr("\x1b[1mNAME\x1b[0m"));
  EXPECT_THAT(table.Render(kColours), Not(HasSubstr("\x1b[31m")));
}

TEST(RecordTest, IndentsFurtherLines) {
  EXPECT_EQ(RenderRecord({{"name", "Acme"}, {"overview", "one\ntwo"}}, kPipe),
            "name      Acme\n"
            "overview  one\n"
            "          two\n");
}

TEST(FormatTest, InstantsInTextsAreLocal) {
  const auto local = [](int64_t seconds) {
    return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(seconds),
                            absl::LocalTimeZone());
  };
  EXPECT_EQ(WithLocalTimes("until 2026-01-31T06:30:00Z, again 2026-01-31T14:30:00.5+08:00."),
            "until " + local(1769841000) + ", again " + local(1769841000) + ".");
  for (const char* text : {"", "2026-01-31", "x2026-01-31T06:30:00Z", "2026-13-41T06:30:00Z",
                           "2026-01-31T06:30:00", "在 2026-01-31T06:30"}) {
    EXPECT_EQ(WithLocalTimes(text), text);
  }
  EXPECT_EQ(Counted(1, "case") + Counted(2000, "case"), "1 case2,000 cases");
}

TEST(FormatTest, ValuesAsPeopleReadThem) {
  google::type::Money money;
  money.set_currency_code("CNY");
  money.set_units(1234567);
  money.set_nanos(500000000);
  EXPECT_EQ(FormatMoney(money), "1,234,567.50 CNY");
  money.set_units(0);
  money.set_nanos(-1250000);
  EXPECT_EQ(FormatMoney(money), "-0.00125 CNY");
  EXPECT_EQ(FormatCount(-1234), "-1,234");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatShare(0.8), "80.0 %");
  EXPECT_EQ(FormatCompact(0), "0");
  EXPECT_EQ(FormatCompact(999), "999");
  EXPECT_EQ(FormatCompact(1234), "1.23k");
  EXPECT_EQ(FormatCompact(99960), "100k");
  EXPECT_EQ(FormatCompact(1.5e9), "1.50G");
}

TEST(FormatTest, FieldsOfAMessage) {
  accounts::v1::Account account;
  account.set_display_name("上海精密");
  account.set_size(accounts::v1::COMPANY_SIZE_LARGE);
  account.add_aliases("SP");
  account.add_aliases("Precision");
  (*account.mutable_attributes())["segment"] = "medical";
  account.mutable_credit_limit()->set_units(5);
  account.mutable_credit_limit()->set_currency_code("CNY");
  EXPECT_EQ(FormatField(account, "size"), "large");
  EXPECT_EQ(FormatField(account, "type"), "");
  EXPECT_EQ(FormatField(account, "aliases"), "SP, Precision");
  EXPECT_EQ(FormatField(account, "attributes"), "segment=medical");
  EXPECT_EQ(FormatField(account, "credit_limit"), "5.00 CNY");
  EXPECT_EQ(FormatField(account, "credit_limit.currency_code"), "CNY");
  EXPECT_EQ(FormatField(account, "create_time"), "");
  EXPECT_EQ(FormatField(account, "nonsense"), "");
  EXPECT_EQ(FormatFields(account).size(), 5u);
  EXPECT_THAT(FormatJson(account), HasSubstr("\"displayName\": \"上海精密\""));
}

accounts::v1::AbcChart SkewedChart() {
  accounts::v1::AbcChart chart;
  chart.set_currency_code("CNY");
  const double shares[] = {0.5, 0.75, 0.85, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 1.0};
  double before = 0;
  for (int i = 0; i < 10; ++i) {
    auto& point = *chart.add_points();
    point.set_accounts(10 * (i + 1));
    point.set_account_share((i + 1) / 10.0);
    point.set_cumulative_share(shares[i]);
    point.mutable_value()->set_units(static_cast<int64_t>((shares[i] - before) * 1000000));
    point.set_abc_class(i < 3   ? accounts::v1::ABC_CLASS_A
                        : i < 5 ? accounts::v1::ABC_CLASS_B
                                : accounts::v1::ABC_CLASS_C);
    before = shares[i];
  }
  return chart;
}

TEST(ParetoTest, EveryLineFitsAndTheCurveRises) {
  for (int width : {40, 80, 133}) {
    const std::string text = RenderPareto(SkewedChart(), kPipe, width, 12);
    const std::vector<std::string> lines = Lines(text);
    ASSERT_EQ(lines.size(), 1u + 12 + 3);
    for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), width) << line;
    // Each column has its point of the curve exactly once.
    size_t points = 0;
    for (size_t at = text.find("•"); at != text.npos; at = text.find("•", at + 1)) ++points;
    EXPECT_EQ(points, static_cast<size_t>(width - 15));
  }
}

TEST(ParetoTest, ShowsAxesAndClasses) {
  const std::vector<std::string> lines = Lines(RenderPareto(SkewedChart(), kPipe, 65, 11));
  EXPECT_THAT(lines[1], HasSubstr("50.0k │"));  // 500,000 over ten accounts
  EXPECT_THAT(lines[1], HasSubstr("├ 100 %"));
  EXPECT_THAT(lines[3], HasSubstr("├ 80 %"));
  EXPECT_THAT(lines[11], HasSubstr("├ 0 %"));
  EXPECT_EQ(lines[13], "        AAAAAAAAAAAAAAABBBBBBBBBBCCCCCCCCCCCCCCCCCCCCCCCCC");
  EXPECT_THAT(lines[14], HasSubstr("100 accounts"));
  EXPECT_EQ(RenderPareto({}, kPipe, 80, 12), "no trade in the window\n");
  EXPECT_THAT(RenderPareto(SkewedChart(), kPipe, 65, 11), Not(HasSubstr("\x1b")));
  EXPECT_THAT(RenderPareto(SkewedChart(), kColours, 65, 11), HasSubstr("\x1b[32m"));
}

TEST(ParetoTest, BarsOfNamedAccountsLineUp) {
  accounts::v1::ListAbcRowsResponse rows;
  const std::pair<const char*, int> accounts[] = {
      {"上海精密仪器有限公司", 1000}, {"Acme", 500}, {"广州华南进出口贸易集团股份有限公司", 1}};
  for (const auto& [name, value] : accounts) {
    auto& row = *rows.add_rows();
    row.set_rank(rows.rows_size());
    row.set_display_name(name);
    row.mutable_value()->set_units(value);
    row.set_abc_class(accounts::v1::ABC_CLASS_A);
  }
  const std::vector<std::string> lines = Lines(RenderBars(rows, kPipe, 80));
  ASSERT_EQ(lines.size(), 3u);
  for (const std::string& line : lines) EXPECT_EQ(DisplayWidth(line), DisplayWidth(lines[0]));
  EXPECT_LE(DisplayWidth(lines[0]), 80);
}

TEST(ProgressTest, SaysRateAndTimeLeft) {
  const std::string line = ProgressLine(25'000'000, 100'000'000, 5'000'000, absl::Seconds(4), 80);
  EXPECT_THAT(line, HasSubstr("25 %  25.0 MB of 100.0 MB  5.0 MB/s  ETA 15 s"));
  EXPECT_LE(DisplayWidth(line), 80);
  EXPECT_TRUE(absl::StartsWith(line, "██"));
  EXPECT_LE(DisplayWidth(ProgressLine(1, 100, 0, absl::Seconds(1), 20)), 20);
  EXPECT_EQ(ProgressLine(50, 100, 0, absl::Seconds(5), 0), " 50 %  50 B of 100 B  10 B/s  ETA 5 s");
  EXPECT_EQ(ProgressLine(3000, 0, 0, absl::Seconds(1), 80), "3.0 kB  3.0 kB/s");
  EXPECT_THAT(ProgressLine(0, 100, 0, absl::ZeroDuration(), 80), Not(HasSubstr("ETA")));
  EXPECT_EQ(FormatElapsed(absl::Seconds(200)), "3 min 20 s");
  EXPECT_EQ(FormatElapsed(absl::Minutes(65)), "1 h 05 min");
  EXPECT_EQ(FormatBytes(999), "999 B");
  EXPECT_EQ(FormatBytes(999'999), "1.0 MB");
}

}  // namespace
}  // namespace mainstay::ctl
