// How requirements are taken apart and put together.
#include "services/feedback/requirements/requirement_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

TEST_F(RequirementServiceTest, TheTreeHasNoCircleAndFiveLevels) {
  std::vector<std::string> names;
  for (int i = 0; i < 6; ++i) {
    names.push_back(Made(absl::StrCat("r", i), {north_}));
    if (i > 0 && i < 5) {
      ASSERT_TRUE(SetParent(names[i], names[i - 1]).ok());
    }
  }
  EXPECT_THAT(FieldsOf(SetParent(names[5], names[4]).status()), ElementsAre("requirement.parent"));
  EXPECT_THAT(SetParent(names[0], names[3]).status().message(), HasSubstr("must not be a part"));
  EXPECT_THAT(SetParent(names[0], names[0]).status().message(), HasSubstr("must not be a part"));
  EXPECT_THAT(SetParent(names[0], names[5]).status().message(), HasSubstr("5 levels"))
      << "with all that is below it";
  EXPECT_THAT(Listed("accounts/-", absl::StrCat("parent = ", names[0])), ElementsAre("r1"));
  EXPECT_EQ(ReasonOf(Merge(names[0], names[5]).status()), "HAS_PARTS");
  const std::string hidden = Made("hidden", {south_});
  v1::UpdateRequirementRequest request;
  request.mutable_requirement()->set_name(names[5]);
  request.mutable_requirement()->set_parent(hidden);
  const auto moved =
      Call<v1::Requirement>("RequirementService/UpdateRequirement", request, "wang.li", kManager);
  EXPECT_THAT(FieldsOf(moved.status()), ElementsAre("requirement.parent"));
}

TEST_F(RequirementServiceTest, AMergeKeepsAllWhoAskedAndCanBeUndone) {
  SetTier(north_, "core");
  const std::string a = Made("检测报告", {north_});
  const std::string b = Made("每批质检单", {south_});
  const std::string c = Made("批次报告", {south_});
  EXPECT_TRUE(absl::IsNotFound(Merge(a, b, "wang.li", kManager).status())) << "they see only one";
  const auto merged = Merge(a, b);
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->merged_into(), b);
  EXPECT_THAT(AccountsOf(*Get(b)), UnorderedElementsAre(north_, south_));
  EXPECT_EQ(Get(b)->value(), 11);
  EXPECT_THAT(AccountsOf(*Get(b, "wang.li", kManager)), ElementsAre(north_))
      << "who asked for one sees what it became";
  EXPECT_EQ(ReasonOf(Do("ScreenRequirement", a).status()), "MERGED");
  EXPECT_EQ(ReasonOf(Merge(c, a).status()), "MERGED");
  EXPECT_THAT(Listed(north_, ""), ElementsAre("每批质检单"));
  EXPECT_THAT(Listed(north_, "", "ada", "admin", true),
              UnorderedElementsAre("检测报告", "每批质检单"));
  // A chain, and its middle undone.
  ASSERT_TRUE(Merge(b, c).ok());
  EXPECT_EQ(Get(c)->value(), 11);
  EXPECT_EQ(Get(c)->account_count(), 2);
  const auto undone = Do("UnmergeRequirement", b);
  ASSERT_TRUE(undone.ok()) << undone.status();
  EXPECT_EQ(undone->value(), 11) << "with what had been merged into it";
  EXPECT_EQ(Get(c)->value(), 1);
  ASSERT_TRUE(Do("UnmergeRequirement", a).ok());
  EXPECT_EQ(Get(a)->value(), 10);
  EXPECT_EQ(Get(b)->value(), 1);
  EXPECT_EQ(ReasonOf(Do("UnmergeRequirement", a).status()), "NOT_MERGED");
  EXPECT_THAT(EventsOf(a),
              ElementsAre("RequirementCollected", "RequirementMerged", "RequirementUnmerged"));
  EXPECT_THAT(EventsOf(c),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementChanged"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(RequirementServiceTest, WhoAskedForTheFirstOfAChainCanTakeItOut) {
  const std::string a = Made("检测报告", {north_});
  const std::string b = Made("每批质检单", {south_});
  const std::string c = Made("批次报告", {south_});
  ASSERT_TRUE(Merge(a, b).ok());
  ASSERT_TRUE(Merge(b, c).ok());
  EXPECT_TRUE(Get(c, "wang.li", kManager).ok()) << "what it became";
  EXPECT_FALSE(Get(b, "wang.li", kManager).ok()) << "what it was merged into";
  const auto undone = Do("UnmergeRequirement", a, "", "wang.li", kManager);
  ASSERT_TRUE(undone.ok()) << undone.status();
  EXPECT_EQ(undone->merged_into(), "");
  EXPECT_EQ(Get(c)->account_count(), 1);
  EXPECT_THAT(EventsOf(c),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementChanged"))
      << "it has fewer askers now";
  EXPECT_THAT(EventsOf(b),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementMerged"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(RequirementServiceTest, APartThatWasMergedAwayKeepsNothingFromBeingMerged) {
  const std::string whole = Made("检测报告", {north_});
  const std::string part = Made("每批质检单", {north_});
  const std::string other = Made("批次报告", {south_});
  ASSERT_TRUE(SetParent(part, whole).ok());
  EXPECT_EQ(ReasonOf(Merge(whole, other).status()), "HAS_PARTS");
  ASSERT_TRUE(Merge(part, whole).ok());
  const auto merged = Merge(whole, other);
  ASSERT_TRUE(merged.ok()) << merged.status();
  const auto undone = Do("UnmergeRequirement", part);
  ASSERT_TRUE(undone.ok()) << undone.status();
  EXPECT_EQ(undone->parent(), "") << "what it was a part of is another now";
  ASSERT_TRUE(Do("UnmergeRequirement", whole).ok());
  ExpectAnEventForEveryVersion(service_.db());
}

}  // namespace
}  // namespace mainstay::feedback
