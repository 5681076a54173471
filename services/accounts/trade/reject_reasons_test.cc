#include "services/accounts/trade/reject_reasons.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::accounts {
namespace {

using ::testing::HasSubstr;

TEST(RejectReasonsTest, EveryReasonSaysWhatIsExpectedAndFitsIntoAField) {
  TradeFile file;
  file.time_format = "DD/MM/YYYY hh:mm:ss";
  for (const char* reason :
       {"", "MISSING_CUSTOMER", "UNKNOWN_CUSTOMER", "BAD_CUSTOMER", "MISSING_ORDER_NUMBER",
        "BAD_QUANTITY", "BAD_UNIT_PRICE", "BAD_LINE", "BAD_TIME", "FUTURE_TIME", "BAD_CURRENCY",
        "TOO_LONG", "MIXED_CURRENCY", "MIXED_KIND", "BAD_TOTAL"}) {
    const std::string text = ExpectedInstead(reason, file);
    EXPECT_NE(text, "") << reason;
    EXPECT_EQ(text.find_first_of(",;|\t\"\r\n"), std::string::npos) << text;
  }
  EXPECT_THAT(ExpectedInstead("BAD_TIME", file), HasSubstr("DD/MM/YYYY hh:mm:ss"));
}

}  // namespace
}  // namespace mainstay::accounts
