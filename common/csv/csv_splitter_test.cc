#include "common/csv/csv_splitter.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::csv {
namespace {

using ::testing::ElementsAre;
using ::testing::FieldsAre;

struct Found {
  int64_t number, line, copy_line;
  std::string bytes;
  bool operator==(const Found&) const = default;
};

// Splits `file` given in pieces of `size` bytes.
std::vector<Found> Split(std::string_view file, size_t size) {
  std::vector<Found> found;
  const auto sink = [&](const CsvRecord& r) {
    found.push_back({r.number, r.line, r.copy_line, std::string(r.bytes)});
    return true;
  };
  CsvSplitter splitter;
  for (size_t i = 0; i < file.size(); i += size) splitter.Feed(file.substr(i, size), sink);
  splitter.Finish(sink);
  return found;
}

TEST(CsvSplitterTest, CountsLineEndsInsideQuotesAsLines) {
  EXPECT_THAT(Split("a,b\n\"x\ny\",2\n3,\"4\"", 1000),
              ElementsAre(FieldsAre(0, 1, 1, "a,b\n"), FieldsAre(1, 2, 3, "\"x\ny\",2\n"),
                          FieldsAre(2, 4, 4, "3,\"4\"")));
}

TEST(CsvSplitterTest, KnowsLineEndsByTheFirstOutsideQuotes) {
  EXPECT_THAT(Split("a,b\r\n\"x\ny\",2\r\n3,4\r\n", 1000),
              ElementsAre(FieldsAre(0, 1, 1, "a,b\r\n"), FieldsAre(1, 2, 2, "\"x\ny\",2\r\n"),
                          FieldsAre(2, 4, 3, "3,4\r\n")));
  EXPECT_THAT(Split("a,b\r1,2\r", 1000),
              ElementsAre(FieldsAre(0, 1, 1, "a,b\r"), FieldsAre(1, 2, 2, "1,2\r")));
  EXPECT_THAT(Split("a\r", 1000), ElementsAre(FieldsAre(0, 1, 1, "a\r")));
}

TEST(CsvSplitterTest, AQuoteThatNeverClosesTakesTheRest) {
  EXPECT_THAT(Split("a\n\"b\nc\n", 1000),
              ElementsAre(FieldsAre(0, 1, 1, "a\n"), FieldsAre(1, 2, 4, "\"b\nc\n")));
}

TEST(CsvSplitterTest, PiecesMayBeCutAnywhere) {
  std::mt19937 random(7);
  constexpr std::string_view kAlphabet = "a,\"\n\r;";
  for (int i = 0; i < 2000; ++i) {
    std::string file;
    for (size_t n = random() % 30; n > 0; --n) file += kAlphabet[random() % kAlphabet.size()];
    const std::vector<Found> whole = Split(file, 1000);
    std::string joined;
    for (const Found& record : whole) joined += record.bytes;
    ASSERT_EQ(joined, file);
    for (const size_t size : {1, 2, 3, 5}) ASSERT_EQ(Split(file, size), whole) << file;
  }
}

TEST(CsvSplitterTest, TheSinkStopsIt) {
  int seen = 0;
  CsvSplitter splitter;
  EXPECT_FALSE(splitter.Feed("a\nb\nc\n", [&](const CsvRecord&) { return ++seen < 2; }));
  EXPECT_EQ(seen, 2);
}

TEST(ParseRecordTest, TakesQuotesOff) {
  EXPECT_THAT(*ParseRecord("a,\"b,\"\"c\"\"\",,\"d\ne\"\r\n", ','),
              ElementsAre("a", "b,\"c\"", "", "d\ne"));
  EXPECT_THAT(*ParseRecord("a,b;c\n", ';'), ElementsAre("a,b", "c"));
  EXPECT_FALSE(ParseRecord("a,\"b\n", ',').ok());
}

}  // namespace
}  // namespace mainstay::csv
