#include "services/survey/analysis/told_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "services/survey/analysis/suppression.h"
#include "services/survey/analysis/tally_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ToldStepsTest : public ::testing::Test {
 protected:
  std::vector<WaitingResponse> Random(int count) {
    std::vector<WaitingResponse> waiting;
    for (int i = 0; i < count; ++i) {
      waiting.push_back({1 + static_cast<int>(random_() % 2), RandomAnswers(random_)});
    }
    return waiting;
  }
  static WaitingResponse Said(int wave, int nps) {
    WaitingResponse said{.wave = wave, .answers = {}};
    said.answers["nps"].number = nps;
    return said;
  }
  // What figures of each wave are made of, by wave: responses, answers to each question, complete
  // answers to the driver model.
  std::map<int, std::vector<int64_t>> Counts(const std::vector<WaitingResponse>& waiting,
                                             const std::vector<size_t>& places) {
    std::map<int, std::vector<int64_t>> counts;
    std::map<int, Tally> tallies;
    for (const size_t place : places) {
      tallies.try_emplace(waiting[place].wave, plan_).first->second.Add(waiting[place].answers);
    }
    for (const auto& [wave, tally] : tallies) {
      counts[wave] = {tally.responses(), tally.moments()->complete()};
      for (const TalliedQuestion& question : plan_->questions()) {
        counts[wave].push_back(tally.Answered(question));
      }
    }
    return counts;
  }
  void ExpectNothingOfAFew(const std::vector<WaitingResponse>& waiting,
                           const std::vector<size_t>& places) {
    for (const auto& [wave, counts] : Counts(waiting, places)) {
      for (const int64_t count : counts) EXPECT_TRUE(count == 0 || count >= kLeastGroup) << count;
    }
  }

  std::mt19937_64 random_{7};
  std::shared_ptr<const TallyPlan> plan_ = std::make_shared<const TallyPlan>(TalliedContent());
};

TEST_F(ToldStepsTest, FiveComeWhenTenAreThere) {
  std::vector<WaitingResponse> waiting;
  for (int i = 0; i < 9; ++i) waiting.push_back(Said(1, i));
  EXPECT_THAT(NextStep(plan_, waiting), IsEmpty());
  waiting.push_back(Said(1, 9));
  EXPECT_THAT(NextStep(plan_, waiting), ElementsAre(0, 1, 2, 3, 4));
  waiting.push_back(Said(2, 9));
  EXPECT_THAT(NextStep(plan_, waiting), ElementsAre(0, 1, 2, 3, 4)) << "each wave for itself";
}

TEST_F(ToldStepsTest, WhoAnswersWhatFewAnswerWaitsForMore) {
  std::vector<WaitingResponse> waiting;
  for (int i = 0; i < 12; ++i) waiting.push_back(Said(1, i % 11));
  waiting[1].answers["ces"].number = 3;
  EXPECT_THAT(NextStep(plan_, waiting), ElementsAre(0, 2, 3, 4, 5, 6));
  for (int i = 2; i < 6; ++i) waiting[i].answers["ces"].number = 3;
  EXPECT_THAT(NextStep(plan_, waiting), ElementsAre(0, 1, 2, 3, 4, 5, 6));
}

TEST_F(ToldStepsTest, NoStepAddsAFewToAnything) {
  int told = 0;
  for (int round = 0; round < 200; ++round) {
    const auto waiting = Random(static_cast<int>(random_() % 120));
    const auto step = NextStep(plan_, waiting);
    ExpectNothingOfAFew(waiting, step);
    told += step.empty() ? 0 : 1;
    std::map<int, int64_t> left;
    for (size_t place = 0; place < waiting.size(); ++place) ++left[waiting[place].wave];
    std::map<int, int64_t> all = left;
    for (const size_t place : step) --left[waiting[place].wave];
    for (const auto& [wave, count] : left) EXPECT_GE(count, std::min(all[wave], kLeastGroup));
  }
  EXPECT_GT(told, 50) << "or nothing was tried";
}

TEST_F(ToldStepsTest, TheLastStepLeavesOutAFewAnswersAndLosesNobody) {
  for (int round = 0; round < 200; ++round) {
    auto waiting = Random(5 + static_cast<int>(random_() % 40));
    const auto before = waiting;
    std::map<int, int64_t> all;
    for (const WaitingResponse& one : waiting) ++all[one.wave];
    const LastStep step = TheLastStep(plan_, /*first=*/false, waiting);
    ExpectNothingOfAFew(waiting, step.told);
    std::set<size_t> told(step.told.begin(), step.told.end());
    for (size_t place = 0; place < waiting.size(); ++place) {
      EXPECT_EQ(told.contains(place), all[waiting[place].wave] >= kLeastGroup);
    }
    for (size_t i = 0; i < step.told.size(); ++i) {
      Answers answers = before[step.told[i]].answers;
      for (const std::string& key : step.left_out[i]) EXPECT_EQ(answers.erase(key), 1u);
      EXPECT_EQ(answers.size(), waiting[step.told[i]].answers.size());
    }
  }
}

TEST_F(ToldStepsTest, WhenNothingWasToldBeforeEverythingIs) {
  auto waiting = Random(30);
  waiting.push_back(Said(3, 9));
  const LastStep step = TheLastStep(plan_, /*first=*/true, waiting);
  EXPECT_EQ(step.told.size(), 31u);
  for (const auto& keys : step.left_out) EXPECT_THAT(keys, IsEmpty());
}

}  // namespace
}  // namespace mainstay::survey
