#include "common/events/outbox.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <pqxx/pqxx>

#include "common/api/uuid.h"
#include "common/testing/postgres.h"
#include "gtest/gtest.h"

namespace mainstay::events {
namespace {

std::string TextOf(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

class OutboxTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(Do([](pg::Tx& tx) { tx.Exec(TextOf("common/events/outbox.sql")); }),
              absl::OkStatus());
  }
  template <class F>
  absl::Status Do(F body) {
    return db_.Write({}, [&](pg::Tx& tx) {
      body(tx);
      return absl::OkStatus();
    });
  }
  std::string Ask(const std::string& sql) {
    return db_
        .ReadOne({},
                 [&](pg::Tx& tx) -> absl::StatusOr<std::string> {
                   return tx.Exec(sql)[0][0].as<std::string>();
                 })
        .value();
  }
  OutboxEvent Event(int64_t version) {
    return {.account_id = account_,
            .aggregate_type = "account",
            .aggregate_id = account_,
            .aggregate_version = version,
            .type = "mainstay.accounts.v1.AccountChanged",
            .payload = std::string("\0\xff\\x\"{}", 7),
            .actor = "王.li",
            .trace = trace::NewTrace(),
            .occurred_at = absl::FromUnixMicros(1767225600123456)};
  }

  const std::string account_ = api::NewUuid(absl::UnixEpoch());
  std::unique_ptr<testing::TestDatabase> database_ = testing::NewDatabase("");
  pg::Session db_{{.dsn = database_->owner_dsn()}};
};

TEST(PartitionTest, IsFixedForEver) {
  EXPECT_EQ(PartitionOf(""), 5);  // the FNV offset basis ends in 5
  EXPECT_EQ(PartitionOf("a"), 12);
  EXPECT_EQ(PartitionOf("019338a0-0000-7000-8000-00000000000f"),
            PartitionOf("019338a0-0000-7000-8000-00000000000f"));
}

TEST(PartitionTest, SpreadsAccounts) {
  std::map<int, int> counts;
  for (int i = 0; i < 16000; ++i) ++counts[PartitionOf(api::NewUuid(absl::UnixEpoch()))];
  ASSERT_EQ(counts.size(), 16u);
  for (const auto& [partition, count] : counts) EXPECT_NEAR(count, 1000, 200) << partition;
}

TEST_F(OutboxTest, KeepsEveryByte) {
  ASSERT_EQ(Do([&](pg::Tx& tx) { Append(tx, Event(1)); }), absl::OkStatus());
  EXPECT_EQ(Ask("SELECT encode(payload, 'hex') FROM outbox"), "00ff5c78227b7d");
  EXPECT_EQ(Ask("SELECT occurred_at FROM outbox"), "2026-01-01 00:00:00.123456+00");
  EXPECT_EQ(Ask("SELECT actor || published_at IS NULL FROM outbox"), "t");
}

TEST_F(OutboxTest, ManyGoInOrderLikeOne) {
  std::vector<OutboxEvent> events;
  for (int i = 1; i <= 2500; ++i) events.push_back(Event(i));
  ASSERT_EQ(Do([&](pg::Tx& tx) {
              AppendAll(tx, events);
              AppendAll(tx, {});
            }),
            absl::OkStatus());
  EXPECT_EQ(Ask("SELECT count(*) FROM outbox"), "2500");
  EXPECT_EQ(Ask("SELECT string_agg(aggregate_version::text, ',' ORDER BY seq) = "
                "string_agg(aggregate_version::text, ',' ORDER BY aggregate_version) FROM outbox"),
            "t");
  EXPECT_EQ(Ask("SELECT encode(payload, 'hex') FROM outbox LIMIT 1"), "00ff5c78227b7d");
}

TEST_F(OutboxTest, AVersionIsToldOnce) {
  ASSERT_EQ(Do([&](pg::Tx& tx) { Append(tx, Event(1)); }), absl::OkStatus());
  EXPECT_EQ(Do([&](pg::Tx& tx) { Append(tx, Event(1)); }).code(), absl::StatusCode::kAlreadyExists);
}

}  // namespace
}  // namespace mainstay::events
