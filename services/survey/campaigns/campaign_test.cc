#include "services/survey/campaigns/campaign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/calendar/working_time.h"
#include "common/status/status.h"
#include "services/survey/campaigns/campaign_verbs.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

absl::Time At(int day, int hour) {  // of November 2026 in China; the 2nd is a Monday
  return absl::FromCivil(absl::CivilHour(2026, 11, day, hour), absl::FixedTimeZone(8 * 3600));
}

calendar::WorkingTime Working() {
  calendar::WorkingCalendar working{.time_zone = "Asia/Shanghai"};
  for (int i = 0; i < 5; ++i) working.weekly[static_cast<size_t>(i)] = {{540, 1080}};
  return *calendar::WorkingTime::Compile(working);
}

Campaign Good() {
  Campaign c;
  c.display_name = " 2026 满意度 ";
  c.purpose = "satisfaction";
  c.privacy = "confidential";
  c.questionnaire_id = "0190a000-0000-7000-8000-000000000001";
  c.questionnaire_version = 1;
  c.waves = {{.asked_time = At(14, 10)}, {.asked_time = At(3, 7)}};
  c.quotas = {{.dimension = "tier", .value = "core", .maximum = 2}};
  Complete(c);
  return c;
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status)) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(CampaignTest, WhatIsLeftOutIsFilledIn) {
  const Campaign c = Good();
  EXPECT_TRUE(Validate(c).ok()) << Validate(c);
  EXPECT_EQ(c.display_name, "2026 满意度");
  EXPECT_EQ(c.channel, "email");
  EXPECT_EQ(c.quotas[0].when_full, "stop_inviting");
  EXPECT_EQ(c.waves[0].asked_time, At(3, 7)) << "in order of time";
  EXPECT_EQ(c.waves[1].number, 2);
}

TEST(CampaignTest, AllThatIsWrongIsNamed) {
  Campaign c = Good();
  c.purpose = c.display_name = "";
  c.privacy = "anonymous";
  c.questionnaire_version = 0;
  c.language = "fr";
  c.audience.contacts = {"Li"};
  c.quotas.push_back({.dimension = "role", .value = "user", .maximum = 0});
  c.quotas.push_back(c.quotas[0]);
  c.waves.push_back(c.waves[1]);
  c.valid_days = 366;
  c.max_reminders = 6;
  EXPECT_THAT(Fields(Validate(c)),
              UnorderedElementsAre("display_name", "purpose", "questionnaire_version", "language",
                                   "audience.contacts[0]", "quotas[1].dimension",
                                   "quotas[1].maximum", "quotas[2].value",
                                   "waves[2].asked_start_time", "valid_days", "max_reminders"));
}

TEST(CampaignTest, LinksGoOutOneByOne) {
  Campaign c = Good();
  c.channel = "link";
  EXPECT_THAT(Fields(Validate(c)), ElementsAre("waves"));
  c.waves.clear();
  EXPECT_TRUE(Validate(c).ok());
}

TEST(CampaignTest, WavesAreMovedIntoWorkingTime) {
  Campaign c = Good();
  ASSERT_TRUE(PlaceWaves(Campaign(), Working(), c).ok());
  EXPECT_EQ(c.waves[0].start_time, At(3, 9)) << "before the day's work";
  EXPECT_EQ(c.waves[1].start_time, At(16, 9)) << "a Saturday";
}

TEST(CampaignTest, WavesThatHaveBegunStay) {
  Campaign before = Good();
  ASSERT_TRUE(PlaceWaves(Campaign(), Working(), before).ok());
  before.waves[0].state = "invited";
  Campaign after = before;
  after.waves = {{.asked_time = At(3, 7)}, {.asked_time = At(20, 10)}};
  Complete(after);
  ASSERT_TRUE(PlaceWaves(before, Working(), after).ok());
  EXPECT_EQ(after.waves[0].state, "invited");
  EXPECT_EQ(after.waves[1].start_time, At(20, 10));
  after.waves = {{.asked_time = At(2, 10)}, {.asked_time = At(3, 7)}};
  Complete(after);
  EXPECT_THAT(Fields(PlaceWaves(before, Working(), after)), ElementsAre("waves"));
  after.waves.clear();
  EXPECT_THAT(Fields(PlaceWaves(before, Working(), after)), ElementsAre("waves"));
}

TEST(CampaignTest, GoesFromStateToStateByVerbs) {
  Campaign c = Good();
  EXPECT_EQ(status::GetErrorDetail(Pause(c))->reason, "WRONG_STATE");
  EXPECT_FALSE(TakesAnswers(c));
  ASSERT_TRUE(Launch(c, At(2, 9)).ok());
  EXPECT_FALSE(Launch(c, At(2, 9)).ok());
  ASSERT_TRUE(Pause(c).ok());
  EXPECT_TRUE(TakesAnswers(c)) << "links that are out stay open";
  ASSERT_TRUE(Resume(c).ok());
  ASSERT_TRUE(Close(c, "enough", At(9, 9)).ok());
  EXPECT_FALSE(TakesAnswers(c));
  EXPECT_FALSE(Resume(c).ok());
  EXPECT_EQ(c.close_reason, "enough");
}

TEST(CampaignTest, WhatWasAskedStaysOncePeopleWere) {
  const Campaign draft = Good();
  Campaign other = draft;
  other.privacy = "anonymous";
  other.display_name = "x";
  EXPECT_TRUE(CheckUpdate(draft, other).ok());
  Campaign running = draft;
  ASSERT_TRUE(Launch(running, At(2, 9)).ok());
  EXPECT_EQ(status::GetErrorDetail(CheckUpdate(running, other))->reason, "CAMPAIGN_LAUNCHED");
  other.privacy = draft.privacy;
  EXPECT_TRUE(CheckUpdate(running, other).ok());
  Campaign closed = running;
  ASSERT_TRUE(Close(closed, "", At(9, 9)).ok());
  EXPECT_EQ(status::GetErrorDetail(CheckUpdate(closed, other))->reason, "CAMPAIGN_CLOSED");
}

TEST(CampaignTest, ChangesAreToldFieldByField) {
  const Campaign before = Good();
  EXPECT_THAT(CampaignChanges(before, before), IsEmpty());
  Campaign after = before;
  after.audience.tiers = {"core"};
  after.audience.keep_contact_budget = false;
  after.quotas[0].maximum = 3;
  after.texts.subject.zh = "请评价";
  std::vector<std::string> names;
  for (const history::Change& change : CampaignChanges(before, after)) {
    names.push_back(change.field);
  }
  EXPECT_THAT(names, ElementsAre("audience", "quotas", "invitation_zh"));
  EXPECT_THAT(CampaignChanges(before, after)[0].new_value,
              HasSubstr("tiers: core; ignore_contact_budget"));
}

TEST(QuotaTest, IsFullOfThoseWhomItHolds) {
  std::vector<Quota> quotas = {
      {.dimension = "tier", .value = "core", .maximum = 2, .when_full = "close_links"},
      {.dimension = "role", .value = "user", .maximum = 1, .when_full = "stop_inviting"}};
  const QuotaFacts facts{.tier = "core", .region = "", .role = "user"};
  EXPECT_EQ(FullQuota(quotas, facts, "close_links"), nullptr);
  quotas[0].answered = 2;
  EXPECT_EQ(FullQuota(quotas, facts, "close_links"), &quotas[0]);
  EXPECT_EQ(FullQuota(quotas, facts, "stop_inviting"), nullptr);
  EXPECT_EQ(FullQuota(quotas, {"general", "", "user"}, "close_links"), nullptr);
}

}  // namespace
}  // namespace mainstay::survey
