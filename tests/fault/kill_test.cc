// The suite as real processes under writes, while each of them is killed again and again and Redis
// loses what it has; then what clients were told is compared with all databases. The short form by
// default, the long one with MAINSTAY_FAULT_LONG=1 (`tools/mainstay test fault`); MAINSTAY_SEED
// repeats a run's schedule.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/fault/checker.h"
#include "tests/fault/load.h"
#include "tests/fault/schedule.h"
#include "tests/fault/survey_checker.h"
#include "tests/fault/survey_load.h"

namespace mainstay::faults {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// However slow the machine is, there is something to lose before the next fault.
constexpr int64_t kWrites = 25, kAnswers = 5;
constexpr absl::Duration kPatience = absl::Seconds(5);

void AwaitWrites(int64_t writes, const Load& load, int64_t answers, const SurveyLoad& survey,
                 Suite& suite) {
  const absl::Time end = absl::Now() + kPatience;
  while ((load.acknowledged() < writes || survey.acknowledged() < answers) && absl::Now() < end) {
    suite.KeepFor(absl::Milliseconds(20));
  }
}

TEST(KillTest, NothingIsLostNothingIsDoneTwiceAndTheOrderHolds) {
  const unsigned seed = Seed();
  const bool long_run = LongRun();
  ScheduleOptions plan{.seed = seed};
  if (long_run) plan.kills = 110, plan.flushes = 6, plan.data_losses = 3;
  if (long_run) plan.longest_pause = absl::Seconds(3);
  Suite suite;
  Checker checker(suite);
  Load load(suite, {.seed = seed, .writers = 16, .accounts_each = 4});
  SurveyLoad survey(suite, {.seed = seed});
  SurveyChecker survey_checker(suite, survey.world());
  // What engagement asks for because it has not heard of it is no event's effect.
  ASSERT_EQ(checker.Settle(suite, absl::Now() + Convergence()), "");
  load.Start();
  survey.Start();
  suite.KeepFor(absl::Seconds(1));
  const int64_t before = load.acknowledged() + survey.acknowledged();
  const absl::Time start = absl::Now();
  absl::Time last_fault = start;
  for (const Fault& fault : MakeSchedule(plan)) {
    last_fault = absl::Now();
    std::cout << absl::FormatDuration(absl::Trunc(last_fault - start, absl::Milliseconds(1))) << " "
              << Describe(fault) << "\n";
    const int64_t writes = load.acknowledged(), answers = survey.acknowledged();
    Do(fault, suite);
    suite.KeepFor(fault.pause);
    if (fault.pause > absl::ZeroDuration()) {
      AwaitWrites(writes + kWrites, load, answers + kAnswers, survey, suite);
    }
  }
  suite.KeepFor(absl::Seconds(1));
  const double rate = static_cast<double>(load.acknowledged() + survey.acknowledged() - before) /
                      absl::ToDoubleSeconds(absl::Now() - start);
  const std::vector<Write> writes = load.Finish();
  const SurveyNotes notes = survey.Finish();
  suite.AwaitReady();
  const std::string unsettled = checker.Settle(suite, last_fault + Convergence());
  std::cout << suite.kills() << " kills; " << Summary(writes) << "\n"
            << Summary(notes) << "\n"
            << rate << " acknowledged a second while it broke; settled "
            << absl::FormatDuration(absl::Now() - last_fault) << " after the last fault\n";
  EXPECT_EQ(unsettled, "");
  EXPECT_EQ(absl::StrJoin(checker.Problems(writes), "\n"), "");
  EXPECT_EQ(absl::StrJoin(survey_checker.Problems(notes), "\n"), "");
  const int64_t levels = checker.CountLevels();
  std::cout << levels << " levels of escalation were reached\n";
  EXPECT_GT(levels, 0);
  // And the checker sees it when one is told twice.
  checker.Execute(
      Part::kFeedback,
      "UPDATE case_clocks SET level = level - 1, next_check_time = NULL WHERE clock_id = "
      "(SELECT clock_id FROM case_clocks WHERE level > 0 LIMIT 1)");
  EXPECT_THAT(checker.Problems(writes), ElementsAre(HasSubstr("levels reached and told differ")));
  EXPECT_THAT(suite.accidents(), IsEmpty());
  EXPECT_GE(suite.kills(), long_run ? 100 : 18);
}

}  // namespace
}  // namespace mainstay::faults
