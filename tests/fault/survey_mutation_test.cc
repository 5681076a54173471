// A test of the tests: what could go wrong with answers, done to the databases of a suite in which
// nothing did. The checker must find each.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "tests/fault/checker.h"
#include "tests/fault/schedule.h"
#include "tests/fault/survey_checker.h"
#include "tests/fault/survey_load.h"

namespace mainstay::faults {
namespace {

using ::testing::Contains;
using ::testing::StartsWith;

struct Wrong {
  Part service;
  const char* sql;   // what is done
  const char* kind;  // what is found then, also
};

// The id of an answer to the campaign of that privacy, of those with that NPS.
#define MAINSTAY_ANSWER(privacy, nps)                                           \
  "(SELECT response_id FROM responses JOIN campaigns USING (campaign_id) "      \
  "WHERE privacy = '" privacy "' AND (answers -> 'nps' ->> 'number')::int " nps \
  " ORDER BY response_id LIMIT 1)"

// One after the other, on what the ones before left.
constexpr Wrong kWrongs[] = {
    {Part::kSurvey,
     "UPDATE response_tallies SET counters[3] = counters[3] + 1 WHERE (campaign_id, counters) = "
     "(SELECT campaign_id, counters FROM response_tallies WHERE counters[1] > 0 LIMIT 1)",
     "tallies differ from a recount"},
    {Part::kSurvey,
     "UPDATE invited_tallies SET invited = invited + 1 WHERE (campaign_id, invited) = "
     "(SELECT campaign_id, invited FROM invited_tallies WHERE invited > 0 LIMIT 1)",
     "tallies of invitations differ from a recount"},
    {Part::kSurvey,
     "UPDATE campaign_quotas SET answered = answered + 1 WHERE campaign_id = (SELECT campaign_id "
     "FROM campaigns WHERE privacy = 'anonymous')",
     "a quota counts otherwise"},
    {Part::kSurvey,
     "INSERT INTO responses SELECT (jsonb_populate_record(r, "
     "jsonb_build_object('response_id', gen_random_uuid()))).* FROM responses r "
     "WHERE response_id = " MAINSTAY_ANSWER("anonymous", ">= 0"),
     "answered more than once"},
    {Part::kSurvey,
     "UPDATE responses SET answers = jsonb_set(answers, '{overall,number}', '0') "
     "WHERE response_id = " MAINSTAY_ANSWER("confidential", ">= 0"),
     "other answers than were given"},
    {Part::kSurvey,
     "UPDATE responses SET recorded_by = 'ada' WHERE response_id = " MAINSTAY_ANSWER("anonymous",
                                                                                     "< 11"),
     "an anonymous response that leads to somebody"},
    {Part::kSurvey,
     "UPDATE invitations SET state = 'opened' WHERE invitation_id = (SELECT invitation_id FROM "
     "responses WHERE response_id = " MAINSTAY_ANSWER("confidential", ">= 0") ")",
     "an invitation and its response differ"},
    {Part::kSurvey,
     "DELETE FROM loop_firings WHERE response_id = " MAINSTAY_ANSWER("identified", ">= 9"),
     "a case or task that no firing asked for"},
    {Part::kSurvey,
     "DELETE FROM responses WHERE response_id = " MAINSTAY_ANSWER("identified", "> 6"),
     "an acknowledged answer is lost"},
    {Part::kFeedback,
     "UPDATE cases SET channel = 'phone' WHERE case_id = (SELECT case_id FROM cases WHERE channel "
     "= "
     "'survey' LIMIT 1)",
     "a firing without its case or task"},
    {Part::kAccounts,
     "UPDATE accounts SET satisfaction_respondents = satisfaction_respondents + 1 WHERE account_id "
     "= (SELECT account_id FROM accounts WHERE satisfaction_time IS NOT NULL LIMIT 1)",
     "a card and what survey told of it differ"},
    {Part::kSurvey,
     "UPDATE outbox SET aggregate_id = gen_random_uuid() WHERE event_id = (SELECT event_id FROM "
     "outbox WHERE aggregate_type = 'response' LIMIT 1)",
     "a response and its event differ"},
    {Part::kSurvey,
     "UPDATE invitation_deliveries SET delivery_id = gen_random_uuid() WHERE delivery_id = (SELECT "
     "delivery_id FROM invitation_deliveries LIMIT 1)",
     "an invitation without its mail"},
};

TEST(SurveyMutationTest, TheCheckerFindsWhatIsWrongWithAnswers) {
  Suite suite;
  Checker checker(suite);
  SurveyLoad survey(suite, {.seed = Seed(), .respondents = 3});
  SurveyChecker survey_checker(suite, survey.world());
  ASSERT_EQ(checker.Settle(suite, absl::Now() + Convergence()), "");
  survey.Start();
  const absl::Time end = absl::Now() + absl::Minutes(2);
  while (survey.acknowledged() < 150 && absl::Now() < end) suite.KeepFor(absl::Milliseconds(50));
  const SurveyNotes notes = survey.Finish();
  ASSERT_EQ(checker.Settle(suite, absl::Now() + Convergence()), "");
  ASSERT_EQ(absl::StrJoin(survey_checker.Problems(notes), "\n"), "") << Summary(notes);
  for (const Wrong& wrong : kWrongs) {
    checker.Execute(wrong.service, wrong.sql);
    EXPECT_THAT(survey_checker.Problems(notes), Contains(StartsWith(wrong.kind))) << wrong.sql;
  }
}

}  // namespace
}  // namespace mainstay::faults
