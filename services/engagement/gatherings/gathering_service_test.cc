#include "services/engagement/gatherings/gathering_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class GatheringServiceTest : public GatheringFixture {
 protected:
  std::vector<std::string> List(const std::string& filter, const std::string& order = "") {
    v1::ListGatheringsRequest request;
    request.set_filter(filter);
    request.set_order_by(order);
    request.set_page_size(1);
    std::vector<std::string> titles;
    do {
      const auto page =
          Call<v1::ListGatheringsResponse>("GatheringService/ListGatherings", request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::Gathering& g : page->gatherings()) titles.push_back(g.title());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return titles;
  }
};

TEST_F(GatheringServiceTest, IsPlannedOpenedAndHeld) {
  v1::Gathering plan = Dinner("答谢晚宴");
  plan.mutable_budget()->set_currency_code("CNY");
  plan.mutable_budget()->set_units(50000);
  plan.mutable_budget()->set_nanos(500000000);
  const auto made = Create(plan, kManager);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::GATHERING_STATE_PLANNED);
  EXPECT_EQ(made->organizer(), "wang.li");
  EXPECT_EQ(Get(made->name())->DebugString(), made->DebugString());
  EXPECT_EQ(made->budget().nanos(), 500000000);
  ASSERT_TRUE(Do<v1::OpenGatheringRequest>("OpenGathering", made->name()).ok());
  EXPECT_EQ(ReasonOf(Hold(made->name()).status()), "NOT_BEGUN");
  service_.clock().Advance(absl::Hours(30));
  const auto held = Hold(made->name());
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_EQ(held->state(), v1::GATHERING_STATE_HELD);
  EXPECT_EQ(held->cost().units(), 48000);
  EXPECT_EQ(ReasonOf(Do<v1::CancelGatheringRequest>("CancelGathering", made->name()).status()),
            "WRONG_STATE");
  EXPECT_THAT(EventsOf(made->name()),
              ElementsAre("GatheringPlanned", "GatheringStateChanged", "GatheringStateChanged"));
}

TEST_F(GatheringServiceTest, WhatIsWrongIsNamed) {
  v1::Gathering plan = Dinner("");
  plan.mutable_budget()->set_currency_code("RMB");
  const absl::Status status = Create(plan).status();
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(status)) {
    fields.push_back(violation.field);
  }
  EXPECT_THAT(fields, ElementsAre("gathering.title", "gathering.budget"));
  EXPECT_EQ(Create(Dinner("x"), "survey_manager").status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(GatheringServiceTest, UpdateChangesWhatIsWritten) {
  v1::Gathering g = *Create(Dinner("答谢晚宴"));
  ASSERT_TRUE(Invite(g.name(), account_, 1).ok());
  g.set_place("上海");
  const auto changed = Update(g, {});
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->place(), "上海");
  EXPECT_EQ(changed->invited_count(), 1);
  EXPECT_EQ(Update(g, {}).status().code(), absl::StatusCode::kAborted) << "an old etag";
  g = *changed;
  EXPECT_EQ(Update(g, {})->etag(), g.etag()) << "nothing changed";
  g.set_state(v1::GATHERING_STATE_HELD);
  EXPECT_THAT(std::string(Update(g, {"state"}).status().message()), HasSubstr("gathering.state"));
  EXPECT_EQ(Do<v1::CancelGatheringRequest>("CancelGathering", g.name())->cancel_reason(),
            "because");
  g.clear_etag();
  g.set_place("北京");
  EXPECT_EQ(ReasonOf(Update(g, {"place"}).status()), "WRONG_STATE");
  v1::ListGatheringChangesRequest request;
  request.set_parent(g.name());
  const auto changes =
      Call<v1::ListGatheringChangesResponse>("GatheringService/ListGatheringChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  std::vector<std::string> texts;
  for (const v1::GatheringChange& change : changes->changes()) {
    texts.push_back(absl::StrCat(change.action(), " ", change.field(), " ", change.new_value()));
  }
  EXPECT_THAT(texts, ElementsAre("cancel state cancelled", "cancel cancel_reason because",
                                 "update place 上海", "create  "));
}

TEST_F(GatheringServiceTest, ItsOrganizerAndWhoMayChangeAllChangeIt) {
  v1::Gathering g = *Create(Dinner("答谢晚宴"), kManager);
  const std::string name = g.name();
  g.clear_etag();
  const auto update = [&](std::string_view user) {
    v1::UpdateGatheringRequest request;
    *request.mutable_gathering() = g;
    request.mutable_update_mask()->add_paths("budget");
    request.mutable_update_mask()->add_paths("organizer");
    return Call<v1::Gathering>("GatheringService/UpdateGathering", request, user, kManager);
  };
  g.mutable_budget()->set_currency_code("CNY");
  g.mutable_budget()->set_units(1000);
  const absl::Status refused = update("li.na").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(refused), "NOT_THE_ORGANIZER");
  EXPECT_THAT(std::string(refused.message()), HasSubstr("wang.li"));
  EXPECT_TRUE(update("wang.li").ok());
  const auto open = [&] {
    return Do<v1::OpenGatheringRequest>("OpenGathering", name, "li.na", kManager).status();
  };
  const auto cancel = [&] {
    return Do<v1::CancelGatheringRequest>("CancelGathering", name, "li.na", kManager).status();
  };
  EXPECT_EQ(ReasonOf(open()), "NOT_THE_ORGANIZER");
  EXPECT_EQ(ReasonOf(Hold(name, "li.na", kManager).status()), "NOT_THE_ORGANIZER");
  EXPECT_EQ(ReasonOf(cancel()), "NOT_THE_ORGANIZER");
  g.set_organizer("li.na");
  ASSERT_TRUE(update("wang.li").ok()) << "handed over";
  EXPECT_EQ(ReasonOf(update("wang.li").status()), "NOT_THE_ORGANIZER");
  EXPECT_TRUE(update("li.na").ok());
  EXPECT_TRUE(Invite(name, account_, 1, false, "wang.li", kManager).ok())
      << "the invitations are the account's";
  EXPECT_TRUE(Do<v1::OpenGatheringRequest>("OpenGathering", name).ok()) << "as admin";
  EXPECT_EQ(cancel(), absl::OkStatus());
}

TEST_F(GatheringServiceTest, ListsAreFilteredAndSorted) {
  Create(Dinner("second", absl::Hours(48))).value();
  Create(Dinner("first", absl::Hours(24))).value();
  v1::Gathering course = Dinner("third", absl::Hours(72));
  course.set_kind(v1::GATHERING_KIND_TRAINING_COURSE);
  Opened(course);
  EXPECT_THAT(List(""), ElementsAre("third", "second", "first"));
  EXPECT_THAT(List("", "start_time"), ElementsAre("first", "second", "third"));
  EXPECT_THAT(List("kind = GATHERING_KIND_TRAINING_COURSE"), ElementsAre("third"));
  EXPECT_THAT(List("state = GATHERING_STATE_PLANNED AND title : \"irs\""), ElementsAre("first"));
}

TEST_F(GatheringServiceTest, ARepeatedCallGivesTheFirstAnswer) {
  v1::CreateGatheringRequest request;
  *request.mutable_gathering() = Dinner("x");
  request.set_request_id("0190a000-0000-7000-8000-00000000000a");
  const auto first = Call<v1::Gathering>("GatheringService/CreateGathering", request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Call<v1::Gathering>("GatheringService/CreateGathering", request)->name(),
            first->name());
}

}  // namespace
}  // namespace mainstay::engagement
