#include "common/api/field_mask.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "mainstay/accounts/v1/account_service.pb.h"

namespace mainstay::api {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kOutputOnly = {"state", "create_time"};

absl::StatusOr<std::vector<std::string>> Fields(const std::vector<std::string>& paths,
                                                const accounts::v1::Account& account = {}) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return FieldsToUpdate(mask, account, kOutputOnly);
}

TEST(FieldMaskTest, NamesTopLevelFieldsOnce) {
  EXPECT_THAT(Fields({"display_name", "region", "display_name"}).value(),
              ElementsAre("display_name", "region"));
  EXPECT_THAT(Fields({"credit_limit.units", "attributes.colour", "attributes", "aliases"}).value(),
              ElementsAre("credit_limit", "attributes", "aliases"));
}

TEST(FieldMaskTest, AnAbsentMaskMeansWhatIsSet) {
  accounts::v1::Account account;
  account.set_name("accounts/x");
  account.set_etag("\"1\"");
  account.set_display_name("Acme");
  account.mutable_create_time()->set_seconds(1);
  (*account.mutable_attributes())["colour"] = "red";
  EXPECT_THAT(Fields({}, account).value(), ElementsAre("display_name", "attributes"));
  EXPECT_THAT(Fields({}).value(), IsEmpty());
}

TEST(FieldMaskTest, WhatWasReadCanBeSentBackWhole) {
  EXPECT_THAT(Fields({"name", "display_name", "etag", "state", "create_time"}).value(),
              ElementsAre("display_name"));
  const auto all = Fields({"*"}).value();
  EXPECT_THAT(all, Contains("display_name"));
  EXPECT_THAT(all, Contains("payment_terms"));
  EXPECT_THAT(all, Not(Contains("state")));
  EXPECT_THAT(all, Not(Contains("name")));
}

TEST(FieldMaskTest, RefusesPathsThatAreNot) {
  for (const char* path :
       {"", "nothing", "displayName", "display_name.x", "credit_limit.nothing", "aliases.0",
        "attributes.a.b", "attributes.", ".", "display_name.", "*.x", "credit_limit.units.x"}) {
    const absl::Status status = Fields({path}).status();
    ASSERT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << path;
    EXPECT_EQ(status::GetFieldViolations(status).at(0).field, "update_mask");
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
}

}  // namespace
}  // namespace mainstay::api
