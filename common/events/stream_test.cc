#include "common/events/stream.h"

#include "common/events/events_test_kit.h"

namespace mainstay::events {
namespace {

TEST(StreamIdTest, TextsCompareAsIdsDo) {
  const StreamId ids[] = {{0, 0}, {9, 10}, {10, 9}, {10, 10}, {1767225600000, 0}, {UINT64_MAX, 1}};
  for (size_t i = 0; i < std::size(ids); ++i) {
    EXPECT_EQ(ParseStreamId(ids[i].ToText()).value(), ids[i]);
    EXPECT_EQ(ParseStreamId(ids[i].ToRedis()).value(), ids[i]);
    for (size_t j = 0; j < i; ++j) {
      EXPECT_LT(ids[j], ids[i]);
      EXPECT_LT(ids[j].ToText(), ids[i].ToText());
    }
  }
  EXPECT_FALSE(ParseStreamId("12").ok());
  EXPECT_FALSE(ParseStreamId("-1-2").ok());
}

TEST(WishTest, ReadsBack) {
  const Wish wish{"account", "019338a0-0000-7000-8000-000000000001", 3, 7};
  const auto read = ParseWish(wish.ToText());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->ToText(), wish.ToText());
  EXPECT_EQ(read->last_version, 7);
  for (const char* bad : {"", "account/x/1/2", "a/b/c/d/e", "/019338a0-0000-7000-8000-1/1/2"}) {
    EXPECT_FALSE(ParseWish(bad).has_value()) << bad;
  }
}

class AppendTest : public EventsTest {
 protected:
  absl::StatusOr<Appended> AppendOne(const StreamId& known, std::vector<std::string> entries) {
    return Append(connection_, {{"stream", known, std::move(entries)}}).value()[0];
  }
};

TEST_F(AppendTest, GivesAscendingIds) {
  const auto first = AppendOne({}, {"a", std::string("\0\xff", 2), "c"});
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->ids.size(), 3u);
  EXPECT_LT(first->ids[0], first->ids[1]);
  EXPECT_LT(first->ids[1], first->ids[2]);
  const auto second = AppendOne(first->ids.back(), {"d"});
  EXPECT_GT(second->ids[0], first->ids[2]);
  EXPECT_EQ(Redis({"XLEN", "stream"}).integer, 4);
}

TEST_F(AppendTest, AddsNothingToAStreamThatHasForgotten) {
  const StreamId known = AppendOne({}, {"a", "b"})->ids.back();
  // Trimmed is not forgotten.
  Redis({"XTRIM", "stream", "MAXLEN", "0"});
  EXPECT_FALSE(AppendOne(known, {})->lost);
  Redis({"DEL", "stream"});
  const auto lost = AppendOne(known, {"c"});
  EXPECT_TRUE(lost->lost);
  EXPECT_EQ(lost->tip, StreamId());
  EXPECT_EQ(Redis({"EXISTS", "stream"}).integer, 0);
  // A consumer may have made the stream anew by then.
  Redis({"XGROUP", "CREATE", "stream", "group", "0", "MKSTREAM"});
  EXPECT_TRUE(AppendOne(known, {"c"})->lost);
}

TEST_F(AppendTest, OneStreamsErrorIsItsOwn) {
  Redis({"SET", "not a stream", "x"});
  const auto results =
      Append(connection_, {{"not a stream", {}, {"a"}}, {"stream", {}, {"b"}}}).value();
  EXPECT_TRUE(absl::IsFailedPrecondition(results[0].status()));
  EXPECT_EQ(results[1]->ids.size(), 1u);
}

}  // namespace
}  // namespace mainstay::events
