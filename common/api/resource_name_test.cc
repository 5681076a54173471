#include "common/api/resource_name.h"

#include "common/status/status.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

using ::testing::ElementsAre;

constexpr char kId[] = "019338a0-0000-7000-8000-00000000000f";

TEST(ResourceNameTest, GivesTheVariableSegments) {
  const std::string id = kId;
  EXPECT_THAT(ParseName("accounts/" + id, "accounts/*", "name").value(), ElementsAre(id));
  EXPECT_THAT(ParseName("accounts/" + id + "/contacts/" + id, "accounts/*/contacts/*", "n").value(),
              ElementsAre(id, id));
  EXPECT_THAT(ParseName("accounts/" + id + "/members/王.li", "accounts/*/members/~", "n").value(),
              ElementsAre(id, "王.li"));
}

TEST(ResourceNameTest, RefusesEverythingElseNamingTheField) {
  const std::string id = kId;
  for (const std::string& name : std::vector<std::string>{
           "", "accounts", "accounts/", "accounts/x", "/accounts/" + id, "accounts/" + id + "/",
           "Accounts/" + id, "accounts/" + id + "/contacts", "contacts/" + id, "accounts//" + id,
           "accounts/019338A0-0000-7000-8000-00000000000F", "accounts/-"}) {
    const absl::Status status = ParseName(name, "accounts/*", "account.name").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    ASSERT_EQ(status::GetFieldViolations(status).size(), 1u);
    EXPECT_EQ(status::GetFieldViolations(status)[0].field, "account.name");
    EXPECT_EQ(status::GetFieldViolations(status)[0].description, "must look like accounts/{uuid}");
  }
  for (const std::string& user : {std::string(), std::string(129, 'x'), std::string("a\nb")}) {
    EXPECT_FALSE(
        ParseName("accounts/" + id + "/members/" + user, "accounts/*/members/~", "n").ok());
  }
}

}  // namespace
}  // namespace mainstay::api
