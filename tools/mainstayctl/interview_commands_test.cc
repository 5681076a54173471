// Interviews by phone on the command line, against the service.
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "services/survey/responses/response_fixture.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class InterviewCommandsTest : public survey::ResponseTest {
 protected:
  std::string Run(std::vector<std::string> arguments) {
    return SaidBy(service_, std::move(arguments));
  }
  // Asks question by question, and is told `lines`.
  std::string Converse(const Invited& invited, const std::string& lines,
                       std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"responses", "record", invited.name()});
    std::istringstream typed(lines);
    std::streambuf* const before = std::cin.rdbuf(typed.rdbuf());
    const std::string said = Run(std::move(more));
    std::cin.rdbuf(before);
    std::cin.clear();
    return said;
  }
  std::string Answers() { return Read("SELECT answers FROM responses"); }
};

TEST_F(InterviewCommandsTest, AnswersAreRecordedByTheRulesOfTheForm) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  const auto record = [&](std::vector<std::string> answers) {
    std::vector<std::string> arguments = {"responses", "record", invited.name()};
    for (const std::string& one : answers) {
      arguments.insert(arguments.end(), {"--answer", one});
    }
    return Run(std::move(arguments));
  };
  EXPECT_THAT(record({"nps"}), AllOf(HasSubstr("nps=9"), HasSubstr("exit 2")));
  EXPECT_THAT(record({"nps=much"}), AllOf(HasSubstr("--answer nps"), HasSubstr("0-10")));
  EXPECT_THAT(record({"nps=3"}), AllOf(HasSubstr("--answer why"), HasSubstr("exit 2")));
  EXPECT_THAT(record({"nps=9", "why=price"}),
              AllOf(HasSubstr("--answer why"), HasSubstr("is not asked"), HasSubstr("words")));
  EXPECT_THAT(record({"nps=3", "why=cost"}), HasSubstr("price, delivery"));
  EXPECT_THAT(record({"nps=3", "why.speed=4"}), HasSubstr("is answered as: why, why.text"));
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "0");
  EXPECT_THAT(record({"service.quality=2", "why=else", "why.text=too far", "nps=3", "words=a=b",
                      "service.speed=4"}),
              AllOf(HasSubstr("campaigns/"), Not(HasSubstr("exit"))));
  EXPECT_THAT(Answers(), AllOf(HasSubstr("too far"), HasSubstr("\"a=b\""),
                               HasSubstr("\"quality\": 2"), HasSubstr("\"number\": 3")));
  EXPECT_EQ(Read("SELECT channel || ' ' || recorded_by FROM responses"), "phone ada");
  EXPECT_THAT(record({"nps=9"}), AllOf(HasSubstr("cannot be answered"), HasSubstr("exit 5")));
}

TEST_F(InterviewCommandsTest, QuestionsComeAsAnswersOpenThem) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  const std::string said = Converse(invited,
                                    "\n"           // nps is required: once more
                                    "many\n3\n"    // not understood, then understood
                                    "4\nfar\n"     // why: the fourth, and its own words
                                    "\n2\n"        // service: nothing of speed, 2 of quality
                                    "too slow\n",  // words
                                    {"--language", "en"});
  EXPECT_THAT(said, AllOf(HasSubstr("Question nps *"), HasSubstr("must be 0-10"),
                          HasSubstr("4 Other"), HasSubstr("Quality 1-5"),
                          HasSubstr("Why did you choose 3?"), Not(HasSubstr("exit"))));
  EXPECT_THAT(Answers(), AllOf(HasSubstr("\"else\""), HasSubstr("far"), HasSubstr("too slow"),
                               Not(HasSubstr("speed"))));
  EXPECT_EQ(Read("SELECT count(*) FROM responses WHERE start_time IS NOT NULL"), "1");

  const Invited happy = Invite(Launch("anonymous", Branching()), account_);
  EXPECT_THAT(Converse(happy, "9\n\n"),
              AllOf(HasSubstr("问题 nps"), HasSubstr("anonymous"), Not(HasSubstr("问题 why"))));
}

TEST_F(InterviewCommandsTest, WhatBreaksOffRecordsNothing) {
  const Invited invited = Invite(Launch("identified", Branching()), account_);
  EXPECT_THAT(Converse(invited, "3\n"), HasSubstr("nothing was recorded"));
  EXPECT_EQ(Read("SELECT count(*) FROM responses"), "0");
}

}  // namespace
}  // namespace mainstay::ctl
