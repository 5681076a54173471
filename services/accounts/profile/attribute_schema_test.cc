#include "services/accounts/profile/attribute_schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& v : status::GetFieldViolations(status)) fields.push_back(v.field);
  return fields;
}

AttributeSchema Schema() {
  AttributeSchema schema;
  schema.attributes = {{"grade", "Grade", "choice", false, {"A", "B"}},
                       {"seats", "Seats", "number", false, {}},
                       {"since", "Since", "date", false, {}},
                       {"listed", "Listed", "bool", false, {}},
                       {"note", "Note", "text", false, {}}};
  return schema;
}

std::vector<std::string> Check(std::map<std::string, std::string> attributes) {
  return Fields(CheckAttributes(Schema(), attributes));
}

TEST(AttributeSchema, ChecksValuesByType) {
  EXPECT_THAT(Check({{"grade", "A"},
                     {"seats", "-12.5"},
                     {"since", "2024-02-29"},
                     {"listed", "true"},
                     {"note", "x\ny"}}),
              IsEmpty());
  EXPECT_THAT(
      Check({{"grade", "C"}, {"seats", "1e5"}, {"since", "2023-02-29"}, {"listed", "yes"}}),
      ElementsAre("attributes.grade", "attributes.listed", "attributes.seats", "attributes.since"));
  for (const char* number : {"", "-", ".", "1.", ".5", "1.2.3", "+1", "١"}) {
    std::map<std::string, std::string> attributes{{"seats", number}};
    EXPECT_EQ(CheckAttributes(Schema(), attributes).ok(), *number == '\0') << number;
  }
}

TEST(AttributeSchema, RefusesWhatIsNotDeclared) {
  EXPECT_THAT(Check({{"colour", "red"}}), ElementsAre("attributes.colour"));
}

TEST(AttributeSchema, AsksForWhatIsRequiredAndDropsEmptyValues) {
  AttributeSchema schema = Schema();
  schema.attributes[4].required = true;
  std::map<std::string, std::string> attributes{{"note", ""}};
  EXPECT_THAT(Fields(CheckAttributes(schema, attributes)), ElementsAre("attributes.note"));
  EXPECT_THAT(attributes, IsEmpty());
}

TEST(AttributeSchema, IsCheckedItself) {
  EXPECT_TRUE(ValidateSchema(Schema()).ok());
  AttributeSchema schema;
  schema.attributes = {{"Bad", "", "text", false, {}},
                       {"a", "", "", false, {}},
                       {"b", "", "choice", false, {}},
                       {"c", "", "text", false, {"x"}},
                       {"c", "", "text", false, {}}};
  EXPECT_THAT(Fields(ValidateSchema(schema)),
              ElementsAre("attributes[0].key", "attributes[1].type", "attributes[2].choices",
                          "attributes[3].choices", "attributes[4].key"));
}

}  // namespace
}  // namespace mainstay::accounts
