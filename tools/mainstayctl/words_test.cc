#include "tools/mainstayctl/words.h"

#include <mainstay/accounts/v1/account_service.pb.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/survey/v1/invitation_service.pb.h>
#include <mainstay/survey/v1/loop_service.pb.h>

#include <gtest/gtest.h>

namespace mainstay::ctl {
namespace {

using feedback::v1::Case;

std::string Named(std::string_view filter) { return FilterByNames(filter, *Case::descriptor()); }

TEST(WordsTest, ValuesAreFoundByNameAndWord) {
  const auto& kinds = *feedback::v1::CaseKind_descriptor();
  for (const char* text : {"CASE_KIND_PRAISE", "praise", "Praise", "表扬"}) {
    const auto* value = FindValue(kinds, text);
    ASSERT_NE(value, nullptr) << text;
    EXPECT_EQ(value->number(), feedback::v1::CASE_KIND_PRAISE);
    EXPECT_EQ(WordFor(*value, Language::kEnglish), "praise");
    EXPECT_EQ(WordFor(*value, Language::kChinese), "表扬");
  }
  EXPECT_EQ(FindValue(kinds, "unspecified"), nullptr);
  EXPECT_EQ(FindValue(kinds, "严重"), nullptr) << "of another enum";
  EXPECT_EQ(EnglishWord(*accounts::v1::Tier_descriptor(), "核心"), "core");
  EXPECT_EQ(EnglishWord(*accounts::v1::Tier_descriptor(), "A"), "A");
}

TEST(WordsTest, FiltersTakeTheWordsOfTables) {
  EXPECT_EQ(Named("severity = critical AND open = true"),
            "severity = CASE_SEVERITY_CRITICAL AND open = true");
  EXPECT_EQ(Named("severity>=严重 AND kind!=\"投诉\""),
            "severity>=CASE_SEVERITY_MAJOR AND kind!=CASE_KIND_COMPLAINT");
  EXPECT_EQ(Named("state = CASE_STATE_NEW"), "state = CASE_STATE_NEW");
}

TEST(WordsTest, FiltersOfSurveysTakeBothLanguages) {
  const auto& invitation = *survey::v1::Invitation::descriptor();
  EXPECT_EQ(FilterByNames("state = bounced AND channel = 电话", invitation),
            "state = INVITATION_STATE_BOUNCED AND channel = INVITATION_CHANNEL_PHONE");
  const auto& firing = *survey::v1::LoopFiring::descriptor();
  EXPECT_EQ(FilterByNames("state = 进行中 AND action = case", firing),
            "state = LOOP_FIRING_STATE_OPEN AND action = LOOP_ACTION_CASE");
}

TEST(WordsTest, FiltersKeepEverythingElse) {
  for (const char* filter :
       {"", "subject : \"severity = critical\"", "subject = praise", "severity = worst",
        "severity critical", "receive_time >= \"2026-01-01T00:00:00Z\"", "kind = \"open", "a (b",
        "subject = \"\\\"\" AND number > 7"}) {
    EXPECT_EQ(Named(filter), filter);
  }
}

}  // namespace
}  // namespace mainstay::ctl
