// The course of a visit, from the appointment to the record, and what time does to it.
#include "services/engagement/visits/visit_miss_writes.h"
#include "services/engagement/visits/visits_fixture.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class VisitCourseTest : public VisitsFixture {
 protected:
  bool Miss() {
    const auto more = fixture_.db().Write(
        {}, [&](pg::Tx& tx) { return MissVisits(tx, fixture_.clock().Now(), absl::Hours(24)); });
    EXPECT_TRUE(more.ok()) << more.status();
    return more.value_or(false);
  }
};

TEST_F(VisitCourseTest, GoesFromThePlanToTheRecord) {
  const std::string name = Plan(absl::Hours(1))->name();
  EXPECT_EQ(Go<v1::ConfirmVisitRequest>("ConfirmVisit", name)->state(), v1::VISIT_STATE_CONFIRMED);
  v1::PrepareVisitRequest prepare;
  prepare.set_name(name);
  prepare.set_preparation("the new price list");
  EXPECT_EQ(Call<v1::Visit>("VisitService/PrepareVisit", prepare)->preparation(),
            "the new price list");
  fixture_.clock().Advance(absl::Minutes(70));
  v1::CheckInVisitRequest check_in;
  check_in.set_name(name);
  check_in.mutable_position()->set_latitude(31.2304);
  check_in.mutable_position()->set_longitude(121.4737);
  const auto there = Call<v1::Visit>("VisitService/CheckInVisit", check_in);
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_TRUE(there->on_time());
  EXPECT_DOUBLE_EQ(there->check_in_position().latitude(), 31.2304);
  fixture_.clock().Advance(absl::Minutes(45));
  v1::CompleteVisitRequest complete;
  complete.set_name(name);
  complete.set_content("他们想要更快的交货");
  complete.set_outcome(v1::VISIT_OUTCOME_POSITIVE);
  complete.add_customer_needs("faster delivery");
  complete.mutable_next_visit_date()->set_year(2099);
  complete.mutable_next_visit_date()->set_month(1);
  complete.mutable_next_visit_date()->set_day(15);
  const auto done = Call<v1::Visit>("VisitService/CompleteVisit", complete);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->state(), v1::VISIT_STATE_COMPLETED);
  EXPECT_EQ(done->content(), "他们想要更快的交货");
  EXPECT_EQ(done->next_visit_date().year(), 2099);
  EXPECT_EQ(Get(name)->DebugString(), done->DebugString());
}

TEST_F(VisitCourseTest, AVerbFromTheWrongStateNamesTheRightOnes) {
  const std::string name = Plan()->name();
  const absl::Status early = Complete(name).status();
  EXPECT_EQ(ReasonOf(early), "WRONG_STATE");
  EXPECT_THAT(early.message(), HasSubstr(":complete is possible from: checked_in"));
  EXPECT_EQ(Get(name)->state(), v1::VISIT_STATE_PLANNED);
}

TEST_F(VisitCourseTest, LateIsNotOnTime) {
  const std::string name = Plan()->name();
  fixture_.clock().Advance(absl::Minutes(15) + absl::Seconds(1));
  const auto there = CheckIn(name);
  ASSERT_TRUE(there.ok()) << there.status();
  EXPECT_TRUE(there->has_on_time());
  EXPECT_FALSE(there->on_time());
}

TEST_F(VisitCourseTest, APhoneThatWasOfflineTellsLater) {
  const auto visit = Plan();
  fixture_.clock().Advance(absl::Hours(5));
  v1::CheckInVisitRequest check_in;
  check_in.set_name(visit->name());
  *check_in.mutable_check_in_time() = visit->planned_start_time();
  EXPECT_TRUE(Call<v1::Visit>("VisitService/CheckInVisit", check_in)->on_time());
  v1::CompleteVisitRequest complete;
  complete.set_name(visit->name());
  complete.set_content("x");
  *complete.mutable_complete_time() = visit->planned_start_time();
  complete.mutable_complete_time()->set_seconds(complete.complete_time().seconds() - 1);
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/CompleteVisit", complete).status()),
              ElementsAre("complete_time"));
  *complete.mutable_complete_time() = visit->planned_end_time();
  EXPECT_TRUE(Call<v1::Visit>("VisitService/CompleteVisit", complete).ok());

  const auto old = Plan();
  fixture_.clock().Advance(absl::Hours(24 * 8));
  check_in.set_name(old->name());
  *check_in.mutable_check_in_time() = old->planned_start_time();
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/CheckInVisit", check_in).status()),
              ElementsAre("check_in_time"));
}

TEST_F(VisitCourseTest, ARecordSaysSomethingAndComesAgainLater) {
  const std::string name = Plan()->name();
  ASSERT_TRUE(CheckIn(name).ok());
  EXPECT_THAT(FieldsOf(Complete(name, "").status()), ElementsAre("content"));
  v1::CompleteVisitRequest complete;
  complete.set_name(name);
  complete.set_content("x");
  complete.mutable_next_visit_date()->set_year(2020);
  complete.mutable_next_visit_date()->set_month(2);
  complete.mutable_next_visit_date()->set_day(30);
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/CompleteVisit", complete).status()),
              ElementsAre("next_visit_date"));
  complete.mutable_next_visit_date()->set_day(28);
  EXPECT_THAT(FieldsOf(Call<v1::Visit>("VisitService/CompleteVisit", complete).status()),
              ElementsAre("next_visit_date"));
}

TEST_F(VisitCourseTest, CancellingNeedsAReason) {
  const std::string name = Plan()->name();
  EXPECT_THAT(FieldsOf(Go<v1::CancelVisitRequest>("CancelVisit", name).status()),
              ElementsAre("reason"));
  v1::CancelVisitRequest cancel;
  cancel.set_name(name);
  cancel.set_reason("the plant is closed");
  const auto cancelled = Call<v1::Visit>("VisitService/CancelVisit", cancel);
  EXPECT_EQ(cancelled->cancel_reason(), "the plant is closed");
  EXPECT_EQ(ReasonOf(CheckIn(name).status()), "WRONG_STATE");
}

TEST_F(VisitCourseTest, TimeMissesWhatWasNeitherMadeNorCalledOff) {
  const std::string forgotten = Plan()->name(), made = Plan()->name(),
                    coming = Plan(absl::Hours(100))->name();
  ASSERT_TRUE(CheckIn(made).ok());
  fixture_.clock().Advance(absl::Hours(25) - absl::Seconds(1));
  EXPECT_FALSE(Miss());
  EXPECT_EQ(Get(forgotten)->state(), v1::VISIT_STATE_PLANNED);
  fixture_.clock().Advance(absl::Seconds(2));
  EXPECT_FALSE(Miss());
  EXPECT_EQ(Get(forgotten)->state(), v1::VISIT_STATE_MISSED);
  EXPECT_EQ(Get(made)->state(), v1::VISIT_STATE_CHECKED_IN);
  EXPECT_EQ(Get(coming)->state(), v1::VISIT_STATE_PLANNED);
  v1::ListVisitChangesRequest list;
  list.set_parent(forgotten);
  const auto changes = Call<v1::ListVisitChangesResponse>("VisitService/ListVisitChanges", list);
  EXPECT_EQ(changes->changes(0).action(), "miss");
  EXPECT_EQ(changes->changes(0).actor(), "mainstay");
  // It may still be made.
  EXPECT_FALSE(CheckIn(forgotten)->on_time());
}

TEST_F(VisitCourseTest, MissesInBatches) {
  for (int i = 0; i < 101; ++i) ASSERT_TRUE(Plan().ok());
  fixture_.clock().Advance(absl::Hours(26));
  EXPECT_TRUE(Miss());
  EXPECT_FALSE(Miss());
  EXPECT_FALSE(Miss());
}

}  // namespace
}  // namespace mainstay::engagement
