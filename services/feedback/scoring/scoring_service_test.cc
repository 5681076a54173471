#include "services/feedback/scoring/scoring_service.h"

#include <gmock/gmock.h>
#include <mainstay/feedback/v1/requirement_service.pb.h>
#include <mainstay/feedback/v1/scoring_service.pb.h>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/feedback/access/feedback_service_fixture.h"
#include "services/feedback/requirements/account_sales_store.h"
#include "services/feedback/requirements/requirement_service.h"

namespace mainstay::feedback {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

constexpr char kManager[] = "account_manager";

v1::Criterion CriterionOf(const std::string& id, v1::CriterionDirection direction, double weight,
                          v1::CriterionSource source = v1::CRITERION_SOURCE_HAND) {
  v1::Criterion criterion;
  criterion.set_id(id);
  criterion.set_direction(direction);
  criterion.set_weight(weight);
  criterion.set_source(source);
  return criterion;
}

class ScoringServiceTest : public FeedbackServiceTest {
 protected:
  ScoringServiceTest()
      : FeedbackServiceTest({"RequirementService", "ScoringService"},
                            {RegisterRequirementService, RegisterScoringService}) {}

  // Effect by hand from 0 to 10, effort by hand without a scale, and the requirement's value.
  absl::StatusOr<v1::CriteriaSet> MakeSet() {
    v1::CreateCriteriaSetRequest request;
    v1::CriteriaSet& set = *request.mutable_criteria_set();
    set.set_display_name("2026 年需求评价");
    *set.add_criteria() = CriterionOf("effect", v1::CRITERION_DIRECTION_BENEFIT, 50);
    set.mutable_criteria(0)->mutable_scale()->set_max(10);
    *set.add_criteria() = CriterionOf("effort", v1::CRITERION_DIRECTION_COST, 30);
    *set.add_criteria() =
        CriterionOf("value", v1::CRITERION_DIRECTION_BENEFIT, 20, v1::CRITERION_SOURCE_VALUE);
    return Call<v1::CriteriaSet>("ScoringService/CreateCriteriaSet", request);
  }
  std::string Asked(const std::string& title, const std::vector<std::string>& accounts) {
    v1::CreateRequirementRequest request;
    request.mutable_requirement()->set_title(title);
    request.mutable_requirement()->set_urgency(3);
    request.mutable_requirement()->set_importance(3);
    request.mutable_requirement()->set_accountable("li.na");
    request.mutable_requirement()->mutable_due_date()->set_year(2099);
    request.mutable_requirement()->mutable_due_date()->set_month(1);
    request.mutable_requirement()->mutable_due_date()->set_day(1);
    for (const std::string& account : accounts) {
      request.mutable_requirement()->add_askers()->set_account(account);
    }
    const auto made = Call<v1::Requirement>("RequirementService/CreateRequirement", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? made->name() : "";
  }
  void Buys(const std::string& account, const std::string& amount) {
    const absl::Status kept = service_.db().Write({}, [&](pg::Tx& tx) {
      KeepAccountSales(tx, {.account_id = account.substr(account.find('/') + 1),
                            .net_sales = {amount, "CNY"},
                            .measure_time = service_.clock().Now()});
      return absl::OkStatus();
    });
    ASSERT_TRUE(kept.ok()) << kept;
  }
  using Given = std::vector<std::pair<std::string, double>>;
  absl::StatusOr<v1::RequirementScores> Score(const std::string& name, const std::string& set,
                                              const Given& scores, bool realized = false,
                                              std::string_view user = "ada",
                                              std::string_view role = "admin") {
    v1::SetRequirementScoresRequest request;
    request.set_name(name);
    request.set_criteria_set(set);
    request.set_realized(realized);
    for (const auto& [criterion, score] : scores) {
      request.add_scores()->set_criterion(criterion);
      request.mutable_scores(request.scores_size() - 1)->set_score(score);
    }
    return Call<v1::RequirementScores>("ScoringService/SetRequirementScores", request, user, role);
  }
  absl::StatusOr<v1::Ranking> Rank(const std::string& set, std::string_view role = "admin") {
    v1::RankRequirementsRequest request;
    request.set_criteria_set(set);
    return Call<v1::Ranking>("ScoringService/RankRequirements", request, "ada", role);
  }
  std::vector<v1::RankedRequirement> Ranked(const std::string& ranking,
                                            std::string_view user = "ada",
                                            std::string_view role = "admin") {
    v1::ListRankedRequirementsRequest request;
    request.set_parent(ranking);
    request.set_page_size(1);
    std::vector<v1::RankedRequirement> ranked;
    do {
      const auto page = Call<v1::ListRankedRequirementsResponse>(
          "ScoringService/ListRankedRequirements", request, user, role);
      if (!page.ok()) ADD_FAILURE() << page.status();
      if (!page.ok()) break;
      for (const auto& one : page->requirements()) ranked.push_back(one);
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return ranked;
  }
  static std::vector<std::string> TitlesOf(const std::vector<v1::RankedRequirement>& ranked) {
    std::vector<std::string> titles;
    for (const auto& one : ranked) titles.push_back(absl::StrCat(one.rank(), " ", one.title()));
    return titles;
  }
  void Do(const std::string& method, const std::string& name, const std::string& note = "") {
    v1::RequirementVerbRequest request;
    request.set_name(name);
    request.set_note(note);
    const auto done = Call<v1::Requirement>("RequirementService/" + method, request);
    ASSERT_TRUE(done.ok()) << method << ": " << done.status();
  }

  const std::string north_ = AddAccount(service_, "北风", "wang.li");
  const std::string south_ = AddAccount(service_, "南风", "li.na");
};

TEST_F(ScoringServiceTest, VersionsOfASetStay) {
  const auto made = MakeSet();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->version(), 1);
  EXPECT_EQ(made->normalization(), v1::NORMALIZATION_VECTOR);
  EXPECT_EQ(made->criteria(1).display_name(), "effort");
  v1::UpdateCriteriaSetRequest update;
  *update.mutable_criteria_set() = *made;
  update.mutable_criteria_set()->mutable_criteria(0)->set_weight(60);
  update.set_reason("效果更重要");
  const auto changed = Call<v1::CriteriaSet>("ScoringService/UpdateCriteriaSet", update);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  EXPECT_EQ(Call<v1::CriteriaSet>("ScoringService/UpdateCriteriaSet", update).status().code(),
            absl::StatusCode::kAborted);
  v1::GetCriteriaSetRequest get;
  get.set_name(made->name());
  EXPECT_EQ(Call<v1::CriteriaSet>("ScoringService/GetCriteriaSet", get)->criteria(0).weight(), 60);
  get.set_version(1);
  const auto first = Call<v1::CriteriaSet>("ScoringService/GetCriteriaSet", get);
  EXPECT_EQ(first->criteria(0).weight(), 50);
  EXPECT_EQ(first->criteria(0).scale().max(), 10);
  v1::ListCriteriaSetVersionsRequest list;
  list.set_parent(made->name());
  const auto versions =
      Call<v1::ListCriteriaSetVersionsResponse>("ScoringService/ListCriteriaSetVersions", list);
  ASSERT_EQ(versions->criteria_sets_size(), 2);
  EXPECT_EQ(versions->criteria_sets(0).reason(), "效果更重要");
  *update.mutable_criteria_set() = *changed;
  update.mutable_criteria_set()->mutable_criteria(2)->set_id("effect");
  update.mutable_criteria_set()->set_ideals(v1::IDEALS_SCALE);
  EXPECT_FALSE(
      FieldsOf(Call<v1::CriteriaSet>("ScoringService/UpdateCriteriaSet", update).status()).empty());
}

TEST_F(ScoringServiceTest, ScoresAreGivenOnRecord) {
  const std::string set = MakeSet()->name();
  const std::string name = Asked("检测报告", {north_});
  const auto scored =
      Score(name, set, {{"effect", 8}, {"effort", 12.5}}, false, "wang.li", kManager);
  ASSERT_TRUE(scored.ok()) << scored.status();
  ASSERT_EQ(scored->scores_size(), 3);
  EXPECT_EQ(scored->scores(0).score(), 8);
  EXPECT_EQ(scored->scores(0).author(), "wang.li");
  EXPECT_EQ(scored->scores(2).score(), 1) << "the value, of an account that is not graded";
  EXPECT_FALSE(scored->realized(0).has_score());
  EXPECT_THAT(FieldsOf(Score(name, set, {{"effect", 11}, {"x", 1}, {"value", 1}}).status()),
              ElementsAre("scores[0].score", "scores[1].criterion", "scores[2].criterion"));
  EXPECT_TRUE(absl::IsNotFound(Score(name, set, {}, false, "li.na", kManager).status()));
  EXPECT_EQ(status::GetErrorDetail(Score(name, set, {{"effect", 5}}, true).status())->reason,
            "WRONG_STATE")
      << "nothing came of it yet";
  v1::GetRequirementRequest get;
  get.set_name(name);
  const auto r = Call<v1::Requirement>("RequirementService/GetRequirement", get);
  EXPECT_TRUE(r->has_score_time());
  EXPECT_EQ(r->scored_value(), 1);
  v1::ListRequirementChangesRequest list;
  list.set_parent(name);
  const auto changes =
      Call<v1::ListRequirementChangesResponse>("RequirementService/ListRequirementChanges", list);
  std::vector<std::string> recorded;
  for (const auto& change : changes->changes()) {
    if (change.action() == "score") recorded.push_back(change.field());
  }
  EXPECT_THAT(recorded, IsSupersetOf({"scored_account_count", "scored_value"}))
      << "against what it is looked at again";
  v1::SetRequirementScoresRequest take;
  take.set_name(name);
  take.set_criteria_set(set);
  take.add_scores()->set_criterion("effect");
  EXPECT_FALSE(Call<v1::RequirementScores>("ScoringService/SetRequirementScores", take)
                   ->scores(0)
                   .has_score());
  EXPECT_THAT(EventsOf(name),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementChanged"));
}

TEST_F(ScoringServiceTest, SalesAreACriterionWhoseReasonsAreForThoseWhoSeeEveryAccount) {
  v1::CreateCriteriaSetRequest request;
  request.mutable_criteria_set()->set_display_name("按销售额");
  *request.mutable_criteria_set()->add_criteria() =
      CriterionOf("sales", v1::CRITERION_DIRECTION_BENEFIT, 2, v1::CRITERION_SOURCE_SALES);
  *request.mutable_criteria_set()->add_criteria() =
      CriterionOf("effect", v1::CRITERION_DIRECTION_BENEFIT, 1);
  const auto set = Call<v1::CriteriaSet>("ScoringService/CreateCriteriaSet", request);
  ASSERT_TRUE(set.ok()) << set.status();
  const std::string a = Asked("a", {north_}), b = Asked("b", {north_, south_});
  ASSERT_TRUE(Score(a, set->name(), {{"effect", 2}}).ok());
  ASSERT_TRUE(Score(b, set->name(), {{"effect", 1}}).ok());
  EXPECT_THAT(Ranked(Rank(set->name())->name())[0].missing(), ElementsAre("sales"))
      << "nothing was measured yet";
  Buys(north_, "100");
  Buys(south_, "50.5");
  EXPECT_EQ(Score(b, set->name(), {})->scores(0).score(), 150.5);
  const auto by_team = Score(b, set->name(), {}, false, "wang.li", kManager);
  ASSERT_TRUE(by_team.ok()) << by_team.status();
  EXPECT_FALSE(by_team->scores(0).has_score()) << "it is of what others buy, too";
  v1::GetRequirementRequest get;
  get.set_name(b);
  const auto scored = Call<v1::Requirement>("RequirementService/GetRequirement", get);
  EXPECT_EQ(scored->scored_sales().units(), 150);
  EXPECT_EQ(scored->scored_sales().nanos(), 500'000'000);
  EXPECT_FALSE(Call<v1::Requirement>("RequirementService/GetRequirement", get, "wang.li", kManager)
                   ->has_scored_sales());
  const auto ranking = Rank(set->name());
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  EXPECT_GT(ranking->criteria(0).ideal(), 0);
  const auto all = Ranked(ranking->name()), team = Ranked(ranking->name(), "wang.li", kManager);
  ASSERT_EQ(team.size(), 2u);
  EXPECT_EQ(all[0].parts(0).score(), all[0].requirement() == b ? 150.5 : 100);
  EXPECT_TRUE(all[0].has_swap());
  EXPECT_EQ(team[0].rank(), 1);
  EXPECT_GT(all[0].closeness(), 0);
  EXPECT_EQ(team[0].closeness(), 0) << "who knows two of the sums would work out the others";
  EXPECT_THAT(team[0].parts(), IsEmpty());
  EXPECT_EQ(team[0].ideal_distance(), 0);
  EXPECT_FALSE(team[0].has_swap());
  v1::GetRankingRequest read;
  read.set_name(ranking->name());
  EXPECT_EQ(Call<v1::Ranking>("ScoringService/GetRanking", read, "wang.li", kManager)
                ->criteria(0)
                .ideal(),
            0);
}

TEST_F(ScoringServiceTest, ARankingKeepsItsScoresAndGivesReasons) {
  const std::string set = MakeSet()->name();
  const std::string a = Asked("a", {north_}), b = Asked("b", {north_, south_});
  const std::string c = Asked("c", {south_}), d = Asked("d", {south_});
  EXPECT_EQ(
      status::GetErrorDetail(Rank("criteriaSets/0190a000-0000-7000-8000-000000000001").status())
          ->reason,
      "RESOURCE_NOT_FOUND");
  ASSERT_TRUE(Score(a, set, {{"effect", 9}, {"effort", 5}}).ok());
  ASSERT_TRUE(Score(b, set, {{"effect", 6}, {"effort", 8}}).ok());
  ASSERT_TRUE(Score(c, set, {{"effect", 2}, {"effort", 20}}).ok());
  ASSERT_TRUE(Score(d, set, {{"effect", 2}}).ok());
  EXPECT_TRUE(absl::IsPermissionDenied(Rank(set, kManager).status()));
  const auto first = Rank(set);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->ranked_count(), 3);
  EXPECT_EQ(first->unranked_count(), 1);
  ASSERT_EQ(first->criteria_size(), 3);
  EXPECT_THAT(first->criteria(0).weight(), DoubleNear(0.5, 1e-12));
  EXPECT_LT(first->criteria(0).lower(), 0.5);
  EXPECT_GT(first->criteria(0).upper(), 0.5);
  EXPECT_EQ(first->previous(), "");
  const auto ranked = Ranked(first->name());
  EXPECT_THAT(TitlesOf(ranked), ElementsAre("1 a", "2 b", "3 c", "0 d"));
  EXPECT_THAT(ranked[3].missing(), ElementsAre("effort"));
  double sum = 0;
  for (const v1::RankingPart& part : ranked[1].parts()) {
    sum += part.ideal_gap() * part.ideal_gap();
  }
  EXPECT_THAT(ranked[1].ideal_distance() * ranked[1].ideal_distance(), DoubleNear(sum, 1e-12));
  EXPECT_EQ(ranked[1].parts(1).score(), 8);
  ASSERT_TRUE(ranked[0].has_swap()) << "by value alone b is the better one";
  EXPECT_EQ(ranked[0].swap().next(), b);
  // Those who see one see its rank among all, and nothing of the others.
  const auto of_north = Ranked(first->name(), "wang.li", kManager);
  EXPECT_THAT(TitlesOf(of_north), ElementsAre("1 a", "2 b"));
  EXPECT_TRUE(of_north[0].has_swap());
  EXPECT_FALSE(of_north[1].has_swap()) << "the next is not theirs";
  v1::GetRankingRequest get;
  get.set_name(first->name());
  EXPECT_THAT(Call<v1::Ranking>("ScoringService/GetRanking", get, "wang.li", kManager)->removals(),
              IsEmpty());
  // Scores move on; the ranking stays, and the next one says what changed.
  ASSERT_TRUE(Score(c, set, {{"effect", 10}, {"effort", 1}}).ok());
  EXPECT_THAT(TitlesOf(Ranked(first->name())), ElementsAre("1 a", "2 b", "3 c", "0 d"));
  const auto second = Rank(set);
  EXPECT_EQ(second->previous(), first->name());
  EXPECT_EQ(second->reversal_count(), 2);
  const auto again = Ranked(second->name());
  EXPECT_THAT(TitlesOf(again), ElementsAre("1 c", "2 a", "3 b", "0 d"));
  EXPECT_EQ(again[0].previous_rank(), 3);
  v1::CompareRankingsRequest compare;
  compare.set_name(second->name());
  const auto compared =
      Call<v1::CompareRankingsResponse>("ScoringService/CompareRankings", compare);
  ASSERT_TRUE(compared.ok()) << compared.status();
  EXPECT_EQ(compared->common_count(), 3);
  EXPECT_EQ(compared->reversal_count(), 2);
  EXPECT_EQ(compared->moves(0).title(), "c");
  const auto listed =
      Call<v1::ListRankingsResponse>("ScoringService/ListRankings", v1::ListRankingsRequest());
  ASSERT_EQ(listed->rankings_size(), 2);
  EXPECT_EQ(listed->rankings(0).name(), second->name());
  EXPECT_THAT(EventsOf(second->name()), ElementsAre("RequirementsRanked"));
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(ScoringServiceTest, EachRequirementThatIsNamedIsRankedOrRefused) {
  v1::RankRequirementsRequest request;
  request.set_criteria_set(MakeSet()->name());
  request.add_requirements(Asked("检测报告", {AddAccount(service_, "北风", "wang.li")}));
  request.add_requirements("requirements/0190a000-0000-7000-8000-000000000001");
  const auto rank = [&] { return Call<v1::Ranking>("ScoringService/RankRequirements", request); };
  EXPECT_THAT(FieldsOf(rank().status()), ElementsAre("requirements[1]"));
  request.mutable_requirements()->RemoveLast();
  const auto ranking = rank();
  ASSERT_TRUE(ranking.ok()) << ranking.status();
  EXPECT_EQ(ranking->unranked_count(), 1);
}

TEST_F(ScoringServiceTest, WhatCameIsHeldAgainstWhatWasExpected) {
  const std::string set = MakeSet()->name();
  const std::string a = Asked("a", {north_}), b = Asked("b", {south_});
  ASSERT_TRUE(Score(a, set, {{"effect", 9}, {"effort", 5}}).ok());
  ASSERT_TRUE(Score(b, set, {{"effect", 4}, {"effort", 10}}).ok());
  const std::string ranking = Rank(set)->name();
  for (const std::string& name : {a, b}) {
    for (const char* method : {"ScreenRequirement", "AssessRequirement", "PlanRequirement",
                               "StartRequirement", "DeliverRequirement"}) {
      Do(method, name);
    }
  }
  ASSERT_TRUE(Score(a, set, {{"effect", 5}, {"effort", 9}, {"value", 1}}, true).ok());
  ASSERT_TRUE(Score(b, set, {{"effect", 4}, {"effort", 12}, {"value", 1}}, true).ok());
  v1::ReviewRankingDeviationRequest request;
  request.set_name(ranking);
  const auto review = Call<v1::RankingDeviation>("ScoringService/ReviewRankingDeviation", request);
  ASSERT_TRUE(review.ok()) << review.status();
  EXPECT_EQ(review->closeness().count(), 2);
  ASSERT_EQ(review->requirements_size(), 2);
  EXPECT_EQ(review->requirements(0).requirement(), a) << "the furthest off first";
  for (const auto& criterion : review->criteria()) {
    if (criterion.criterion() != "effect") continue;
    EXPECT_EQ(criterion.deviation().bias(), -2) << "scored too high";
    EXPECT_DOUBLE_EQ(criterion.relative(), 0.2);
  }
}

TEST_F(ScoringServiceTest, AlternativesAreRankedByTheTextbook) {
  v1::RankAlternativesRequest request;
  for (const char* id : {"style", "reliability", "fuel"}) {
    *request.add_criteria() = CriterionOf(id, v1::CRITERION_DIRECTION_BENEFIT, 1);
  }
  *request.add_criteria() = CriterionOf("cost", v1::CRITERION_DIRECTION_COST, 1);
  const auto add = [&](const std::string& id, const std::vector<double>& scores) {
    auto& one = *request.add_alternatives();
    one.set_id(id);
    for (const double score : scores) one.add_scores(score);
  };
  const auto rank = [&] {
    return Call<v1::RankAlternativesResponse>("ScoringService/RankAlternatives", request);
  };
  EXPECT_EQ(rank()->ranked_size(), 0) << "none at all";
  add("one", {7, 9, 9, 8});
  EXPECT_EQ(rank()->ranked(0).closeness(), 0.5) << "ideal and anti-ideal at once";
  add("two", {8, 7, 8, 7});
  add("two again", {8, 7, 8, 7});
  const auto three = rank();
  ASSERT_TRUE(three.ok()) << three.status();
  ASSERT_EQ(three->ranked_size(), 3);
  EXPECT_EQ(three->ranked(0).parts_size(), 4);
  EXPECT_EQ(three->criteria(0).weight(), 0.25);
  request.set_omit_parts(true);
  EXPECT_EQ(rank()->ranked(0).parts_size(), 0);
  add("short", {1, 2});
  EXPECT_THAT(FieldsOf(rank().status()), ElementsAre("alternatives[3].scores"));
}

}  // namespace
}  // namespace mainstay::feedback
