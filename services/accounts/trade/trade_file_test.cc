#include "services/accounts/trade/trade_file.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::accounts {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string& Column(TradeFile& file, TradeColumn column) {
  return file.columns[static_cast<size_t>(column)];
}

TradeFile GoodFile() {
  TradeFile file{.default_currency = "GBP"};
  Column(file, TradeColumn::kAccountExternalId) = "Customer";
  Column(file, TradeColumn::kOrderNumber) = "Invoice";
  Column(file, TradeColumn::kQuantity) = "Qty";
  Column(file, TradeColumn::kUnitPrice) = "Price";
  Column(file, TradeColumn::kOrderTime) = "When";
  Complete(file);
  return file;
}

std::vector<std::string> BadFieldsOf(const TradeFile& file) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(file))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(TradeFileTest, DefaultsAreFilledIn) {
  const TradeFile file = GoodFile();
  EXPECT_EQ(file.time_format, "YYYY-MM-DD hh:mm:ss");
  EXPECT_EQ(file.time_zone, "UTC");
  EXPECT_EQ(file.format.delimiter, ",");
  EXPECT_THAT(BadFieldsOf(file), IsEmpty());
}

TEST(TradeFileTest, NamesEverythingThatIsMissing) {
  TradeFile file;
  Complete(file);
  EXPECT_THAT(BadFieldsOf(file),
              UnorderedElementsAre("columns.account_external_id", "columns.order_number",
                                   "columns.quantity", "columns.unit_price", "columns.order_time",
                                   "default_currency_code"));
}

TEST(TradeFileTest, NamesWhatCannotBeRead) {
  TradeFile file = GoodFile();
  file.default_currency = "gbp";
  file.time_format = "whenever";
  file.time_zone = "Mars/Olympus";
  file.format.delimiter = "x";
  file.credit_note_values = {"cn"};
  EXPECT_THAT(BadFieldsOf(file),
              UnorderedElementsAre("default_currency_code", "time_format", "time_zone", "delimiter",
                                   "credit_note_values"));
}

TEST(TradeFileTest, KindsComeFromAPrefixOrAColumn) {
  TradeFile file = GoodFile();
  Column(file, TradeColumn::kKind) = "Kind";
  EXPECT_THAT(BadFieldsOf(file), UnorderedElementsAre("credit_note_values"));
  file.credit_note_values = {"CN"};
  Complete(file);
  EXPECT_EQ(file.credit_note_values[0], "cn");
  EXPECT_THAT(BadFieldsOf(file), IsEmpty());
  file.credit_note_prefix = "C";
  EXPECT_THAT(BadFieldsOf(file), UnorderedElementsAre("credit_note_prefix"));
}

TEST(TradeFileTest, FindsColumnsByTheHeader) {
  const TradeFile file = GoodFile();
  const auto layout = LayOut(file, {"x", "Price", "Qty", "When", "Invoice", "Customer", "x"});
  ASSERT_TRUE(layout.ok());
  EXPECT_EQ(layout->width, 7);
  EXPECT_EQ(layout->at(TradeColumn::kUnitPrice), 2);
  EXPECT_EQ(layout->at(TradeColumn::kAccountExternalId), 6);
  EXPECT_FALSE(layout->has(TradeColumn::kRegion));
}

TEST(TradeFileTest, AHeaderWithoutAColumnOrWithTwoIsRefused) {
  const TradeFile file = GoodFile();
  EXPECT_THAT(LayOut(file, {"Price", "Qty", "When", "Invoice"}).status().message(),
              HasSubstr("no column \"Customer\""));
  EXPECT_THAT(
      LayOut(file, {"Price", "Qty", "When", "Invoice", "Customer", "Qty"}).status().message(),
      HasSubstr("\"Qty\" more than once"));
}

}  // namespace
}  // namespace mainstay::accounts
