#include "services/feedback/promises/case_promise.h"

#include <gmock/gmock.h>

#include "common/status/status.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

std::vector<std::string> Violated(const CasePromise& promise) {
  std::vector<std::string> fields;
  for (const auto& violation : status::GetFieldViolations(Validate(promise, kNow))) {
    fields.push_back(violation.field);
  }
  return fields;
}

TEST(CasePromiseTest, SaysWhoWhatAndUntilWhen) {
  CasePromise promise{
      .text = " 周五前换货 ", .channel = "phone", .due_time = kNow + absl::Hours(1)};
  Complete(promise, "wang.li");
  EXPECT_EQ(promise.promiser, "wang.li");
  EXPECT_EQ(promise.text, "周五前换货");
  EXPECT_THAT(Violated(promise), ElementsAre());
  promise.due_time = kNow;
  EXPECT_THAT(Violated(promise), ElementsAre("due_time"));
  EXPECT_THAT(Violated({.contact = "x"}),
              ElementsAre("text", "promiser", "contact", "channel", "due_time"));
}

}  // namespace
}  // namespace mainstay::feedback
