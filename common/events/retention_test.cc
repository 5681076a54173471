#include "common/events/retention.h"

#include "absl/strings/str_cat.h"
#include "common/events/events_test_kit.h"

namespace mainstay::events {
namespace {

class RetentionTest : public EventsTest {
 protected:
  bool Run(absl::StatusOr<bool> (*forget)(pg::Tx&, absl::Time), absl::Time now) {
    return db_.Write({}, [&](pg::Tx& tx) { return forget(tx, now); }).value();
  }
  const absl::Time now_ = absl::FromUnixSeconds(1767225600);
};

TEST_F(RetentionTest, ReceivedEventsAreForgottenInBatches) {
  Do(absl::StrCat(
      "INSERT INTO inbox SELECT gen_random_uuid(), 'accounts', i, "
      "CASE WHEN i <= 6000 THEN to_timestamp(",
      absl::ToUnixSeconds(now_ - kReceivedKept) - 1, ") ELSE to_timestamp(",
      absl::ToUnixSeconds(now_ - kReceivedKept) + 1, ") END FROM generate_series(1, 6010) i"));
  EXPECT_TRUE(Run(ForgetReceived, now_));
  EXPECT_FALSE(Run(ForgetReceived, now_));
  EXPECT_EQ(Ask("SELECT count(*) FROM inbox"), "10");
}

TEST_F(RetentionTest, OnlyWhatWasSettledIsForgotten) {
  const auto insert = [&](const char* state, const char* handled) {
    Do(
        absl::StrCat("INSERT INTO event_backlog SELECT gen_random_uuid(), 'accounts', 0, "
                     "gen_random_uuid(), 1, 't', '', '",
                     state, "', 0, 'infinity', '', '2000-01-01', 'ada', ", handled, ", ''"));
  };
  insert("dead", "'2000-01-01'");  // replayed long ago, and dead again
  insert("waiting", "NULL");
  insert("replayed", "'2000-01-01'");
  insert("discarded", "'2000-01-01'");
  insert("discarded", "'2025-12-31'");
  EXPECT_FALSE(Run(ForgetHandled, now_));
  EXPECT_EQ(Ask("SELECT string_agg(state, ' ' ORDER BY state) FROM event_backlog"),
            "dead discarded waiting");
}

}  // namespace
}  // namespace mainstay::events
