#include "services/feedback/cases/case_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kReceived = absl::FromUnixSeconds(1'750'000'000);
const absl::Time kNow = kReceived + absl::Hours(1000);
constexpr char kContact[] =
    "accounts/01900000-0000-7000-8000-000000000001/contacts/01900000-0000-7000-8000-000000000002";

Case Received() {
  Case c{.kind = "complaint", .subject = "late"};
  c.receive_time = kReceived;
  return c;
}

CaseCourse Closed() {
  return {.state = "closed",
          .acknowledge_time = kReceived + absl::Hours(1),
          .first_answer_time = kReceived + absl::Hours(2),
          .resolution = " sent again ",
          .resolve_time = kReceived + absl::Hours(30),
          .close_time = kReceived + absl::Hours(50),
          .closure = "customer",
          .confirmed_by = kContact};
}

// The fields that cannot be accepted.
std::vector<std::string> Refused(const CaseCourse& course) {
  Case c = Received();
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Record(c, course, kNow))) {
    fields.push_back(violation.field);
  }
  EXPECT_TRUE(fields.empty() || c.state == "new") << "left as it was";
  return fields;
}

TEST(CaseRecordTest, BringsTheCaseToItsEnd) {
  Case c = Received();
  ASSERT_TRUE(Record(c, Closed(), kNow).ok());
  EXPECT_EQ(c.state, "closed");
  EXPECT_EQ(c.resolution, "sent again");
  EXPECT_EQ(c.close_time, kReceived + absl::Hours(50));
  EXPECT_EQ(c.confirmed_by, kContact);
}

TEST(CaseRecordTest, AStateHasWhatBelongsToIt) {
  CaseCourse course = Closed();
  course.state = "in_progress";
  EXPECT_THAT(Refused(course),
              ElementsAre("resolve_time", "close_time", "resolution", "closure", "confirmed_by"));
  EXPECT_THAT(Refused({.state = "closed"}),
              ElementsAre("acknowledge_time", "first_answer_time", "resolve_time", "close_time",
                          "resolution", "closure"));
  EXPECT_THAT(Refused({.state = "waiting_for_customer", .acknowledge_time = kReceived}), IsEmpty());
  EXPECT_THAT(Refused({.state = "new"}), ElementsAre("state"));
  EXPECT_THAT(Refused({.state = "withdrawn"}), ElementsAre("state"));
  EXPECT_THAT(Refused({}), ElementsAre("state"));
}

TEST(CaseRecordTest, ASolutionOfSpacesIsNone) {
  CaseCourse course = Closed();
  course.resolution = " \n　";
  EXPECT_THAT(Refused(course), ElementsAre("resolution"));
}

TEST(CaseRecordTest, TimesFollowEachOther) {
  CaseCourse course = Closed();
  course.resolve_time = kReceived + absl::Hours(51);
  EXPECT_THAT(Refused(course), ElementsAre("close_time"));
  course = Closed();
  course.acknowledge_time = kReceived - absl::Seconds(1);
  EXPECT_THAT(Refused(course), ElementsAre("acknowledge_time"));
  course = Closed();
  course.close_time = kNow + absl::Seconds(1);
  EXPECT_THAT(Refused(course), ElementsAre("close_time"));
}

TEST(CaseRecordTest, SomebodyConfirmedOrNobodyDid) {
  CaseCourse course = Closed();
  course.closure = "time_out";
  EXPECT_THAT(Refused(course), ElementsAre("confirmed_by"));
  course.confirmed_by = "";
  EXPECT_THAT(Refused(course), IsEmpty());
  course.closure = "customer";
  EXPECT_THAT(Refused(course), ElementsAre("confirmed_by"));
  course.closure = "customer_by_link";
  EXPECT_THAT(Refused(course), ElementsAre("closure"));
}

}  // namespace
}  // namespace mainstay::feedback
