#include "services/engagement/visits/visit_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "common/status/status.h"

namespace mainstay::engagement {
namespace {

using ::testing::HasSubstr;

constexpr VisitVerb kVerbs[] = {VisitVerb::kReschedule, VisitVerb::kConfirm,  VisitVerb::kPrepare,
                                VisitVerb::kCheckIn,    VisitVerb::kComplete, VisitVerb::kCancel,
                                VisitVerb::kMiss};

TEST(VisitStateTest, EveryCellOfTheTable) {
  // Verb by verb: the states that allow it; no other does.
  const std::map<VisitVerb, std::set<std::string>> allowed = {
      {VisitVerb::kReschedule, {"planned", "confirmed", "prepared", "missed"}},
      {VisitVerb::kConfirm, {"planned"}},
      {VisitVerb::kPrepare, {"confirmed"}},
      {VisitVerb::kCheckIn, {"planned", "confirmed", "prepared", "missed"}},
      {VisitVerb::kComplete, {"checked_in"}},
      {VisitVerb::kCancel, {"planned", "confirmed", "prepared", "checked_in", "missed"}},
      {VisitVerb::kMiss, {"planned", "confirmed", "prepared"}},
  };
  for (const VisitVerb verb : kVerbs) {
    for (const char* state :
         {"planned", "confirmed", "prepared", "checked_in", "completed", "cancelled", "missed"}) {
      EXPECT_EQ(CheckVerb(verb, state).ok(), allowed.at(verb).contains(state))
          << NameOf(verb) << " from " << state;
    }
  }
}

TEST(VisitStateTest, ARefusalNamesWhatIsAllowed) {
  const absl::Status refused = CheckVerb(VisitVerb::kPrepare, "planned");
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(refused.message(), "the visit is planned; :prepare is possible from: confirmed");
  const auto detail = status::GetErrorDetail(refused);
  ASSERT_TRUE(detail.has_value());
  EXPECT_EQ(detail->reason, "WRONG_STATE");
  // Nothing follows the end.
  EXPECT_THAT(CheckVerb(VisitVerb::kCancel, "completed").message(),
              HasSubstr("from: planned, confirmed, prepared, checked_in, missed"));
}

}  // namespace
}  // namespace mainstay::engagement
