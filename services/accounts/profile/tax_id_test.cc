#include "services/accounts/profile/tax_id.h"

#include <gtest/gtest.h>

namespace mainstay::accounts {
namespace {

// Codes that the companies themselves publish.
TEST(TaxId, AcceptsPublishedCreditCodes) {
  for (const char* code : {"91350100M000100Y43", "91110000802100433B", "914403001922038216",
                           "91330100799655058B", "9144030071526726XG", "91110108551385082Q"}) {
    EXPECT_TRUE(IsCreditCode(code)) << code;
    EXPECT_TRUE(ValidateTaxId(code).ok()) << code;
  }
}

TEST(TaxId, EveryWrongCharacterIsFound) {
  const std::string right = "91350100M000100Y43";
  for (size_t i = 0; i < right.size(); ++i) {
    for (char c : std::string("0123456789ABCDEFGHJKLMNPQRTUWXY")) {
      if (c == right[i]) continue;
      std::string wrong = right;
      wrong[i] = c;
      EXPECT_FALSE(IsCreditCode(wrong)) << wrong;
    }
  }
}

TEST(TaxId, SwappedNeighboursAreFound) {
  const std::string right = "91350100M000100Y43";
  for (size_t i = 0; i + 1 < right.size(); ++i) {
    if (right[i] == right[i + 1]) continue;
    std::string wrong = right;
    std::swap(wrong[i], wrong[i + 1]);
    EXPECT_FALSE(IsCreditCode(wrong)) << wrong;
  }
}

TEST(TaxId, LettersOutsideTheAlphabetAreRefused) {
  for (char c : std::string("IOSVZ")) {
    std::string code = "91350100M000100Y43";
    code[8] = c;
    EXPECT_FALSE(IsCreditCode(code));
    EXPECT_FALSE(ValidateTaxId(code).ok());
  }
}

TEST(TaxId, ForeignIdsHaveTheirOwnRule) {
  EXPECT_TRUE(ValidateTaxId("DE136695976").ok());
  EXPECT_TRUE(ValidateTaxId("GB980780684").ok());
  EXPECT_TRUE(ValidateTaxId("").ok());
  EXPECT_FALSE(ValidateTaxId("ABCDEF").ok());
  EXPECT_FALSE(ValidateTaxId("12").ok());
  EXPECT_FALSE(ValidateTaxId("DE136695976DE136695976").ok());
  EXPECT_FALSE(ValidateTaxId("DE 136").ok());
}

TEST(TaxId, CompactsWhatPeopleType) {
  EXPECT_EQ(CompactTaxId(" 91350100-m000100y43 "), "91350100M000100Y43");
  EXPECT_EQ(CompactTaxId("de 136.695.976"), "DE136695976");
}

}  // namespace
}  // namespace mainstay::accounts
