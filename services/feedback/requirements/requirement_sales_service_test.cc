// The sales behind requirements, from accounts' events to what each caller sees.
#include <mainstay/accounts/v1/grading_events.pb.h>

#include "common/api/money.h"
#include "common/api/proto_time.h"
#include "common/auth/masking.h"
#include "services/feedback/requirements/account_sales_inbox_events.h"
#include "services/feedback/requirements/requirement_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RequirementSalesTest : public RequirementServiceTest {
 protected:
  // As accounts tells of an analysis of 2026 that was run now.
  void Measured(const std::string& account, const std::string& amount,
                const std::string& currency = "CNY") {
    accounts::v1::AccountSalesMeasured payload;
    payload.set_account(account);
    payload.set_abc_analysis("abcAnalyses/0190a000-0000-7000-8000-000000000001");
    *payload.mutable_net_sales() = api::MoneyOf(amount, currency);
    payload.mutable_start_time()->set_seconds(kStart);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_payload(payload.SerializeAsString());
    *event.mutable_occur_time() = api::TimeToProto(service_.clock().Now());
    events::Subscription subscription{.area = "accounts"};
    TakeAccountSales(subscription);
    const absl::Status taken = service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
    EXPECT_TRUE(taken.ok()) << taken;
  }
  // "150.5 CNY"; "" while it is not told.
  static std::string TextOf(bool has, const google::type::Money& money) {
    return has ? text::ToText(*api::AmountFromProto(true, money, "")) : "";
  }
  std::string Sales(const std::string& name, std::string_view user = "ada",
                    std::string_view role = "admin") {
    const auto r = Get(name, user, role);
    EXPECT_TRUE(r.ok()) << r.status();
    return TextOf(r->has_sales(), r->sales());
  }
  std::vector<int> Reasons(const std::string& name) {
    const v1::Requirement r = *Get(name);
    return {r.review_reasons().begin(), r.review_reasons().end()};
  }

  static constexpr int64_t kStart = 1767225600;
};

TEST_F(RequirementSalesTest, AreOfEachAccountThatAsksOnce) {
  const std::string name = Made("检测报告", {north_, north_, south_});
  EXPECT_EQ(Sales(name), "") << "nothing was measured";
  Measured(north_, "100.5");
  EXPECT_EQ(Sales(name), "100.5 CNY");
  Measured(south_, "-0.5");
  EXPECT_EQ(Sales(name), "100 CNY");
  EXPECT_EQ(Get(name)->sales_start_time().seconds(), kStart);
  EXPECT_FALSE(Get(name)->has_sales_end_time());
  Measured(north_, "70");
  EXPECT_EQ(Sales(name), "69.5 CNY") << "the last measure counts";
  Measured(south_, "1000000", "EUR");
  EXPECT_EQ(Sales(name), "69.5 CNY") << "no rates are known";
  const std::string other = Made("英文手册", {AddAccount(service_, "东风", "li.na")});
  EXPECT_EQ(Sales(other), "0 CNY") << "it was not among those that bought";
  Delete(service_, south_);
  EXPECT_EQ(Sales(name), "70 CNY") << "a deleted account does not count";
}

TEST_F(RequirementSalesTest, OfMergedAccountsAreTheSurvivors) {
  const std::string name = Made("检测报告", {north_});
  const std::string group = AddAccount(service_, "北风集团", "wang.li");
  Measured(north_, "100");
  Measured(group, "20");
  testing::Merge(service_, north_, group);
  EXPECT_EQ(Sales(name), "120 CNY");
  Measured(group, "130");
  Measured(north_, "0");
  EXPECT_EQ(Sales(name), "130 CNY") << "the next analysis has all of it under the survivor";
  testing::Merge(service_, north_, "");
  EXPECT_EQ(Sales(name), "0 CNY");
}

TEST_F(RequirementSalesTest, AreOfTheAccountsThatTheCallerSees) {
  const std::string name = Made("检测报告", {north_, south_});
  const std::string other = Made("英文手册", {north_});
  Measured(north_, "100");
  Measured(south_, "50");
  EXPECT_EQ(Sales(name), "150 CNY");
  EXPECT_EQ(Sales(name, "wang.li", kManager), "100 CNY");
  EXPECT_THAT(Listed("accounts/-", "sales > 120"), ElementsAre("检测报告"));
  EXPECT_THAT(Listed("accounts/-", "sales > 120", "wang.li", kManager), IsEmpty())
      << "filters tell no more than the list";
  Score(name);
  EXPECT_TRUE(Get(name)->has_scored_sales());
  EXPECT_FALSE(Get(name, "wang.li", kManager)->has_scored_sales());
  v1::Requirement seen = *Get(name);
  const auth::SensitiveFields fields(*seen.GetDescriptor());
  fields.Mask({.subject = "wu.fan", .roles = {"survey_manager"}}, &seen);
  EXPECT_FALSE(seen.has_sales());
  EXPECT_FALSE(seen.has_scored_sales());
  EXPECT_THAT(seen.masked_fields(), ElementsAre("sales", "scored_sales"));
}

TEST_F(RequirementSalesTest, ListsStandByThem) {
  Made("检测报告", {north_});
  Made("英文手册", {south_});
  Made("都要", {north_, south_});
  Measured(north_, "100");
  Measured(south_, "100.25");
  v1::ListRequirementsRequest list;
  list.set_parent("accounts/-");
  list.set_order_by("sales desc");
  list.set_page_size(1);
  std::vector<std::string> titles;
  do {
    const auto page =
        Call<v1::ListRequirementsResponse>("RequirementService/ListRequirements", list);
    ASSERT_TRUE(page.ok()) << page.status();
    titles.push_back(page->requirements(0).title());
    list.set_page_token(page->next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(titles, ElementsAre("都要", "英文手册", "检测报告"));
}

TEST_F(RequirementSalesTest, MovedSinceItWasScoredItIsToBeLookedAtAgain) {
  const std::string name = Made("检测报告", {north_, south_});
  Score(name);
  Measured(north_, "100");
  EXPECT_THAT(Reasons(name), IsEmpty()) << "they were not known when it was scored";
  Score(name);
  Measured(south_, "19");
  EXPECT_THAT(Reasons(name), IsEmpty());
  Measured(south_, "20");
  EXPECT_THAT(Reasons(name), ElementsAre(v1::REQUIREMENT_REVIEW_REASON_SALES));
  EXPECT_THAT(Listed("accounts/-", "needs_review = true"), ElementsAre("检测报告"));
  EXPECT_THAT(Get(name, "wang.li", kManager)->review_reasons(), IsEmpty())
      << "it would tell what others buy";
  EXPECT_THAT(Listed("accounts/-", "needs_review = true", "wang.li", kManager), IsEmpty());
  Score(name);
  EXPECT_THAT(Reasons(name), IsEmpty());
  Measured(north_, "0");
  EXPECT_THAT(Reasons(name), ElementsAre(v1::REQUIREMENT_REVIEW_REASON_SALES));
}

TEST_F(RequirementSalesTest, MayHaveMovedWhenACardIsSentBack) {
  const std::string name = Made("检测报告", {north_});
  Measured(north_, "100");
  v1::Requirement card = *Get(name);
  Measured(north_, "101");
  card.set_why("入厂免检");
  EXPECT_TRUE(Update(card, {}).ok());
  EXPECT_EQ(Sales(name), "101 CNY");
}

}  // namespace
}  // namespace mainstay::feedback
