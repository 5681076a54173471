#include "services/accounts/team/member.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::accounts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> BadFieldsOf(const TeamMember& member) {
  std::vector<std::string> fields;
  for (const auto& v : status::GetFieldViolations(Validate(member))) fields.push_back(v.field);
  return fields;
}

TeamMember Member(std::string role, std::string raci, bool owner) {
  TeamMember member;
  member.user = "wang.li";
  member.role = std::move(role);
  member.raci = std::move(raci);
  member.owner = owner;
  return member;
}

TEST(TeamMember, NeedsAUserAndARole) {
  EXPECT_THAT(BadFieldsOf(Member("service", "consulted", false)), IsEmpty());
  TeamMember member = Member("", "responsible", false);
  member.user = "a/b";
  EXPECT_THAT(BadFieldsOf(member), ElementsAre("user", "role"));
  member = Member("service", "responsible", false);
  member.user = std::string(129, 'x');
  EXPECT_THAT(BadFieldsOf(member), ElementsAre("user"));
}

TEST(TeamMember, ExactlyTheOwnerIsAccountable) {
  EXPECT_THAT(BadFieldsOf(Member("account_manager", "accountable", true)), IsEmpty());
  EXPECT_THAT(BadFieldsOf(Member("account_manager", "accountable", false)), ElementsAre("raci"));
  EXPECT_THAT(BadFieldsOf(Member("service", "responsible", true)), ElementsAre("role", "raci"));
}

}  // namespace
}  // namespace mainstay::accounts
