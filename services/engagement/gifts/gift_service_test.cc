#include "services/engagement/gifts/gift_service.h"

#include <gmock/gmock.h>
#include <mainstay/engagement/v1/gift_service.pb.h>

#include <atomic>
#include <thread>

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "services/engagement/access/engagement_service_fixture.h"
#include "services/engagement/gifts/gift.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kManager[] = "account_manager";

class GiftServiceTest : public EngagementServiceTest {
 protected:
  GiftServiceTest() : EngagementServiceTest({"GiftService"}, {RegisterGiftService}) {}

  static std::string ContactOf(const std::string& account) {
    return account + "/contacts/0190a000-0000-7000-8000-000000000001";
  }
  v1::Gift Given(int64_t units, const std::string& account) {
    v1::Gift g;
    g.set_direction(v1::GIFT_DIRECTION_GIVEN);
    g.set_kind(v1::GIFT_KIND_GIFT);
    g.mutable_value()->set_currency_code("CNY");
    g.mutable_value()->set_units(units);
    g.set_contact(ContactOf(account));
    g.set_user("wang.li");
    return g;
  }
  absl::StatusOr<v1::Gift> Create(const std::string& account, const v1::Gift& g,
                                  std::string_view user = "ada", std::string_view role = "admin") {
    v1::CreateGiftRequest request;
    request.set_parent(account);
    *request.mutable_gift() = g;
    return Call<v1::Gift>("GiftService/CreateGift", request, user, role);
  }
  absl::StatusOr<v1::GiftLimit> SetLimit(std::optional<int64_t> units,
                                         std::string_view role = "admin") {
    v1::UpdateGiftLimitRequest request;
    request.mutable_gift_limit()->set_name("giftLimits/CNY");
    if (units) {
      request.mutable_gift_limit()->mutable_amount()->set_currency_code("CNY");
      request.mutable_gift_limit()->mutable_amount()->set_units(*units);
    }
    return Call<v1::GiftLimit>("GiftService/UpdateGiftLimit", request, "ada", role);
  }
  // A verb whose request has a name and a reason.
  template <class Request>
  absl::StatusOr<v1::Gift> Do(const std::string& method, const std::string& name,
                              std::string_view user = "ada", std::string_view role = "admin") {
    Request request;
    request.set_name(name);
    request.set_reason("because");
    return Call<v1::Gift>("GiftService/" + method, request, user, role);
  }
  absl::StatusOr<v1::Gift> Update(const v1::Gift& g, std::vector<std::string> paths) {
    v1::UpdateGiftRequest request;
    *request.mutable_gift() = g;
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return Call<v1::Gift>("GiftService/UpdateGift", request);
  }
  std::vector<int64_t> List(const std::string& parent, const std::string& filter = "",
                            std::string_view user = "ada", std::string_view role = "admin") {
    v1::ListGiftsRequest request;
    request.set_parent(parent);
    request.set_filter(filter);
    request.set_page_size(1);
    std::vector<int64_t> worth;
    do {
      const auto page = Call<v1::ListGiftsResponse>("GiftService/ListGifts", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::Gift& g : page->gifts()) worth.push_back(g.value().units());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return worth;
  }
  // "who: total count/refused limit left" of every total, page by page.
  std::vector<std::string> Totals(const std::string& parent, int year = 0,
                                  std::string_view user = "ada", std::string_view role = "admin") {
    v1::ListGiftTotalsRequest request;
    request.set_parent(parent);
    request.set_year(year);
    request.set_page_size(1);
    std::vector<std::string> texts;
    do {
      const auto page =
          Call<v1::ListGiftTotalsResponse>("GiftService/ListGiftTotals", request, user, role);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::GiftTotal& t : page->totals()) {
        texts.push_back(absl::StrCat(
            t.user().empty() ? "contact" : t.user(), ": ", t.total().units(), " ", t.count(), "/",
            t.refused_count(),
            t.has_limit() ? absl::StrCat(" ", t.limit().units(),
                                         t.has_left() ? absl::StrCat(" ", t.left().units()) : "")
                          : ""));
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return texts;
  }
  static std::string ReasonOf(const absl::Status& status) {
    const auto detail = status::GetErrorDetail(status);
    return detail ? detail->reason : status.ToString();
  }
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
  const int year_ = static_cast<int>(RegisterDay(service_.clock().Now()).year());
};

TEST_F(GiftServiceTest, IsRegisteredAndApprovedBySomebodyElse) {
  v1::Gift wanted = Given(300, account_);
  wanted.mutable_value()->set_nanos(500000000);
  wanted.set_occasion("中秋节");
  const auto made = Create(account_, wanted, "wang.li", kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::GIFT_STATE_PENDING);
  EXPECT_GT(made->date().year(), 2000) << "today";
  v1::GetGiftRequest get;
  get.set_name(made->name());
  EXPECT_EQ(Call<v1::Gift>("GiftService/GetGift", get)->DebugString(), made->DebugString());
  EXPECT_EQ(
      Do<v1::ApproveGiftRequest>("ApproveGift", made->name(), "wang.li", kManager).status().code(),
      absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(
      ReasonOf(
          Do<v1::ApproveGiftRequest>("ApproveGift", made->name(), "wang.li", "director").status()),
      "OWN_GIFT");
  EXPECT_EQ(Do<v1::ApproveGiftRequest>("ApproveGift", made->name())->approver(), "ada");
  EXPECT_EQ(ReasonOf(Do<v1::CancelGiftRequest>("CancelGift", made->name()).status()),
            "WRONG_STATE");
  EXPECT_EQ(Do<v1::RefuseGiftRequest>("RefuseGift", made->name())->refuse_reason(), "because");
  EXPECT_THAT(EventsOf(made->name()),
              ElementsAre("GiftRegistered", "GiftStateChanged", "GiftStateChanged"));
}

TEST_F(GiftServiceTest, NothingPassesTheLimitButWhatIsRefused) {
  ASSERT_TRUE(Create(account_, Given(600, account_)).ok()) << "no limit by default";
  ASSERT_TRUE(SetLimit(1000).ok());
  const absl::Status status = Create(account_, Given(401, account_)).status();
  EXPECT_EQ(ReasonOf(status), "GIFT_LIMIT");
  EXPECT_THAT(std::string(status.message()),
              HasSubstr(absl::StrCat("got 600 CNY in ", year_,
                                     " and may get 1000 CNY a year: 400 CNY is left")));
  v1::Gift refused = Given(401, account_);
  refused.set_refuse_reason("above what may be given");
  EXPECT_EQ(Create(account_, refused)->state(), v1::GIFT_STATE_REFUSED);
  const std::string fits = Create(account_, Given(400, account_)).value().name();
  EXPECT_EQ(ReasonOf(Create(account_, Given(1, account_)).status()), "GIFT_LIMIT");
  ASSERT_TRUE(Do<v1::CancelGiftRequest>("CancelGift", fits).ok());
  EXPECT_TRUE(Create(account_, Given(1, account_)).ok()) << "what was cancelled does not count";
  EXPECT_THAT(Totals(account_), ElementsAre("contact: 601 2/1 1000 399"));
  v1::Gift last_year = Given(1000, account_);
  last_year.mutable_date()->set_year(year_ - 1);
  last_year.mutable_date()->set_month(12);
  last_year.mutable_date()->set_day(31);
  EXPECT_TRUE(Create(account_, last_year).ok()) << "each year for itself";
  v1::Gift dollars = Given(5000, account_);
  dollars.mutable_value()->set_currency_code("USD");
  EXPECT_TRUE(Create(account_, dollars).ok()) << "each currency for itself";
  ASSERT_TRUE(SetLimit(std::nullopt).ok());
  EXPECT_TRUE(Create(account_, Given(9999, account_)).ok());
}

TEST_F(GiftServiceTest, OurPeopleHaveOneLimitOverAllAccounts) {
  ASSERT_TRUE(SetLimit(1000).ok());
  const std::string other = AddAccount(service_, "南风", "wang.li");
  for (const std::string& account : {account_, other}) {
    v1::Gift received = Given(500, account);
    received.set_direction(v1::GIFT_DIRECTION_RECEIVED);
    ASSERT_TRUE(Create(account, received).ok());
    received.mutable_value()->set_units(501);
    EXPECT_EQ(ReasonOf(Create(account, received).status()), "GIFT_LIMIT");
  }
  EXPECT_THAT(Totals("accounts/-"), ElementsAre("wang.li: 1000 2/0 1000 0"));
  ASSERT_TRUE(Create(other, Given(700, other)).ok()) << "the contact has a limit of their own";
  EXPECT_THAT(Totals("accounts/-"),
              ElementsAre("contact: 700 1/0 1000 300", "wang.li: 1000 2/0 1000 0"));
  // What is left of it is known over all accounts only.
  EXPECT_THAT(Totals(account_), ElementsAre("wang.li: 500 1/0 1000"));
  EXPECT_THAT(Totals(account_, year_ - 1), IsEmpty());
  EXPECT_THAT(Totals("accounts/-", 0, "li.na", kManager), IsEmpty());
}

TEST_F(GiftServiceTest, RacersDoNotPassTheLimitTogether) {
  ASSERT_TRUE(SetLimit(1000).ok());
  std::atomic<int> made = 0, refused = 0;
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&] {
      const auto gift = Create(account_, Given(300, account_));
      if (gift.ok()) ++made;
      if (!gift.ok() && ReasonOf(gift.status()) == "GIFT_LIMIT") ++refused;
    });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(made, 3);
  EXPECT_EQ(refused, 5);
}

TEST_F(GiftServiceTest, WhatIsRegisteredStands) {
  v1::Gift g = *Create(account_, Given(300, account_));
  g.set_description("两盒月饼");
  g = *Update(g, {});
  EXPECT_EQ(g.description(), "两盒月饼");
  v1::Gift dearer = g;
  dearer.mutable_value()->set_units(3);
  EXPECT_THAT(FieldsOf(Update(dearer, {}).status()), ElementsAre("gift.value"));
  EXPECT_THAT(FieldsOf(Update(dearer, {"value"}).status()), ElementsAre("gift.value"));
  EXPECT_TRUE(Update(dearer, {"occasion"}).ok()) << "is not looked at";
  v1::Gift earlier = g;
  earlier.mutable_date()->set_year(2020);
  EXPECT_THAT(FieldsOf(Update(earlier, {"date"}).status()), ElementsAre("gift.date"));
}

TEST_F(GiftServiceTest, OthersSeeNothingOfIt) {
  const std::string other = AddAccount(service_, "南风", "li.na");
  ASSERT_TRUE(Create(account_, Given(300, account_)).ok());
  ASSERT_TRUE(Create(other, Given(500, other)).ok());
  EXPECT_THAT(List("accounts/-", "", "wang.li", kManager), ElementsAre(300));
  EXPECT_THAT(List("accounts/-", absl::StrCat("amount > 400 AND year = ", year_)),
              ElementsAre(500));
  EXPECT_EQ(Create(other, Given(1, other), "wang.li", kManager).status().code(),
            absl::StatusCode::kNotFound);
  v1::Gift theirs = Given(1, other);
  EXPECT_THAT(FieldsOf(Create(account_, theirs).status()), ElementsAre("gift.contact"));
  Merge(service_, other, account_);
  EXPECT_EQ(List(account_, "", "wang.li", kManager).size(), 2u);
}

TEST_F(GiftServiceTest, ALimitHasVersions) {
  const auto first = SetLimit(1000);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->setter(), "ada");
  EXPECT_EQ(SetLimit(1000)->etag(), first->etag()) << "nothing changed";
  EXPECT_EQ(SetLimit(1, kManager).status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_NE(SetLimit(500)->etag(), first->etag());
  v1::ListGiftLimitsRequest list;
  const auto limits = Call<v1::ListGiftLimitsResponse>("GiftService/ListGiftLimits", list);
  ASSERT_EQ(limits->gift_limits_size(), 1);
  EXPECT_EQ(limits->gift_limits(0).amount().units(), 500);
  v1::GetGiftLimitRequest get;
  get.set_name("giftLimits/USD");
  EXPECT_FALSE(Call<v1::GiftLimit>("GiftService/GetGiftLimit", get)->has_amount());
  get.set_name("giftLimits/RMB");
  EXPECT_THAT(FieldsOf(Call<v1::GiftLimit>("GiftService/GetGiftLimit", get).status()),
              ElementsAre("name"));
}

}  // namespace
}  // namespace mainstay::engagement
