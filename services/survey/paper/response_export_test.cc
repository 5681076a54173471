#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/survey/paper/paper_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kColumns[] =  // behind the mark by which spreadsheets know UTF-8
    "\xEF\xBB\xBF"
    "response,external_id,account,contact,wave,channel,language,start_time,submit_time,"
    "duration_seconds,flags,overall,nps,reasons,reasons.text,service.wifi,service.food,comment,"
    "visited,need.functional,need.dysfunctional\n";

std::vector<std::string> Lines(const std::string& file) {
  return absl::StrSplit(file, '\n', absl::SkipEmpty());
}

// Without the names of the responses.
std::vector<std::string> Said(const std::string& file) {
  std::vector<std::string> said;
  for (const std::string& line : Lines(file)) said.push_back(line.substr(line.find(',')));
  return said;
}

class ResponseExportTest : public PaperTest {
 protected:
  // Two responses, of which the first has an account.
  void Fill(const std::string& campaign) {
    const std::string file = absl::StrCat(
        "external_id,account,contact,wave,language,start_time,submit_time,overall,nps,reasons,"
        "reasons.text,service.wifi,service.food,comment,visited,need.functional,need."
        "dysfunctional\n",
        "P-1,", account_,
        ",0190a000-0000-7000-8000-0000000000c1,1,en,2026-01-31 14:29,2026-01-31 "
        "14:30,2,0,price;other,=HYPERLINK(1),n/a,3,\"a, \"\"b\"\"\",2026-01-30,1,5\n",
        "P-2,,,,zh,,2026-02-01,n/a,,,,,,'=x,,,\n");
    EXPECT_EQ(Counts(Import(file, Of(campaign))), "2 0 0");
  }
};

TEST_F(ResponseExportTest, ComesBackAsItWasImported) {
  const std::string campaign = AddCampaign();
  Fill(campaign);
  const auto file = Export(campaign);
  ASSERT_TRUE(file.ok()) << file.status();
  const std::vector<std::string> lines = Lines(*file);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0] + "\n", kColumns);
  EXPECT_THAT(lines[1], StartsWith(campaign + "/responses/"));
  EXPECT_THAT(lines[1], HasSubstr(absl::StrCat(
                            ",P-1,", account_, ",", account_,
                            "/contacts/0190a000-0000-7000-8000-0000000000c1,1,paper,en,"
                            "2026-01-31T06:29:00+00:00,2026-01-31T06:30:00+00:00,60,,2,0,"
                            "price;other,'=HYPERLINK(1),n/a,3,\"a, \"\"b\"\"\",2026-01-30,1,5")));
  EXPECT_THAT(lines[2], HasSubstr(",n/a,,,,,,'=x,,,"));

  const std::string other = AddCampaign();
  EXPECT_EQ(Counts(Import(*file, Of(other))), "2 0 0");
  const auto again = Export(other);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(Said(*again), Said(*file));
  EXPECT_EQ(Counts(Import(*file, Of(campaign))), "0 2 0");
}

TEST_F(ResponseExportTest, WhatHasNoExternalIdIsKnownByItsName) {
  const std::string campaign = AddCampaign();
  Fill(campaign);
  Sql("UPDATE responses SET external_id = NULL");
  const auto file = Export(campaign);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(Counts(Import(*file, Of(campaign))), "0 2 0") << "they are there";
  const std::string other = AddCampaign();
  EXPECT_EQ(Counts(Import(*file, Of(other))), "2 0 0");
  EXPECT_EQ(Counts(Import(*file, Of(other))), "0 2 0");
}

TEST_F(ResponseExportTest, SaysOfConfidentialCampaignsWhoOnlyToThoseWhoMay) {
  const std::string campaign = AddCampaign("confidential");
  Fill(campaign);
  EXPECT_THAT(*Export(campaign, "mei", "survey_manager"), HasSubstr(account_));
  EXPECT_EQ(*Export(campaign, "an", "analyst"), kColumns) << "not before figures have them";
  Sql("UPDATE responses SET tallied = true");
  const std::string masked = *Export(campaign, "an", "analyst");
  EXPECT_EQ(Lines(masked).size(), 3u);
  EXPECT_THAT(masked, Not(HasSubstr("accounts/")));
  EXPECT_THAT(masked, Not(HasSubstr("P-1")));
  EXPECT_THAT(masked, HasSubstr(",,,,,2026-01-31T00:00:00+00:00,,,2,")) << "the day alone";
  EXPECT_EQ(*Export(campaign, "wang.li", "account_manager"), kColumns) << "of one's own accounts";
}

TEST_F(ResponseExportTest, ScopesAreKept) {
  const std::string campaign = AddCampaign();
  Fill(campaign);
  EXPECT_THAT(Said(*Export(campaign, "wang.li", "account_manager")).size(), 2u);
  EXPECT_EQ(*Export(campaign, "li.na", "account_manager"), kColumns);
  EXPECT_TRUE(absl::IsNotFound(Export("campaigns/0190a000-0000-7000-8000-0000000000ff").status()));
  const std::string anonymous = AddCampaign("anonymous");
  Fill(anonymous);
  Sql("UPDATE responses SET tallied = true");
  const std::string nameless = *Export(anonymous, "mei", "survey_manager");
  EXPECT_THAT(nameless, Not(HasSubstr("accounts/")));
  EXPECT_THAT(nameless, Not(HasSubstr("P-1")));
  EXPECT_EQ(*Export(anonymous, "wang.li", "account_manager"), kColumns);
}

TEST_F(ResponseExportTest, IsAlwaysInTheSameOrder) {
  const std::string campaign = AddCampaign();
  std::string file = "external_id,overall,comment\n";
  for (int i = 0; i < 2500; ++i) absl::StrAppend(&file, i, ",4,", std::string(500, 'x'), "\n");
  EXPECT_EQ(Counts(Import(file, Of(campaign))), "2500 0 0");
  const auto first = Export(campaign);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Lines(*first).size(), 2501u);
  EXPECT_EQ(*Export(campaign), *first);
}

}  // namespace
}  // namespace mainstay::survey
