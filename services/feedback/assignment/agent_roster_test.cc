#include "services/feedback/assignment/agent_roster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

const AssignmentRequest kModerate = {.category = "product.defect",
                                     .severity = "moderate",
                                     .now = absl::FromUnixSeconds(1'790'000'000)};

Agent Of(const char* user, int capacity) {
  return {.user = user, .skills = {"product"}, .capacity = capacity};
}

TEST(AgentRosterTest, CountsAlongWhatItGives) {
  AgentRoster roster({Of("a", 10), Of("b", 10)}, {{"a", 2}, {"x", 50}});
  std::vector<std::string> users;
  for (int i = 0; i < 9; ++i) {
    users.push_back(roster.Choose(kModerate, {}).user);
    roster.Give(users.back(), "moderate");
  }
  EXPECT_THAT(users, ElementsAre("b", "a", "b", "a", "b", "a", "b", "a", "b"));
  EXPECT_EQ(roster.Choose(kModerate, {}).user, "");  // ten of ten each
  roster.Take("a", "moderate");
  EXPECT_EQ(roster.Choose(kModerate, {}).user, "a");
}

TEST(AgentRosterTest, AsksTheTeamOfEachCase) {
  AgentRoster roster({Of("a", 10), Of("b", 10)}, {{"b", 6}});
  EXPECT_EQ(roster.Choose(kModerate, {"b"}).user, "b");
  EXPECT_EQ(roster.Choose(kModerate, {"c"}).user, "a");
}

TEST(AgentFieldsTest, AreTextsAndBack) {
  Agent agent = Of("a", 7);
  agent.skills = {"product", "staff.attitude"};
  agent.absences = {{absl::FromUnixMicros(1'790'000'000'123'456),
                     absl::FromUnixSeconds(1'790'000'900), "年假 / leave"},
                    {absl::FromUnixSeconds(1'800'000'000)}};
  Agent copy;
  for (const auto& field : AgentFields()) field.set(copy, field.get(agent));
  EXPECT_EQ(copy.skills, agent.skills);
  EXPECT_EQ(copy.capacity, 7);
  EXPECT_EQ(copy.absences, agent.absences);
}

}  // namespace
}  // namespace mainstay::feedback
