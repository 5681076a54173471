// Lists over one account and over all, and the history card.
#include "services/engagement/visits/visits_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class VisitListTest : public VisitsFixture {
 protected:
  absl::StatusOr<v1::ListVisitsResponse> List(v1::ListVisitsRequest request,
                                              std::string_view user = "wang.li",
                                              std::string_view role = "account_manager") {
    return Call<v1::ListVisitsResponse>("VisitService/ListVisits", request, user, role);
  }
  static std::vector<std::string> NamesIn(const absl::StatusOr<v1::ListVisitsResponse>& page) {
    std::vector<std::string> names;
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return names;
    for (const v1::Visit& visit : page->visits()) names.push_back(visit.name());
    return names;
  }
  v1::VisitHistory Card(int page_size = 0) {
    v1::GetVisitHistoryRequest request;
    request.set_name(absl::StrCat(account_, "/visitHistory"));
    request.set_page_size(page_size);
    const auto card = Call<v1::VisitHistory>("VisitService/GetVisitHistory", request);
    EXPECT_TRUE(card.ok()) << card.status();
    return card.value_or(v1::VisitHistory());
  }
};

TEST_F(VisitListTest, NewestFirstInPagesThatStayInTheirList) {
  std::vector<std::string> newest_first;
  for (int i = 0; i < 5; ++i) {
    newest_first.insert(newest_first.begin(), Plan(absl::Hours(i))->name());
  }
  v1::ListVisitsRequest request;
  request.set_parent(account_);
  request.set_page_size(2);
  std::vector<std::string> seen;
  do {
    const auto page = List(request);
    for (const std::string& name : NamesIn(page)) seen.push_back(name);
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, newest_first);
  request.set_page_token("");
  request.set_page_token(List(request)->next_page_token());
  request.set_filter("state = VISIT_STATE_MISSED");
  EXPECT_THAT(FieldsOf(List(request).status()), ElementsAre("page_token"));
}

TEST_F(VisitListTest, OverAllAccountsOnlyWhatTheCallerSees) {
  const std::string others = AddAccount(fixture_, "Other", "chen.yu");
  const std::string mine = Plan(absl::Hours(1))->name(),
                    theirs = Plan(absl::Hours(2), others, "chen.yu")->name();
  v1::ListVisitsRequest request;
  request.set_parent("accounts/-");
  EXPECT_THAT(NamesIn(List(request)), ElementsAre(mine));
  EXPECT_THAT(NamesIn(List(request, "chen.yu")), ElementsAre(theirs));
  EXPECT_THAT(NamesIn(List(request, "nobody")), IsEmpty());
  EXPECT_THAT(NamesIn(List(request, "gu.ping", "director")), ElementsAre(theirs, mine));
  request.set_user("me");
  EXPECT_THAT(NamesIn(List(request, "gu.ping", "director")), IsEmpty());
  request.set_user("chen.yu");
  EXPECT_THAT(NamesIn(List(request, "gu.ping", "director")), ElementsAre(theirs));
  // Merged: the survivor's team sees both, under the survivor.
  Merge(fixture_, account_, others);
  request.clear_user();
  const auto both = NamesIn(List(request, "chen.yu"));
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(both[1].substr(0, others.size()), others);
  EXPECT_THAT(NamesIn(List(request)), IsEmpty());
}

TEST_F(VisitListTest, FiltersAndOrders) {
  const std::string first = Plan(absl::Hours(1))->name(), second = Plan(absl::Hours(2))->name();
  ASSERT_TRUE(Go<v1::ConfirmVisitRequest>("ConfirmVisit", first).ok());
  v1::ListVisitsRequest request;
  request.set_parent(account_);
  request.set_filter("state = VISIT_STATE_CONFIRMED AND kind = VISIT_KIND_VISIT");
  EXPECT_THAT(NamesIn(List(request)), ElementsAre(first));
  request.set_filter("");
  request.set_order_by("planned_start_time");
  EXPECT_THAT(NamesIn(List(request)), ElementsAre(first, second));
  request.set_order_by("update_time desc");
  fixture_.clock().Advance(absl::Seconds(1));
  ASSERT_TRUE(Go<v1::PrepareVisitRequest>("PrepareVisit", first).ok());
  EXPECT_THAT(NamesIn(List(request)), ElementsAre(first, second));
  request.set_filter("place = \"x\"");
  EXPECT_THAT(FieldsOf(List(request).status()), ElementsAre("filter"));
}

TEST_F(VisitListTest, TheCardTellsWhenWhoWhatAndWhatNext) {
  EXPECT_FALSE(Card().has_last_visit());
  EXPECT_EQ(Card().account_display_name(), "Acme 艾克米");
  const std::string earlier = Plan()->name(), later = Plan(absl::Minutes(30))->name(),
                    next = Plan(absl::Hours(48))->name();
  ASSERT_TRUE(CheckIn(earlier).ok());
  v1::CompleteVisitRequest complete;
  complete.set_name(earlier);
  complete.set_content("first");
  complete.mutable_next_visit_date()->set_year(2099);
  complete.mutable_next_visit_date()->set_month(1);
  complete.mutable_next_visit_date()->set_day(2);
  ASSERT_TRUE(Call<v1::Visit>("VisitService/CompleteVisit", complete).ok());
  fixture_.clock().Advance(absl::Hours(1));
  ASSERT_TRUE(CheckIn(later).ok());
  ASSERT_TRUE(Complete(later, "second").ok());
  const v1::VisitHistory card = Card(2);
  EXPECT_EQ(card.last_visit().content(), "second");
  EXPECT_EQ(card.next_visit().name(), next);
  EXPECT_EQ(card.next_visit_date().year(), 2099);
  EXPECT_EQ(card.completed_count(), 2);
  EXPECT_EQ(card.on_time_count(), 1);
  EXPECT_EQ(card.missed_count(), 0);
  ASSERT_EQ(card.visits_size(), 2);
  EXPECT_EQ(card.visits(0).name(), next);
  EXPECT_NE(card.next_page_token(), "");
}

}  // namespace
}  // namespace mainstay::engagement
