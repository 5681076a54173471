#include "services/feedback/assignment/assignment.h"

#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

Candidate Of(const char* user, int64_t load, int capacity, bool in_team = false) {
  return {.agent = {.user = user, .skills = {"product"}, .capacity = capacity},
          .load = load,
          .in_team = in_team};
}

// A moderate case: it weighs 2.
AssignmentRequest Request() {
  return {.category = "product.defect", .severity = "moderate", .now = kNow};
}

std::map<std::string, std::string_view> VerdictsOf(const Assignment& assignment) {
  std::map<std::string, std::string_view> verdicts;
  for (const Consideration& one : assignment.considerations) verdicts[one.user] = one.verdict;
  return verdicts;
}

TEST(AssignmentTest, GoesToTheTeamFirstHoweverBusy) {
  const Assignment assignment =
      Assign(Request(), {Of("a", 0, 20), Of("b", 17, 20, true), Of("c", 18, 20, true)});
  EXPECT_EQ(assignment.user, "b");
  EXPECT_THAT(VerdictsOf(assignment),
              ElementsAre(Pair("a", kVerdictOutsideTeam), Pair("b", kVerdictChosen),
                          Pair("c", kVerdictBusier)));
}

TEST(AssignmentTest, LooksElsewhereWhenNobodyOfTheTeamFits) {
  const Assignment assignment = Assign(Request(), {Of("a", 5, 20), Of("b", 19, 20, true)});
  EXPECT_THAT(VerdictsOf(assignment),
              ElementsAre(Pair("a", kVerdictChosen), Pair("b", kVerdictFull)));
}

TEST(AssignmentTest, ComparesTheShareOfTheCapacityWithTheCaseTaken) {
  // 7 of 10 against 12 of 20; before the case both were at half.
  EXPECT_EQ(Assign(Request(), {Of("a", 5, 10), Of("b", 10, 20)}).user, "b");
  // One third against 5 of 15: the same, so the name decides.
  const Assignment tie = Assign(Request(), {Of("b", 3, 15), Of("a", 1, 9)});
  EXPECT_EQ(tie.user, "a");
  EXPECT_THAT(VerdictsOf(tie),
              ElementsAre(Pair("a", kVerdictChosen), Pair("b", kVerdictLaterName)));
}

TEST(AssignmentTest, FillsACapacityAndNoMore) {
  EXPECT_EQ(Assign(Request(), {Of("a", 8, 10)}).user, "a");
  EXPECT_EQ(Assign(Request(), {Of("a", 9, 10)}).user, "");
  AssignmentRequest request = Request();
  request.severity = "critical";
  EXPECT_EQ(Assign(request, {Of("a", 3, 10)}).user, "");
  EXPECT_EQ(Assign(request, {Of("a", 2, 10)}).user, "a");
}

TEST(AssignmentTest, SaysOfEverybodyWhyNot) {
  AssignmentRequest request = Request();
  request.excluded_users = {"e"};
  Candidate unskilled = Of("u", 0, 20), absent = Of("b", 0, 20), full = Of("f", 20, 20);
  unskilled.agent.skills = {"delivery", "product.failure"};
  absent.agent.absences = {{kNow, kNow + absl::Hours(8)}};
  const Assignment assignment = Assign(request, {unskilled, Of("e", 0, 20), full, absent});
  EXPECT_EQ(assignment.user, "");
  EXPECT_THAT(
      assignment.considerations,
      ElementsAre(
          Consideration{.user = "b",
                        .verdict = kVerdictAbsent,
                        .load_after = 2,
                        .capacity = 20,
                        .absent_until = kNow + absl::Hours(8)},
          Consideration{.user = "e", .verdict = kVerdictExcluded, .load_after = 2, .capacity = 20},
          Consideration{
              .user = "f", .verdict = kVerdictFull, .load = 20, .load_after = 22, .capacity = 20},
          Consideration{
              .user = "u", .verdict = kVerdictUnskilled, .load_after = 2, .capacity = 20}));
  EXPECT_THAT(Assign(request, {}).considerations, IsEmpty());
}

TEST(AssignmentTest, AnAbsenceEndsWithItsInstant) {
  Candidate back = Of("a", 0, 20);
  back.agent.absences = {{kNow - absl::Hours(8), kNow}};
  EXPECT_EQ(Assign(Request(), {back}).user, "a");
}

TEST(AssignmentTest, DoesNotDependOnTheOrderOfTheCandidates) {
  std::vector<Candidate> candidates = {Of("a", 6, 10, true), Of("b", 12, 20, true), Of("c", 4, 20),
                                       Of("d", 12, 20, true), Of("e", 30, 30, true)};
  const Assignment first = Assign(Request(), candidates);
  EXPECT_EQ(first.user, "b");
  do {
    const Assignment again = Assign(Request(), candidates);
    ASSERT_EQ(again.user, first.user);
    ASSERT_EQ(again.considerations, first.considerations);
  } while (std::next_permutation(
      candidates.begin(), candidates.end(),
      [](const Candidate& a, const Candidate& b) { return a.agent.user < b.agent.user; }));
}

}  // namespace
}  // namespace mainstay::feedback
