#include "common/auth/roles.h"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/auth/policy.h"

namespace mainstay::auth {
namespace {

using ::testing::ElementsAre;

Principal With(std::vector<std::string> roles) {
  return {.subject = "wang.li", .roles = std::move(roles)};
}

std::set<std::string> Granted(const std::string& role, Reach reach) {
  std::set<std::string> permissions;
  for (const std::string& permission : AllPermissions()) {
    if (Grants(With({role}), permission) == reach) permissions.insert(permission);
  }
  return permissions;
}

TEST(RolesTest, NamesEveryRoleInTheOrderOfTheDocumentation) {
  EXPECT_THAT(AllRoles(), ElementsAre("admin", "director", "account_manager", "service_agent",
                                      "analyst", "survey_manager", "integration"));
}

TEST(RolesTest, GrantsEachRoleItsPermissions) {
  const std::set<std::string> all(AllPermissions().begin(), AllPermissions().end());
  EXPECT_EQ(Granted("admin", Reach::kAll), all);
  std::set<std::string> directors = all;
  directors.erase("events.manage");
  EXPECT_EQ(Granted("director", Reach::kAll), directors);

  std::set<std::string> managers = directors;
  for (const char* not_theirs : {"accounts.merge",
                                 "accounts.delete",
                                 "accounts.configure",
                                 "trade.import",
                                 "grading.run",
                                 "visits.configure",
                                 "calendars.configure",
                                 "calendars.read",
                                 "feed.own",
                                 "cadence.manage",
                                 "care.configure",
                                 "gifts.approve",
                                 "gifts.configure",
                                 "feedback.settings.read",
                                 "feedback.settings.write",
                                 "cases.import",
                                 "requirements.rank",
                                 "surveys.write",
                                 "surveys.identities.read",
                                 "surveys.import"}) {
    managers.erase(not_theirs);
  }
  const std::set<std::string> none;
  EXPECT_EQ(Granted("account_manager", Reach::kTeam), managers);
  const std::set<std::string> everybodys = {"calendars.read", "feed.own", "feedback.settings.read"};
  EXPECT_EQ(Granted("account_manager", Reach::kAll), everybodys);
  EXPECT_EQ(Granted("service_agent", Reach::kTeam), (std::set<std::string>{"accounts.read",
                                                                           "contacts.read",
                                                                           "team.read",
                                                                           "trade.read",
                                                                           "visits.read",
                                                                           "visits.write",
                                                                           "commitments.read",
                                                                           "commitments.write",
                                                                           "communications.read",
                                                                           "communications.write",
                                                                           "tasks.read",
                                                                           "tasks.write",
                                                                           "cadence.read",
                                                                           "care.read",
                                                                           "gatherings.read",
                                                                           "gatherings.write",
                                                                           "gifts.read",
                                                                           "gifts.write",
                                                                           "plans.read",
                                                                           "plans.write",
                                                                           "cases.read",
                                                                           "cases.write",
                                                                           "requirements.read",
                                                                           "requirements.write",
                                                                           "feedback.reports.read",
                                                                           "improvement.read",
                                                                           "improvement.write",
                                                                           "surveys.read",
                                                                           "surveys.respond"}));
  EXPECT_EQ(Granted("service_agent", Reach::kAll), everybodys);
  EXPECT_EQ(
      Granted("analyst", Reach::kAll),
      (std::set<std::string>{"accounts.read",     "contacts.read",     "team.read",
                             "trade.read",        "grading.read",      "grading.run",
                             "visits.read",       "commitments.read",  "communications.read",
                             "calendars.read",    "feed.own",          "feedback.settings.read",
                             "cadence.read",      "care.read",         "gatherings.read",
                             "gifts.read",        "plans.read",        "cases.read",
                             "requirements.read", "requirements.rank", "feedback.reports.read",
                             "improvement.read",  "surveys.read",      "surveys.responses.read"}));
  EXPECT_EQ(Granted("survey_manager", Reach::kAll),
            (std::set<std::string>{"accounts.read", "contacts.read", "calendars.read", "feed.own",
                                   "feedback.settings.read", "surveys.read", "surveys.write",
                                   "surveys.responses.read", "surveys.identities.read",
                                   "surveys.respond", "surveys.import"}));
  EXPECT_EQ(Granted("survey_manager", Reach::kTeam),
            (std::set<std::string>{"tasks.read", "tasks.write"}));
  EXPECT_EQ(
      Granted("integration", Reach::kAll),
      (std::set<std::string>{
          "accounts.read", "accounts.create", "accounts.update", "contacts.read", "contacts.write",
          "trade.import", "trade.read", "trade.write", "grading.read", "communications.read",
          "communications.write", "calendars.read", "cases.read", "cases.write", "cases.import",
          "feedback.settings.read", "requirements.read", "requirements.write", "surveys.import"}));
  EXPECT_EQ(Granted("intruder", Reach::kAll), none);
}

TEST(RolesTest, TakesTheWidestReachOfSeveralRoles) {
  EXPECT_EQ(Grants(With({"service_agent", "analyst"}), "accounts.read"), Reach::kAll);
  EXPECT_EQ(Grants(With({"service_agent", "analyst"}), "grading.run"), Reach::kAll);
  EXPECT_EQ(Grants(With({"service_agent", "account_manager"}), "contacts.write"), Reach::kTeam);
  EXPECT_EQ(Grants(With({}), "accounts.read"), std::nullopt);
  EXPECT_EQ(Grants(With({"admin"}), "no.such.permission"), std::nullopt);
}

// What is shown of requirements counts what accounts buy, by the scope of the method that shows it.
TEST(RolesTest, WhoSeesRequirementsSeesTradeAsFar) {
  for (const char* permission : {"requirements.read", "requirements.write", "requirements.rank"}) {
    for (const std::string& role : AllRoles()) {
      const auto requirements = Grants(With({role}), permission);
      if (!requirements) continue;
      const auto trade = Grants(With({role}), "trade.read");
      ASSERT_TRUE(trade.has_value()) << role << " " << permission;
      EXPECT_TRUE(*trade == Reach::kAll || *requirements == Reach::kTeam)
          << role << " " << permission;
    }
  }
}

options::v1::Policy PolicyWith(options::v1::Scope scope, std::string permission) {
  options::v1::Policy policy;
  policy.set_scope(scope);
  policy.set_permission(std::move(permission));
  return policy;
}

TEST(AuthorizeTest, TurnsReachIntoScope) {
  const auto team = PolicyWith(options::v1::SCOPE_ACCOUNT_TEAM, "accounts.read");
  EXPECT_TRUE(Authorize(team, With({"admin"}))->all());
  EXPECT_EQ(Authorize(team, With({"service_agent"}))->user(), "wang.li");
  const auto self = PolicyWith(options::v1::SCOPE_SELF, "accounts.read");
  EXPECT_EQ(Authorize(self, With({"admin"}))->user(), "wang.li");
}

TEST(AuthorizeTest, RefusesWithoutTokenOrPermission) {
  const auto policy = PolicyWith(options::v1::SCOPE_ANY, "grading.run");
  EXPECT_EQ(Authorize(policy, {}).status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(Authorize(policy, With({"service_agent"})).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_TRUE(Authorize(policy, With({"analyst"})).ok());
}

TEST(AuthorizeTest, GivesAnonymousCallersOfPublicMethodsNoAccounts) {
  auto scope = Authorize(PolicyWith(options::v1::SCOPE_PUBLIC, ""), {});
  ASSERT_TRUE(scope.ok());
  EXPECT_FALSE(scope->all());
  EXPECT_EQ(scope->user(), "");
}

}  // namespace
}  // namespace mainstay::auth
