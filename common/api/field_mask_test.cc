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

absl::StatusOr<std::vector<std::string>> Fields(const std::vector<std::string>& paths,
                                                const accounts::v1::Account& account = {}) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return FieldsToUpdate(mask, account);
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

TEST(FieldMaskTest, OutputOnlyFieldsMayBeSentBackButNotChanged) {
  accounts::v1::Account stored;
  stored.set_display_name("Acme");
  stored.set_state(accounts::v1::ACCOUNT_STATE_ACTIVE);
  stored.mutable_create_time()->set_seconds(1);
  stored.mutable_update_time()->set_seconds(2);
  auto check = [&](const std::vector<std::string>& paths, const accounts::v1::Account& given) {
    google::protobuf::FieldMask mask;
    for (const std::string& path : paths) mask.add_paths(path);
    return std::string(CheckOutputOnly(mask, given, stored).message());
  };
  accounts::v1::Account given = stored;
  EXPECT_EQ(check({}, given), "");
  EXPECT_EQ(check({"*"}, given), "");
  EXPECT_EQ(check({"state", "tier", "create_time"}, given), "");
  EXPECT_EQ(check({"*"}, {}), "") << "a new card has none of them";
  given.mutable_update_time()->set_seconds(1);
  EXPECT_EQ(check({}, given), "") << "read before another change";
  EXPECT_EQ(check({"update_time"}, given),
            "update_time: is set by the service; it cannot be written");
  given.set_tier(accounts::v1::TIER_CORE);
  for (const char* path : {"*", "tier"}) {
    EXPECT_EQ(check({path}, given), "tier: is set by grading; it cannot be written");
  }
  EXPECT_EQ(check({"display_name"}, given), "") << "not named";
  given.mutable_create_time()->set_nanos(1);
  EXPECT_EQ(check({}, given),
            "tier: is set by grading; it cannot be written; "
            "create_time: is set by the service; it cannot be written");
  EXPECT_EQ(check({"create_time.seconds"}, stored), "");
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
