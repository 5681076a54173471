#include "services/feedback/themes/theme_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mainstay/feedback/v1/case_service.pb.h>
#include <mainstay/feedback/v1/theme_service.pb.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/api/proto_time.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/cases/case_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class ThemeServiceTest : public FeedbackServiceTest {
 protected:
  ThemeServiceTest()
      : FeedbackServiceTest({"CaseService", "ThemeService"},
                            {RegisterCaseService, RegisterThemeService}) {
    // Noon in Shanghai: no day begins while the test goes on.
    service_.clock().Set(absl::FromCivil(absl::CivilHour(2026, 9, 28, 4), absl::UTCTimeZone()));
  }

  // A case `days` ago.
  std::string Came(const std::string& facts, v1::CaseKind kind = v1::CASE_KIND_COMPLAINT,
                   int days = 0, const std::string& account = "",
                   const std::string& category = "") {
    v1::CreateCaseRequest request;
    request.set_parent(account.empty() ? account_ : account);
    v1::Case& c = *request.mutable_case_();
    c.set_kind(kind);
    c.set_subject("x");
    c.set_facts(facts);
    c.set_category(category);
    *c.mutable_receive_time() = api::TimeToProto(service_.clock().Now() - absl::Hours(24 * days) -
                                                 absl::Minutes(10) + absl::Seconds(++made_));
    const auto made = Call<v1::Case>("CaseService/CreateCase", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  static v1::FindThemesRequest Of(const std::string& parent) {
    v1::FindThemesRequest request;
    request.set_parent(parent);
    return request;
  }
  absl::StatusOr<v1::FindThemesResponse> Find(const v1::FindThemesRequest& request,
                                              std::string_view user = "ada",
                                              std::string_view role = "admin") {
    return Call<v1::FindThemesResponse>("ThemeService/FindThemes", request, user, role);
  }
  static std::vector<std::string> Terms(const absl::StatusOr<v1::FindThemesResponse>& response) {
    if (!response.ok()) return {response.status().ToString()};
    std::vector<std::string> terms;
    for (const v1::Theme& theme : response->themes()) terms.push_back(theme.term());
    return terms;
  }
  google::type::Date Day(int days_ago) {
    const absl::CivilDay day =
        absl::ToCivilDay(service_.clock().Now(), absl::FixedTimeZone(8 * 3600)) - days_ago;
    google::type::Date date;
    date.set_year(static_cast<int>(day.year()));
    date.set_month(day.month());
    date.set_day(day.day());
    return date;
  }

  int made_ = 0;
  const std::string account_ = AddAccount(service_, "北风酒店", "wang.li");
  const std::string other_ = AddAccount(service_, "南风", "li.na");
};

TEST_F(ThemeServiceTest, SaysWhatComplaintsSayAndOnWhatItStands) {
  std::vector<std::string> cases;
  for (int i = 0; i < 4; ++i) {
    cases.push_back(Came(absl::StrCat("第", i, "间：隔音太差，半夜很吵。前台还好。"),
                         v1::CASE_KIND_COMPLAINT, 0, "", "product.defect"));
  }
  Came("房间隔音差", v1::CASE_KIND_COMPLAINT, 0, other_);
  Came("早餐丰富", v1::CASE_KIND_PRAISE);
  const auto found = Find(Of("accounts/-"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->case_count(), 5);
  EXPECT_EQ(found->before_count(), 0);
  EXPECT_EQ(found->against_count(), 0);
  ASSERT_THAT(Terms(found), Contains("隔音差"));
  const auto theme = std::find_if(found->themes().begin(), found->themes().end(),
                                  [](const auto& t) { return t.term() == "隔音差"; });
  EXPECT_EQ(theme->kind(), v1::THEME_KIND_STATEMENT);
  EXPECT_EQ(theme->case_count(), 5);
  EXPECT_FALSE(theme->has_growth());
  ASSERT_EQ(theme->examples_size(), 3);
  EXPECT_EQ(theme->examples(0).case_(), cases[0]) << "the oldest first";
  EXPECT_GT(theme->examples(0).number(), 0);
  EXPECT_THAT(theme->examples(0).sentence(), HasSubstr("隔音太差"));
  std::vector<std::string> counts;
  for (const v1::ThemeCount& c : theme->counts()) {
    if (c.dimension() != "month") {
      counts.push_back(absl::StrCat(c.dimension(), " ", c.display_name(),
                                    c.display_name().empty() ? c.value() : "", " ",
                                    c.case_count()));
    }
  }
  EXPECT_THAT(counts, Contains("account 北风酒店 4"));
  EXPECT_THAT(counts, Contains("account 南风 1"));
  EXPECT_THAT(counts, Contains("category product.defect 4"));
  EXPECT_THAT(Terms(found), Not(Contains("早餐丰富")));
}

TEST_F(ThemeServiceTest, CountsWhatTheCallerSees) {
  for (int i = 0; i < 3; ++i) Came("漏油严重");
  for (int i = 0; i < 3; ++i) Came("发票错误", v1::CASE_KIND_COMPLAINT, 0, other_);
  const auto mine = Find(Of("accounts/-"), "wang.li", "account_manager");
  ASSERT_TRUE(mine.ok()) << mine.status();
  EXPECT_EQ(mine->case_count(), 3);
  EXPECT_THAT(Terms(mine), Not(Contains("发票错误")));
  EXPECT_EQ(Find(Of(other_), "wang.li", "account_manager").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(Find(Of(other_))->case_count(), 3);
  Merge(service_, other_, account_);
  EXPECT_EQ(Find(Of(account_), "wang.li", "account_manager")->case_count(), 6);
}

TEST_F(ThemeServiceTest, SelectsByCategoryTierPeriodAndKind) {
  Came("a", v1::CASE_KIND_COMPLAINT, 1, "", "product.defect");
  Came("b", v1::CASE_KIND_COMPLAINT, 5, "", "product_line");
  Came("c", v1::CASE_KIND_SUGGESTION, 1);
  v1::FindThemesRequest request = Of("accounts/-");
  request.set_category("product");
  EXPECT_EQ(Find(request)->case_count(), 1);
  request = Of("accounts/-");
  request.set_tier("core");
  EXPECT_EQ(Find(request)->case_count(), 0);
  request = Of("accounts/-");
  request.add_kinds(v1::CASE_KIND_COMPLAINT);
  request.add_kinds(v1::CASE_KIND_SUGGESTION);
  EXPECT_EQ(Find(request)->case_count(), 3);
  *request.mutable_first_day() = Day(2);
  EXPECT_EQ(Find(request)->case_count(), 2);
  EXPECT_EQ(Find(request)->before_count(), 1) << "three days and the three before";
  *request.mutable_last_day() = Day(2);
  EXPECT_EQ(Find(request)->case_count(), 0);
}

TEST_F(ThemeServiceTest, TellsWhatGrows) {
  for (int i = 0; i < 12; ++i) Came("交货延误，产线停工", v1::CASE_KIND_COMPLAINT, i % 7);
  for (int i = 0; i < 12; ++i) Came("包装破损", v1::CASE_KIND_COMPLAINT, i % 7);
  for (int i = 0; i < 24; ++i) Came("包装破损", v1::CASE_KIND_COMPLAINT, 7 + i % 7);
  v1::FindThemesRequest request = Of(account_);
  *request.mutable_first_day() = Day(6);
  request.set_order(v1::THEME_ORDER_GROWTH);
  const auto found = Find(request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->before_count(), 24);
  EXPECT_THAT(Terms(found), Contains("交货延误"));
  EXPECT_THAT(Terms(found), Not(Contains("包装破损")));
  EXPECT_GT(found->themes(0).growth().rate_ratio(), 5);
  EXPECT_EQ(found->themes(0).growth().other_case_count(), 0);
}

TEST_F(ThemeServiceTest, TellsWhatIsParticularToComplaints) {
  for (int i = 0; i < 15; ++i) Came("前台态度恶劣，房间干净");
  for (int i = 0; i < 15; ++i) Came("服务热情，房间干净", v1::CASE_KIND_PRAISE);
  v1::FindThemesRequest request = Of(account_);
  request.add_against_kinds(v1::CASE_KIND_PRAISE);
  const auto found = Find(request);
  EXPECT_THAT(Terms(found), ElementsAre("前台态度恶劣"));
  request.set_order(v1::THEME_ORDER_FREQUENCY);
  EXPECT_THAT(Terms(Find(request)), Not(Contains("房间干净"))) << "complaints praise too";
  request.add_kinds(v1::CASE_KIND_COMPLAINT);
  request.add_kinds(v1::CASE_KIND_QUESTION);
  EXPECT_THAT(Terms(Find(request)), Contains("房间干净"));
}

TEST_F(ThemeServiceTest, StopWordsAreNoThemeAndPartOfNone) {
  for (int i = 0; i < 5; ++i) Came("北风酒店隔音差。北风酒店的早餐差。");
  v1::FindThemesRequest request = Of(account_);
  EXPECT_THAT(absl::StrJoin(Terms(Find(request)), " "), HasSubstr("酒店"));
  request.add_stop_words("酒店");
  request.add_stop_words("早餐差");
  const auto terms = Terms(Find(request));
  EXPECT_THAT(absl::StrJoin(terms, " "), Not(HasSubstr("酒店")));
  EXPECT_THAT(terms, Contains("隔音差"));
  EXPECT_THAT(terms, Not(Contains("早餐差")));
}

TEST_F(ThemeServiceTest, NamesWhatItCannotAccept) {
  v1::FindThemesRequest request = Of("accounts/-");
  request.set_order(v1::THEME_ORDER_GROWTH);
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("first_day"));
  request.set_order(v1::THEME_ORDER_CONTRAST);
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("against_kinds"));
  request = Of("accounts/-");
  request.add_against_kinds(v1::CASE_KIND_COMPLAINT);
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("against_kinds"));
  request = Of("accounts/-");
  request.set_max_themes(1001);
  request.set_max_examples(21);
  request.set_min_cases(-1);
  request.add_stop_words("");
  EXPECT_THAT(FieldsOf(Find(request).status()),
              ElementsAre("max_themes", "max_examples", "min_cases", "stop_words[0]"));
  request = Of("accounts/-");
  request.set_category("product.defekt");
  EXPECT_THAT(std::string(Find(request).status().message()),
              AllOf(HasSubstr("no category \"product.defekt\""), HasSubstr("product.defect")));
  request = Of("accounts/-");
  request.set_tier("A");
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("tier"));
  request = Of("accounts/-");
  *request.mutable_first_day() = Day(1);
  *request.mutable_last_day() = Day(2);
  EXPECT_THAT(FieldsOf(Find(request).status()), ElementsAre("last_day"));
  EXPECT_THAT(Terms(Find(Of("accounts/-"))), IsEmpty());
}

TEST_F(ThemeServiceTest, MoreTextThanItTakesIsRefusedWithHowMuchThereIs) {
  Came("x");
  const absl::Status made = service_.db().Write({}, [&](pg::Tx& tx) -> absl::Status {
    tx.Exec(
        "INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('case_id', "
        "gen_random_uuid(), 'number', 1000 + n, 'facts', repeat('长', 20000)))).* "
        "FROM cases c, generate_series(1, 600) n");
    return absl::OkStatus();
  });
  ASSERT_TRUE(made.ok()) << made;
  const absl::Status status = Find(Of("accounts/-")).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("601 cases with 34 MiB"));
}

}  // namespace
}  // namespace mainstay::feedback
