// Themes of what respondents wrote, and who is told them.
#include "common/testing/field_violations.h"
#include "services/survey/analysis/analysis_fixture.h"

namespace mainstay::survey {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class TextThemesServiceTest : public AnalysisTest {
 protected:
  // A response that scored `nps` and remarked `text`.
  static Given Said(int nps, const std::string& text, int wave = 1) {
    Given given{{.wave = wave, .tier = "core", .channel = "email", .language = "zh"}, {}};
    given.answers["nps"].number = nps;
    if (!text.empty()) given.answers["remark"].text = text;
    return given;
  }
  static std::vector<Given> Many(int count, const Given& given) {
    return std::vector<Given>(static_cast<size_t>(count), given);
  }
  void Came(const std::string& campaign, const std::vector<std::vector<Given>>& groups) {
    for (const std::vector<Given>& group : groups) Respond(campaign, group);
    CountAll();
  }
  absl::StatusOr<v1::TextThemes> Find(const v1::GetTextThemesRequest& request,
                                      const std::string& user = "an",
                                      const std::string& role = "analyst") {
    return Call<v1::TextThemes>("AnalysisService/GetTextThemes", request, user, role);
  }
  static v1::GetTextThemesRequest Of(const std::string& campaign) {
    v1::GetTextThemesRequest request;
    request.set_campaign(campaign);
    return request;
  }
  static std::vector<std::string> Terms(const v1::TextThemes& themes) {
    std::vector<std::string> terms;
    for (const v1::TextTheme& theme : themes.themes()) terms.push_back(theme.term());
    return terms;
  }
  static const v1::TextTheme* Get(const v1::TextThemes& themes, std::string_view term) {
    for (const v1::TextTheme& theme : themes.themes()) {
      if (theme.term() == term) return &theme;
    }
    return nullptr;
  }
};

TEST_F(TextThemesServiceTest, TellWhatRespondentsWroteWithTheSampleAndTheSentences) {
  const std::string campaign = AddCampaign("identified");
  Came(campaign, {Many(6, Said(3, "交付太慢。")), Many(3, Said(9, "The service is friendly.")),
                  Many(2, Said(8, "  ")), Many(4, Said(9, ""))});
  const auto themes = Find(Of(campaign));
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_EQ(themes->question(), "remark");
  EXPECT_EQ(themes->response_count(), 15);
  EXPECT_EQ(themes->text_count(), 9);
  EXPECT_EQ(themes->left_out_count(), 0);
  EXPECT_FALSE(themes->suppressed());
  const v1::TextTheme* slow = Get(*themes, "交付慢");
  ASSERT_NE(slow, nullptr) << themes->DebugString();
  EXPECT_EQ(slow->share().count(), 6);
  EXPECT_EQ(slow->share().total(), 9);
  EXPECT_NEAR(slow->share().value(), 6.0 / 9, 1e-12);
  EXPECT_GT(slow->share().interval().low(), 0.3);
  EXPECT_FALSE(slow->has_growth());
  EXPECT_FALSE(slow->has_contrast());
  ASSERT_EQ(slow->examples_size(), 1) << "of different wording";
  EXPECT_EQ(slow->examples(0).sentence(), "交付太慢。");
  EXPECT_THAT(slow->examples(0).response(), HasSubstr(absl::StrCat(campaign, "/responses/")));
  EXPECT_THAT(Terms(*themes), Contains(HasSubstr("friendly")));
}

TEST_F(TextThemesServiceTest, DetractorsAreSetAgainstPromoters) {
  const std::string campaign = AddCampaign("identified");
  Came(campaign, {Many(18, Said(3, "交付太慢。")), Many(25, Said(2, "价格合适。")),
                  Many(4, Said(10, "交付太慢。")), Many(40, Said(10, "价格合适。")),
                  Many(20, Said(7, "交付太慢。"))});
  v1::GetTextThemesRequest request = Of(campaign);
  request.set_contrast(v1::TEXT_CONTRAST_LOW);
  const auto low = Find(request);
  ASSERT_TRUE(low.ok()) << low.status();
  EXPECT_EQ(low->contrast_question(), "nps");
  EXPECT_EQ(low->response_count(), 107);
  EXPECT_EQ(low->text_count(), 43);
  EXPECT_EQ(low->against_count(), 44);
  ASSERT_THAT(Terms(*low), ElementsAre("交付慢"));
  EXPECT_EQ(low->themes(0).share().count(), 18);
  EXPECT_EQ(low->themes(0).contrast().other_count(), 4);
  EXPECT_NEAR(low->themes(0).contrast().rate_ratio(), (18.5 / 44) / (4.5 / 45), 1e-9);
  EXPECT_LT(low->themes(0).contrast().adjusted_p(), 0.05);
  request.set_contrast(v1::TEXT_CONTRAST_HIGH);
  const auto high = Find(request);
  EXPECT_EQ(high->text_count(), 44);
  EXPECT_THAT(Terms(*high), ElementsAre("价格合适"));
  // By another scale, which nobody answered.
  request.set_contrast_question("csat");
  EXPECT_EQ(Find(request)->text_count(), 0);
}

TEST_F(TextThemesServiceTest, AWaveIsComparedWithThoseBeforeIt) {
  const std::string campaign = AddCampaign("identified");
  Came(campaign, {Many(5, Said(3, "交付太慢。", 1)), Many(45, Said(3, "包装破损。", 1)),
                  Many(5, Said(3, "交付太慢。", 2)), Many(45, Said(3, "包装破损。", 2)),
                  Many(30, Said(3, "交付太慢。", 3)), Many(10, Said(3, "包装破损。", 3)),
                  Many(50, Said(3, "交付太慢。", 0))});
  v1::GetTextThemesRequest request = Of(campaign);
  request.mutable_selection()->set_wave(3);
  request.set_order(v1::TEXT_THEME_ORDER_GROWTH);
  const auto themes = Find(request);
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_EQ(themes->response_count(), 40);
  EXPECT_EQ(themes->text_count(), 40);
  EXPECT_EQ(themes->before_count(), 100) << "but for those of no wave";
  ASSERT_THAT(Terms(*themes), ElementsAre("交付慢"));
  EXPECT_EQ(themes->themes(0).growth().other_count(), 10);
  EXPECT_NEAR(themes->themes(0).growth().rate_ratio(), (30.5 / 41) / (10.5 / 101), 1e-9);
  request.mutable_selection()->set_wave(1);
  EXPECT_THAT(testing::FieldsOf(Find(request).status()), ElementsAre("selection.wave"));
}

TEST_F(TextThemesServiceTest, FactsAndFlagsSelectTexts) {
  const std::string campaign = AddCampaign("identified");
  std::vector<Given> flagged = Many(3, Said(3, "包装破损。"));
  for (Given& given : flagged) given.stratum.flagged = true;
  std::vector<Given> others = Many(4, Said(3, "交付太慢。"));
  for (Given& given : others) given.stratum.tier = "general";
  Came(campaign, {flagged, others});
  v1::GetTextThemesRequest request = Of(campaign);
  request.mutable_selection()->set_exclude_flagged(true);
  EXPECT_THAT(Terms(*Find(request)), ElementsAre("交付慢"));
  request.mutable_selection()->set_exclude_flagged(false);
  request.mutable_selection()->set_tier("core");
  const auto core = Find(request);
  EXPECT_EQ(core->response_count(), 3);
  EXPECT_THAT(Terms(*core), ElementsAre("包装破损"));
}

TEST_F(TextThemesServiceTest, AnAccountManagerReadsTheTextsOfTheirOwnAccounts) {
  const std::string own = AddAccount(service_, "北风", "wang.li");
  const std::string other = AddAccount(service_, "南风", "li.na");
  constexpr size_t kAccounts = sizeof("accounts/") - 1;
  const auto of_accounts = [&](const std::string& campaign) {
    Came(campaign, {Many(12, Said(3, "交付太慢。")), Many(12, Said(3, "包装破损。"))});
    InTx([&](pg::Tx& tx) {
      tx.Exec(
          "UPDATE responses SET account_id = CASE WHEN answers -> 'remark' ->> 'text' LIKE "
          "'交付%' THEN $2::uuid ELSE $3::uuid END WHERE campaign_id = $1::uuid",
          {campaign.substr(sizeof("campaigns/") - 1), own.substr(kAccounts),
           other.substr(kAccounts)});
    });
  };
  const std::string campaign = AddCampaign("identified");
  of_accounts(campaign);
  const auto seen = Find(Of(campaign), "wang.li", "account_manager");
  ASSERT_TRUE(seen.ok()) << seen.status();
  EXPECT_EQ(seen->response_count(), 12);
  EXPECT_THAT(Terms(*seen), ElementsAre("交付慢"));
  EXPECT_THAT(Terms(*Find(Of(campaign))), SizeIs(2));
  for (const char* privacy : {"confidential", "anonymous"}) {
    const std::string kept = AddCampaign(privacy);
    of_accounts(kept);
    if (std::string(privacy) == "anonymous") {
      InTx([&](pg::Tx& tx) {
        tx.Exec("UPDATE responses SET account_id = NULL WHERE campaign_id = $1::uuid",
                {kept.substr(sizeof("campaigns/") - 1)});
      });
    }
    const auto nothing = Find(Of(kept), "wang.li", "account_manager");
    ASSERT_TRUE(nothing.ok()) << nothing.status();
    EXPECT_EQ(nothing->response_count(), 0) << privacy;
    EXPECT_THAT(Terms(*nothing), IsEmpty()) << privacy;
  }
}

TEST_F(TextThemesServiceTest, SayWhatCannotBeAskedFor) {
  const std::string campaign = AddCampaign("identified");
  const auto fields = [&](const v1::GetTextThemesRequest& request) {
    return testing::FieldsOf(Find(request).status());
  };
  v1::GetTextThemesRequest request = Of(campaign);
  request.set_question("nps");
  EXPECT_THAT(fields(request), ElementsAre("question"));
  request = Of(campaign);
  request.set_order(v1::TEXT_THEME_ORDER_CONTRAST);
  EXPECT_THAT(fields(request), ElementsAre("contrast"));
  request = Of(campaign);
  request.set_contrast_question("nps");
  EXPECT_THAT(fields(request), ElementsAre("contrast"));
  request.set_contrast(v1::TEXT_CONTRAST_LOW);
  request.set_contrast_question("ces");
  EXPECT_THAT(fields(request), ElementsAre("contrast_question"));
  request = Of(campaign);
  request.set_max_themes(-1);
  request.set_max_examples(21);
  request.set_min_texts(-1);
  request.add_stop_words("");
  EXPECT_THAT(fields(request),
              ElementsAre("max_themes", "max_examples", "min_texts", "stop_words[0]"));
  request = Of("campaigns/0190a000-0000-7000-8000-00000000ffff");
  EXPECT_EQ(Find(request).status().code(), absl::StatusCode::kNotFound);
  request = Of(campaign);
  EXPECT_EQ(Find(request, "x", "service_agent").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(TextThemesServiceTest, TheOldestOfTooManyAreLeftOutAndCounted) {
  const std::string campaign = AddCampaign("identified");
  Respond(campaign, Many(4, Said(3, "交付太慢。")));
  InTx([](pg::Tx& tx) {
    tx.Exec("UPDATE responses SET submit_time = submit_time - interval '1 day'");
  });
  std::string text;
  while (text.size() < 3'000) text += "长";
  Came(campaign, {Many(1'500, Said(3, text))});
  const auto themes = Find(Of(campaign));
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_EQ(themes->response_count(), 1'504);
  EXPECT_EQ(themes->text_count(), (4 << 20) / 3'000);
  EXPECT_EQ(themes->text_count() + themes->left_out_count(), 1'504);
  EXPECT_THAT(Terms(*themes), Not(Contains("交付慢")));
}

// Of confidential and anonymous campaigns.
class TextThemesProtectionTest : public TextThemesServiceTest,
                                 public ::testing::WithParamInterface<const char*> {
 protected:
  // As if figures had been told all of it.
  std::string Told(const std::vector<std::vector<Given>>& groups) {
    const std::string campaign = AddCampaign(GetParam());
    for (const std::vector<Given>& group : groups) Respond(campaign, group);
    InTx([&](pg::Tx& tx) { tx.Exec("UPDATE responses SET tallied = true"); });
    return campaign;
  }
};

TEST_P(TextThemesProtectionTest, NoThemeIsOfAFew) {
  const std::string campaign =
      Told({Many(9, Said(3, "交付太慢。")), Many(4, Said(3, "包装破损。"))});
  const auto themes = Find(Of(campaign));
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_EQ(themes->text_count(), 13);
  ASSERT_THAT(Terms(*themes), ElementsAre("交付慢"));
  EXPECT_EQ(themes->themes(0).examples(0).sentence(), "交付太慢。");
  EXPECT_THAT(themes->themes(0).examples(0).response(), IsEmpty());
  v1::GetTextThemesRequest request = Of(campaign);
  request.set_min_texts(1);
  EXPECT_THAT(Terms(*Find(request)), ElementsAre("交付慢"));
}

TEST_P(TextThemesProtectionTest, WhatFiguresLeaveOutIsNotRead) {
  const std::string campaign =
      Told({Many(9, Said(3, "交付太慢。")), Many(6, Said(3, "包装破损。"))});
  InTx([&](pg::Tx& tx) {
    tx.Exec("UPDATE responses SET untold = '{remark}' WHERE answers::text LIKE '%包装%'");
  });
  const auto themes = Find(Of(campaign));
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_EQ(themes->text_count(), 9);
  EXPECT_THAT(Terms(*themes), ElementsAre("交付慢"));
}

TEST_P(TextThemesProtectionTest, FewTextsTellNothing) {
  const auto themes = Find(Of(Told({Many(4, Said(3, "交付太慢。")), Many(20, Said(3, ""))})));
  ASSERT_TRUE(themes.ok()) << themes.status();
  EXPECT_TRUE(themes->suppressed());
  EXPECT_EQ(themes->response_count(), 24);
  EXPECT_EQ(themes->text_count(), 0);
  EXPECT_THAT(Terms(*themes), IsEmpty());
  EXPECT_EQ(Find(Of(Told({Many(4, Said(3, "交付太慢。"))})))->response_count(), 0);
}

TEST_P(TextThemesProtectionTest, NothingIsComparedWithAFew) {
  v1::GetTextThemesRequest request =
      Of(Told({Many(18, Said(3, "交付太慢。")), Many(25, Said(2, "价格合适。")),
               Many(4, Said(10, "交付太慢。")), Many(40, Said(10, "价格合适。"))}));
  request.set_contrast(v1::TEXT_CONTRAST_LOW);
  const auto themes = Find(request);
  ASSERT_TRUE(themes.ok()) << themes.status();
  ASSERT_THAT(Terms(*themes), ElementsAre("交付慢"));
  EXPECT_EQ(themes->against_count(), 44);
  EXPECT_FALSE(themes->themes(0).has_contrast());
}

// A sentence is as good as its response's name for who can read the responses.
TEST_P(TextThemesProtectionTest, TextsAreNotSelectedByWhatIsNotToldOfTheirResponses) {
  const std::string campaign = Told({Many(9, Said(3, "交付太慢。"))});
  const auto refused = [&](auto set) {
    v1::GetTextThemesRequest request = Of(campaign);
    set(*request.mutable_selection());
    return testing::FieldsOf(Find(request).status());
  };
  using Selected = v1::ResponseSelection;
  EXPECT_THAT(refused([](Selected& s) { s.set_wave(1); }), ElementsAre("selection.wave"));
  EXPECT_THAT(refused([](Selected& s) { s.set_tier("core"); }), ElementsAre("selection.tier"));
  EXPECT_THAT(refused([](Selected& s) { s.set_language("zh"); }),
              ElementsAre("selection.language"));
  EXPECT_THAT(refused([](Selected& s) { s.set_exclude_flagged(true); }), IsEmpty());
  // Who may know whose a confidential response is may ask.
  v1::GetTextThemesRequest request = Of(campaign);
  request.mutable_selection()->set_tier("core");
  EXPECT_EQ(Find(request, "mei", "survey_manager").ok(), std::string(GetParam()) == "confidential");
}

TEST_P(TextThemesProtectionTest, WhatFiguresDoNotHaveYetIsNotRead) {
  const std::string campaign = Told({Many(9, Said(3, "交付太慢。"))});
  Respond(campaign, Many(9, Said(3, "包装破损。")));
  const auto themes = Find(Of(campaign));
  EXPECT_EQ(themes->response_count(), 9);
  EXPECT_THAT(Terms(*themes), ElementsAre("交付慢"));
}

INSTANTIATE_TEST_SUITE_P(Privacies, TextThemesProtectionTest,
                         ::testing::Values("confidential", "anonymous"));

}  // namespace
}  // namespace mainstay::survey
