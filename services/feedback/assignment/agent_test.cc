#include "services/feedback/assignment/agent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNoon = absl::FromUnixSeconds(1'790'000'000);

std::vector<std::string> FieldsOf(const Agent& agent) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(agent))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(AgentTest, FillsInAndKeepsTheRules) {
  Agent agent{.user = " li.na ",
              .skills = {" product", "delivery.late "},
              .capacity = 20,
              .absences = {{kNoon, kNoon + absl::Hours(1), " leave "}, {kNoon - absl::Hours(5)}}};
  FillIn(agent);
  EXPECT_EQ(agent.user, "li.na");
  EXPECT_THAT(agent.skills, ElementsAre("product", "delivery.late"));
  EXPECT_EQ(agent.absences[1].note, "leave");
  EXPECT_THAT(FieldsOf(agent), IsEmpty());
}

TEST(AgentTest, NamesAllThatCannotBeAccepted) {
  EXPECT_THAT(FieldsOf({.user = "li na",
                        .skills = {"product", "Product", "product"},
                        .capacity = kMaxCapacity + 1,
                        .absences = {{absl::InfinitePast(), kNoon}, {kNoon, kNoon, "a\nb"}}}),
              ElementsAre("user", "skills[1]", "skills[2]", "capacity", "absences[0].from_time",
                          "absences[1].to_time", "absences[1].note"));
  EXPECT_THAT(FieldsOf({.user = "li", .capacity = -1}), ElementsAre("capacity"));
}

TEST(AgentTest, ASkillCoversWhatIsUnderIt) {
  const Agent agent{.skills = {"product", "staff.attitude"}};
  EXPECT_TRUE(HasSkill(agent, "product"));
  EXPECT_TRUE(HasSkill(agent, "product.defect.colour"));
  EXPECT_TRUE(HasSkill(agent, "staff.attitude"));
  EXPECT_FALSE(HasSkill(agent, "staff"));
  EXPECT_FALSE(HasSkill(agent, "products"));
}

TEST(AgentTest, IsAbsentUntilTheLastAbsenceInARowEnds) {
  const auto hour = [](int hours) { return kNoon + absl::Hours(hours); };
  const Agent agent{
      .absences = {{hour(5), hour(8)}, {hour(0), hour(3)}, {hour(2), hour(4)}, {hour(8), hour(9)}}};
  EXPECT_EQ(AbsentUntil(agent, hour(-1)), hour(-1));
  EXPECT_EQ(AbsentUntil(agent, hour(0)), hour(4));
  EXPECT_EQ(AbsentUntil(agent, hour(4)), hour(4));
  EXPECT_EQ(AbsentUntil(agent, hour(6)), hour(9));
  EXPECT_EQ(AbsentUntil({.absences = {{hour(0)}}}, hour(1)), absl::InfiniteFuture());
}

}  // namespace
}  // namespace mainstay::feedback
