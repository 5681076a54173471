// What a KANO study found comes to the requirement.
#include "services/feedback/requirements/kano_inbox_events.h"

#include <mainstay/events/v1/event.pb.h>
#include <mainstay/survey/v1/kano_events.pb.h>

#include "absl/strings/str_cat.h"
#include "services/feedback/requirements/requirement_service_fixture.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

class KanoInboxTest : public RequirementServiceTest {
 protected:
  absl::Status Tell(const std::string& requirement, v1::KanoClass found, int answers = 40) {
    survey::v1::KanoMeasured payload;
    payload.set_campaign(kStudy);
    payload.set_requirement(requirement);
    payload.set_kano_class(found);
    payload.set_answers(answers);
    events::v1::Event event;
    event.set_type(payload.GetDescriptor()->full_name());
    event.set_actor("han.mei");
    event.set_payload(payload.SerializeAsString());
    events::Subscription subscription{.area = "survey"};
    TakeKanoResults(subscription);
    return service_.db().Write(
        {}, [&](pg::Tx& tx) { return subscription.handlers.at(event.type())(tx, event); });
  }

  static constexpr char kStudy[] = "campaigns/0190a000-0000-7000-8000-000000000003";
  const std::string account_ = AddAccount(service_, "北风", "wang.li");
};

TEST_F(KanoInboxTest, TheNewestStudySaysTheClass) {
  const std::string name = Made("夜间送货", {account_});
  ASSERT_TRUE(Tell(name, v1::KANO_CLASS_ATTRACTIVE).ok());
  EXPECT_EQ(Get(name)->kano_class(), v1::KANO_CLASS_ATTRACTIVE);
  EXPECT_EQ(Get(name)->kano_source(), absl::StrCat("KANO ", kStudy, ", n = 40"));
  ASSERT_TRUE(Tell(name, v1::KANO_CLASS_MUST_BE, 60).ok());
  EXPECT_EQ(Get(name)->kano_class(), v1::KANO_CLASS_MUST_BE);
  EXPECT_THAT(EventsOf(name),
              ElementsAre("RequirementCollected", "RequirementChanged", "RequirementChanged"));
}

TEST_F(KanoInboxTest, NoClassChangesNothing) {
  const std::string name = Made("夜间送货", {account_});
  ASSERT_TRUE(Tell(name, v1::KANO_CLASS_ATTRACTIVE).ok());
  ASSERT_TRUE(Tell(name, v1::KANO_CLASS_UNSPECIFIED).ok());
  EXPECT_EQ(Get(name)->kano_class(), v1::KANO_CLASS_ATTRACTIVE);
}

TEST_F(KanoInboxTest, OfAMergedOneItIsTheSurvivors) {
  const std::string name = Made("夜间送货", {account_}), into = Made("全天送货", {account_});
  ASSERT_TRUE(Merge(name, into).ok());
  ASSERT_TRUE(Tell(name, v1::KANO_CLASS_INDIFFERENT).ok());
  EXPECT_EQ(Get(name)->kano_class(), v1::KANO_CLASS_UNSPECIFIED);
  EXPECT_EQ(Get(into)->kano_class(), v1::KANO_CLASS_INDIFFERENT);
}

TEST_F(KanoInboxTest, OfNoRequirementOfOursIsNothing) {
  EXPECT_TRUE(
      Tell("requirements/0190a000-0000-7000-8000-000000000009", v1::KANO_CLASS_MUST_BE).ok());
  EXPECT_EQ(Tell("requirements/x", v1::KANO_CLASS_MUST_BE).code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace mainstay::feedback
