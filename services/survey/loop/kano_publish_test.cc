// What a KANO study says is told of the requirements that it is about.
#include <mainstay/survey/v1/kano_events.pb.h>

#include "services/survey/loop/kano_publish_writes.h"
#include "services/survey/loop/loop_fixture.h"

namespace mainstay::survey {
namespace {

class KanoPublishTest : public LoopTest {
 protected:
  absl::StatusOr<v1::PublishKanoResultsResponse> Publish(const Campaign& campaign) {
    v1::PublishKanoResultsRequest request;
    request.set_name(NameOf(campaign));
    return Call<v1::PublishKanoResultsResponse>("LoopService/PublishKanoResults", request);
  }
  // Delighted by it, and can live without.
  void Delighted(const Campaign& campaign, int times) {
    for (int i = 0; i < times; ++i) Answered(campaign, account_, contact_, Kano("night", 1, 3));
  }
  int64_t Told() {
    int64_t told = 0;
    Write([&](pg::Tx& tx) {
      told = tx.Exec("SELECT count(*) FROM outbox WHERE type LIKE '%KanoMeasured'")[0][0]
                 .as<int64_t>();
      return absl::OkStatus();
    });
    return told;
  }
};

TEST_F(KanoPublishTest, TellsTheClassOfEachRequirement) {
  const Campaign campaign = Run("kano");
  Delighted(campaign, 6);
  Answered(campaign, account_, contact_, Kano("night", 2, 5));  // must be there
  Answered(campaign, account_, contact_, Kano("weekend", 2, 5));
  const auto published = Publish(campaign);
  ASSERT_TRUE(published.ok()) << published.status();
  ASSERT_EQ(published->requirements_size(), 1) << "the other pair is about no requirement";
  EXPECT_EQ(published->requirements(0).requirement(), kRequirement);
  EXPECT_EQ(published->requirements(0).kano_class(), feedback::v1::KANO_CLASS_ATTRACTIVE);
  EXPECT_EQ(published->requirements(0).answers(), 7);
  EXPECT_TRUE(published->requirements(0).told());
  const auto told = this->Published<v1::KanoMeasured>();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->campaign(), NameOf(campaign));
  EXPECT_EQ(told->requirement(), kRequirement);
  EXPECT_EQ(told->attractive(), 6);
  EXPECT_EQ(told->must_be(), 1);
  EXPECT_DOUBLE_EQ(told->better(), 6.0 / 7);
  EXPECT_DOUBLE_EQ(told->worse(), -1.0 / 7);
  // The same again is not told again; what is new is.
  EXPECT_FALSE(Publish(campaign)->requirements(0).told());
  EXPECT_EQ(Told(), 1);
  Delighted(campaign, 1);
  EXPECT_TRUE(Publish(campaign)->requirements(0).told());
  EXPECT_EQ(Told(), 2);
  ExpectAnEventForEveryVersion(service_.db());
}

TEST_F(KanoPublishTest, AClosedStudyTellsByItself) {
  Campaign campaign = Run("kano");
  Delighted(campaign, 3);
  const auto step = [&] {
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return PublishClosedKano(tx, service_.clock().Now()); });
  };
  EXPECT_FALSE(step().value()) << "it runs";
  campaign.state = "closed";
  campaign.close_time = service_.clock().Now();
  Write([&](pg::Tx& tx) {
    UpdateCampaign(tx, campaign);
    return absl::OkStatus();
  });
  EXPECT_TRUE(step().value());
  EXPECT_FALSE(step().value());
  EXPECT_EQ(Told(), 1);
}

TEST_F(KanoPublishTest, OfTooFewWhoWerePromisedItNothingIsShown) {
  const Campaign campaign = Run("kano", "anonymous");
  const auto delighted_and_told = [&](int times) {
    Delighted(campaign, times);
    Write([](pg::Tx& tx) {
      tx.Exec("UPDATE responses SET tallied = true");
      return absl::OkStatus();
    });
  };
  delighted_and_told(4);
  Delighted(campaign, 3);  // wait until they are enough for figures
  const auto few = Publish(campaign);
  ASSERT_TRUE(few.ok()) << few.status();
  EXPECT_EQ(few->requirements(0).answers(), 4);
  EXPECT_EQ(few->requirements(0).kano_class(), feedback::v1::KANO_CLASS_UNSPECIFIED);
  EXPECT_FALSE(few->requirements(0).told());
  EXPECT_EQ(Told(), 0);
  delighted_and_told(1);
  EXPECT_TRUE(Publish(campaign)->requirements(0).told());
}

TEST_F(KanoPublishTest, AnAnonymousStudyTellsOnceItIsSettled) {
  Campaign campaign = Run("kano", "anonymous");
  Delighted(campaign, 6);
  campaign.state = "closed";
  campaign.close_time = service_.clock().Now();
  const auto step = [&](absl::Time settle_time) {
    bool told = false;
    Write([&](pg::Tx& tx) -> absl::Status {
      UpdateCampaign(tx, campaign);
      tx.Exec("UPDATE responses SET tallied = true");
      tx.Exec(
          "INSERT INTO campaign_tellings VALUES ($1::uuid, 0, $2::timestamptz) "
          "ON CONFLICT (campaign_id) DO UPDATE SET settle_time = excluded.settle_time",
          {campaign.id,
           settle_time == absl::InfiniteFuture() ? pg::Param() : pg::ToParam(settle_time)});
      const auto published = PublishClosedKano(tx, service_.clock().Now());
      told = published.value();
      return published.status();
    });
    return told;
  };
  EXPECT_FALSE(step(absl::InfiniteFuture()));
  EXPECT_TRUE(step(service_.clock().Now()));
  EXPECT_EQ(Told(), 1);
}

TEST_F(KanoPublishTest, WithoutRequirementsThereIsNothingToTell) {
  LoopTest::Publish(2, R"json({"title": {"en": "T"}, "sections": [{"key": "s", "questions": [
      {"key": "nps", "kind": "QUESTION_KIND_NPS", "text": {"en": "?"}}]}]})json");
  Campaign campaign = Run("kano");
  campaign.questionnaire_version = 2;
  Write([&](pg::Tx& tx) {
    UpdateCampaign(tx, campaign);
    return absl::OkStatus();
  });
  EXPECT_EQ(ReasonOf(Publish(campaign).status()), "NO_KANO_QUESTIONS");
}

}  // namespace
}  // namespace mainstay::survey
