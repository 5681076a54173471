#include "common/csv/csv_cell.h"

#include <gtest/gtest.h>

namespace mainstay::csv {
namespace {

TEST(CsvCell, QuotesWhatHasTo) {
  EXPECT_EQ(Cell("房间 大"), "房间 大");
  EXPECT_EQ(Cell("a,b"), "\"a,b\"");
  EXPECT_EQ(Cell("say \"hi\"\n"), "\"say \"\"hi\"\"\n\"");
}

TEST(CsvCell, FormulasBecomeTextAndComeBack) {
  for (const char* formula : {"=1+1", "+86 21", "-", "@SUM(A1)", "\t=1", "'=1", "''-2", "\n=1"}) {
    const std::string safe = FormulaSafe(formula);
    EXPECT_EQ(safe, std::string("'") + formula);
    EXPECT_EQ(WithoutFormulaGuard(safe), formula);
  }
  for (const char* plain : {"", "a=1", "'tis", "''", "好", "9"}) {
    EXPECT_EQ(FormulaSafe(plain), plain);
    EXPECT_EQ(WithoutFormulaGuard(plain), plain);
  }
}

}  // namespace
}  // namespace mainstay::csv
