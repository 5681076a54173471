#include "services/survey/responses/part_answers.h"

#include <gmock/gmock.h>

#include "services/survey/questionnaires/content_testing.h"
#include "services/survey/responses/part_key.h"
#include "services/survey/responses/sitting.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;

Form Sample() {
  Question nps = Ask("nps", QuestionKind::kNps);
  nps.required = true;
  return *MakeForm(ContentOf({Page("score", {nps, Ask("why", QuestionKind::kText, "nps <= 6")}),
                              Page("bad", {Ask("fix", QuestionKind::kText)}, "nps <= 6"),
                              Page("end", {Ask("more", QuestionKind::kText)})}));
}

Answer Number(double number) {
  Answer answer;
  answer.number = number;
  return answer;
}
Answer Text(const std::string& text) {
  Answer answer;
  answer.text = text;
  return answer;
}

TEST(MergeSectionTest, ReplacesWhatThePageWasMadeOf) {
  const Form form = Sample();
  PartAnswers part;
  part.save_count = 2;
  part.answers = {{"nps", Number(3)}, {"why", Text("slow")}, {"more", Text("no")}};
  EXPECT_FALSE(MergeSection(
      form, {.section = "score", .save_count = 2, .answers = {{"nps", Number(9)}}}, part));
  EXPECT_EQ(part.answers.at("nps").number, 9);
  EXPECT_FALSE(part.answers.contains("why"));
  EXPECT_EQ(part.answers.at("more").text, "no");
}

TEST(MergeSectionTest, AnOlderPageTakesNothingBack) {
  const Form form = Sample();
  PartAnswers part;
  part.save_count = 5;
  part.answers = {{"nps", Number(3)}, {"why", Text("slow")}};
  EXPECT_TRUE(MergeSection(
      form, {.section = "score", .save_count = 2, .answers = {{"nps", Number(9)}}}, part));
  EXPECT_EQ(part.answers.at("nps").number, 9);
  EXPECT_EQ(part.answers.at("why").text, "slow");
  EXPECT_FALSE(MergeSection(
      form,
      {.section = "score", .save_count = 2, .answers = {{"nps", Number(9)}, {"why", Text("slow")}}},
      part));
}

TEST(SectionToShowTest, GoesNoFurtherThanWhatIsInOrder) {
  const Form form = Sample();
  PartAnswers part;
  EXPECT_EQ(SectionToShow(form, {}, part, "end")->key, "score");
  part.answers["nps"] = Number(9);
  EXPECT_EQ(SectionToShow(form, {}, part, "end")->key, "end");
  EXPECT_EQ(SectionToShow(form, {}, part, "bad")->key, "end");  // not shown to them
  EXPECT_EQ(SectionToShow(form, {}, part, "")->key, "score");
  part.section = "end";
  EXPECT_EQ(SectionToShow(form, {}, part, "")->key, "end");
}

TEST(SectionsTest, FollowTheAnswers) {
  const Form form = Sample();
  const Answers low = {{"nps", Number(3)}};
  const Answers high = {{"nps", Number(9)}};
  EXPECT_EQ(NextSection(form, {}, low, "score")->key, "bad");
  EXPECT_EQ(NextSection(form, {}, high, "score")->key, "end");
  EXPECT_EQ(NextSection(form, {}, high, "end"), nullptr);
  EXPECT_EQ(SectionBefore(form, {}, high, "end")->key, "score");
  EXPECT_EQ(SectionBefore(form, {}, high, "score"), nullptr);
}

TEST(QuestionOpenedTest, IsTheFirstThatWasNotThere) {
  const Form form = Sample();
  EXPECT_EQ(QuestionOpened(form, {}, {{"nps", Number(3)}}, "score", {"nps"}), "why");
  EXPECT_EQ(QuestionOpened(form, {}, {{"nps", Number(9)}}, "score", {"nps"}), "");
  EXPECT_THAT(QuestionsShown(form, {}, {{"nps", Number(3)}}, "score"), ElementsAre("nps", "why"));
}

TEST(SittingTest, LanguageIsWhatWasAskedFor) {
  EXPECT_EQ(LanguageFor("en", "zh", "zh", "zh"), "en");
  EXPECT_EQ(LanguageFor("", "en", "zh", "zh"), "en");
  EXPECT_EQ(LanguageFor("", "", "en-GB", "zh"), "en");
  EXPECT_EQ(LanguageFor("", "", "", "en"), "en");
  EXPECT_EQ(LanguageFor("fr", "", "", ""), "zh");
}

TEST(SittingTest, AnonymousFactsAreFewer) {
  Campaign campaign;
  Invitation invitation;
  invitation.tier = "core";
  invitation.region = "华东";
  invitation.role = "decision_maker";
  invitation.influence = 4;
  campaign.privacy = "confidential";
  EXPECT_EQ(FactsOf(campaign, invitation, "zh").contact_role, "decision_maker");
  EXPECT_EQ(FactsOf(campaign, invitation, "zh").contact_influence, 4);
  campaign.privacy = "anonymous";
  const Facts facts = FactsOf(campaign, invitation, "zh");
  EXPECT_EQ(facts.contact_role, "");
  EXPECT_FALSE(facts.contact_influence.has_value());
  EXPECT_EQ(facts.account_tier, "core");
  EXPECT_EQ(facts.account_region, "华东");
}

TEST(PartKeyTest, IsOfTheKeyToo) {
  EXPECT_EQ(PartKeyOfToken("k1", "t"), PartKeyOfToken("k1", "t"));
  EXPECT_NE(PartKeyOfToken("k1", "t"), PartKeyOfToken("k2", "t"));
  EXPECT_NE(PartKeyOfToken("k1", "t"), PartKeyOfToken("k1", "u"));
}

}  // namespace
}  // namespace mainstay::survey
