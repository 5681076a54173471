#include "services/survey/analysis/response_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "services/survey/analysis/suppression.h"
#include "services/survey/analysis/tally_testing.h"

namespace mainstay::survey {
namespace {

std::shared_ptr<const TallyPlan> Plan() {
  return std::make_shared<const TallyPlan>(TalliedContent());
}

// `count` responses of a region; the first `reasons` of them answer the single choice.
StratumTally OfRegion(const std::string& region, int count, int reasons, bool flagged = false) {
  StratumTally made{{.wave = 1, .region = region, .flagged = flagged}, Tally(Plan())};
  for (int i = 0; i < count; ++i) {
    Answers answers;
    answers["nps"].number = 9;
    if (i < reasons) answers["reason"].choices = {"price"};
    made.tally.Add(answers);
  }
  return made;
}

const ResponseGroup& In(const GroupedResponses& grouped, const std::string& value) {
  for (const ResponseGroup& group : grouped.groups) {
    if (group.value == value) return group;
  }
  ADD_FAILURE() << "no group " << value;
  return grouped.total;
}

size_t PlaceOf(const std::string& question) {
  const auto plan = Plan();
  return plan->Find(question) - plan->questions().data();
}

TEST(ResponseGroupsTest, AddUpToTheTotal) {
  std::mt19937_64 random(1);
  std::vector<StratumTally> strata;
  std::map<std::string, int64_t> expected;
  int64_t flagged = 0;
  for (int i = 0; i < 300; ++i) {
    strata.push_back({RandomStratum(random), Tally(Plan())});
    const int count = static_cast<int>(random() % 4);
    for (int c = 0; c < count; ++c) strata.back().tally.Add(RandomAnswers(random));
    if (strata.back().stratum.language == "en") continue;
    expected[strata.back().stratum.tier] += count;
    if (strata.back().stratum.flagged) flagged += count;
  }
  const GroupedResponses grouped =
      Group(Plan(), strata, {.values = {{"language", "zh"}}}, "tier", false);
  Tally sum(Plan());
  int64_t before = INT64_MAX;
  for (const ResponseGroup& group : grouped.groups) {
    EXPECT_FALSE(group.suppressed);
    EXPECT_EQ(group.tally.responses(), expected[group.value]);
    EXPECT_LE(group.tally.responses(), before);
    before = group.tally.responses();
    sum.Merge(group.tally);
  }
  EXPECT_EQ(grouped.groups.size(), expected.size());
  EXPECT_EQ(sum, grouped.total.tally);
  EXPECT_EQ(grouped.total.flagged, flagged);
}

TEST(ResponseGroupsTest, WavesStandInOrder) {
  std::vector<StratumTally> strata;
  for (int wave : {10, 2, 1}) {
    strata.push_back({{.wave = wave}, Tally(Plan())});
    strata.back().tally.Add({});
  }
  const GroupedResponses grouped = Group(Plan(), strata, {}, "wave", false);
  ASSERT_EQ(grouped.groups.size(), 3u);
  EXPECT_EQ(grouped.groups[1].value, "2");
  EXPECT_EQ(grouped.groups[2].value, "10");
}

TEST(ResponseGroupsTest, AFewTellNothingNorWhatTheOthersWouldTell) {
  const std::vector<StratumTally> strata = {OfRegion("华东", 30, 30), OfRegion("华北", 3, 3),
                                            OfRegion("西南", 8, 8)};
  const GroupedResponses grouped = Group(Plan(), strata, {}, "region", true);
  EXPECT_FALSE(grouped.total.suppressed);
  EXPECT_FALSE(In(grouped, "华东").suppressed);
  EXPECT_TRUE(In(grouped, "华北").suppressed);
  EXPECT_TRUE(In(grouped, "西南").suppressed);  // 41 − 30 − 8 are 3
  EXPECT_FALSE(In(Group(Plan(), strata, {}, "region", false), "华北").suppressed);
  // Selecting them is no way around.
  EXPECT_TRUE(Group(Plan(), strata, {.values = {{"region", "华北"}}}, "", true).total.suppressed);
  EXPECT_TRUE(Group(Plan(), strata, {.values = {{"region", "西南"}}}, "", true).total.suppressed);
  EXPECT_FALSE(Group(Plan(), strata, {.values = {{"region", "华东"}}}, "", true).total.suppressed);
}

TEST(ResponseGroupsTest, AQuestionThatAFewAnsweredIsNotToldEither) {
  const std::vector<StratumTally> strata = {OfRegion("华东", 30, 20), OfRegion("华北", 9, 2),
                                            OfRegion("西南", 8, 8)};
  const size_t reason = PlaceOf("reason"), nps = PlaceOf("nps");
  const GroupedResponses grouped = Group(Plan(), strata, {}, "region", true);
  EXPECT_FALSE(In(grouped, "华北").suppressed);
  EXPECT_FALSE(In(grouped, "华北").hidden[nps]);
  EXPECT_TRUE(In(grouped, "华北").hidden[reason]);
  EXPECT_TRUE(In(grouped, "西南").hidden[reason]);
  EXPECT_FALSE(In(grouped, "华东").hidden[reason]);
}

TEST(ResponseGroupsTest, ASmallSurveyTellsOnlyThatItIs) {
  const GroupedResponses grouped =
      Group(Plan(), std::vector<StratumTally>{OfRegion("华东", 4, 4)}, {}, "region", true);
  EXPECT_TRUE(grouped.total.suppressed);
  EXPECT_TRUE(grouped.groups[0].suppressed);
}

TEST(ResponseGroupsTest, FlaggedOnesCanBeLeftOut) {
  const std::vector<StratumTally> strata = {OfRegion("华东", 30, 0), OfRegion("华东", 6, 0, true)};
  const GroupedResponses all = Group(Plan(), strata, {}, "", true);
  EXPECT_EQ(all.total.tally.responses(), 36);
  EXPECT_EQ(all.total.flagged, 6);
  const GroupedResponses without = Group(Plan(), strata, {.exclude_flagged = true}, "", true);
  EXPECT_EQ(without.total.tally.responses(), 30);
  EXPECT_EQ(without.total.flagged, 0);
}

TEST(ResponseGroupsTest, LeavingFlaggedOnesOutTellsOfNoFew) {
  const std::vector<StratumTally> strata = {OfRegion("华东", 20, 20), OfRegion("华东", 1, 1, true),
                                            OfRegion("华北", 20, 20), OfRegion("华北", 6, 6, true),
                                            OfRegion("西南", 20, 20)};
  const Selection without{.exclude_flagged = true};
  const GroupedResponses grouped = Group(Plan(), strata, without, "region", true);
  EXPECT_FALSE(grouped.total.suppressed);
  EXPECT_EQ(grouped.total.tally.responses(), 60);
  EXPECT_TRUE(In(grouped, "华东").suppressed) << "21 - 20";
  EXPECT_TRUE(In(grouped, "华北").suppressed) << "the total's 7 - 6 of these";
  EXPECT_FALSE(In(grouped, "西南").suppressed);
  EXPECT_FALSE(In(Group(Plan(), strata, {}, "region", true), "华东").suppressed);
  EXPECT_FALSE(In(Group(Plan(), strata, without, "region", false), "华东").suppressed);
  // Nor by selecting.
  const auto selected = [&](const std::string& region) {
    return Group(Plan(), strata, {.values = {{"region", region}}, .exclude_flagged = true}, "",
                 true)
        .total.suppressed;
  };
  EXPECT_TRUE(selected("华东"));
  EXPECT_TRUE(selected("华北"));
  EXPECT_FALSE(selected("西南"));
}

TEST(ResponseGroupsTest, AFewFlaggedOnesCannotBeLeftOutAtAll) {
  for (int flagged : {1, 4}) {
    const std::vector<StratumTally> strata = {OfRegion("华东", 30, 30),
                                              OfRegion("华东", flagged, flagged, true)};
    EXPECT_TRUE(Group(Plan(), strata, {.exclude_flagged = true}, "", true).total.suppressed);
    EXPECT_FALSE(Group(Plan(), strata, {}, "", true).total.suppressed);
  }
  // Six flagged, of whom three answered a question.
  const std::vector<StratumTally> strata = {OfRegion("华东", 30, 30), OfRegion("华东", 6, 3, true)};
  const GroupedResponses grouped = Group(Plan(), strata, {.exclude_flagged = true}, "", true);
  EXPECT_FALSE(grouped.total.suppressed);
  EXPECT_FALSE(grouped.total.hidden[PlaceOf("nps")]);
  EXPECT_TRUE(grouped.total.hidden[PlaceOf("reason")]);
}

// Of random surveys: whatever is told with and without, by region and in all, differs by nobody or
// by enough.
TEST(ResponseGroupsTest, NoDifferenceThatIsToldIsOfAFew) {
  std::mt19937_64 random(7);
  const size_t nps = PlaceOf("nps");
  for (int survey = 0; survey < 300; ++survey) {
    std::vector<StratumTally> strata;
    for (int region = 0; region < 4; ++region) {
      const std::string name = std::to_string(region);
      strata.push_back(OfRegion(name, static_cast<int>(random() % 12), 0));
      strata.push_back(OfRegion(name, static_cast<int>(random() % 8), 0, true));
    }
    const GroupedResponses with = Group(Plan(), strata, {}, "region", true);
    const GroupedResponses without =
        Group(Plan(), strata, {.exclude_flagged = true}, "region", true);
    const auto enough = [](int64_t people) { return people == 0 || people >= kLeastGroup; };
    if (without.total.suppressed || without.total.hidden[nps]) continue;
    ASSERT_FALSE(with.total.suppressed);
    int64_t flagged = with.total.tally.responses() - without.total.tally.responses();
    int64_t kept = without.total.tally.responses();
    for (const ResponseGroup& group : without.groups) {
      if (group.suppressed) continue;
      const ResponseGroup& both = In(with, group.value);
      ASSERT_FALSE(both.suppressed);
      const int64_t difference = both.tally.responses() - group.tally.responses();
      EXPECT_TRUE(enough(difference));
      flagged -= difference;
      kept -= group.tally.responses();
    }
    EXPECT_TRUE(enough(kept)) << "what is left of all without";
    EXPECT_TRUE(enough(flagged)) << "what is left of all differences";
  }
}

TEST(ResponseGroupsTest, ProtectedOnesAreSplitByOneThing) {
  const Selection one{.values = {{"tier", "core"}}};
  const Selection two{.values = {{"tier", "core"}, {"role", "user"}}};
  EXPECT_TRUE(CheckSplits(one, 0, true).ok());
  EXPECT_FALSE(CheckSplits(one, 1, true).ok());
  EXPECT_FALSE(CheckSplits(two, 0, true).ok());
  EXPECT_TRUE(CheckSplits(two, 1, false).ok());
  EXPECT_TRUE(CheckSplits({.exclude_flagged = true}, 1, true).ok());
}

}  // namespace
}  // namespace mainstay::survey
