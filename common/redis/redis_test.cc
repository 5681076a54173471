#include "common/redis/redis.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/testing/redis.h"

namespace mainstay::redis {
namespace {

// Longer than a busy machine lets a Redis wait that does answer.
constexpr absl::Duration kPatience = absl::Seconds(20);

class RedisTest : public ::testing::Test {
 protected:
  std::unique_ptr<testing::TestRedis> server_ = testing::NewRedis();
  Connection connection_{{.address = server_->address(),
                          .connect_timeout = kPatience,
                          .command_timeout = kPatience,
                          .reconnect_pause = absl::Milliseconds(50)}};
};

TEST_F(RedisTest, IsBinarySafe) {
  std::string value;
  for (int i = 0; i < 256; ++i) value.push_back(static_cast<char>(i));
  const std::string key("k\0\r\n", 4);
  ASSERT_TRUE(connection_.Command({"SET", key, value}).ok());
  const auto reply = connection_.Command({"GET", key});
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->kind, Reply::Kind::kString);
  EXPECT_EQ(reply->text, value);
  ASSERT_TRUE(connection_.Command({"SET", key, ""}).ok());
  EXPECT_EQ(connection_.Command({"GET", key})->text, "");
}

TEST_F(RedisTest, RepliesOfEveryKind) {
  EXPECT_EQ(connection_.Command({"GET", "none"})->kind, Reply::Kind::kNil);
  EXPECT_EQ(connection_.Command({"INCRBY", "n", "-5"})->integer, -5);
  EXPECT_EQ(connection_.Command({"PING"})->kind, Reply::Kind::kStatus);
  ASSERT_TRUE(connection_.Command({"RPUSH", "list", "a", "b"}).ok());
  const auto list = connection_.Command({"LRANGE", "list", "0", "-1"});
  ASSERT_EQ(list->items.size(), 2u);
  EXPECT_EQ(list->items[1].text, "b");
}

TEST_F(RedisTest, ErrorsOfRedisKeepTheirTextAndTheConnection) {
  ASSERT_TRUE(connection_.Command({"SET", "text", "x"}).ok());
  const auto reply = connection_.Command({"INCR", "text"});
  EXPECT_EQ(reply.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(reply.status().message().find("not an integer"), std::string::npos);
  EXPECT_TRUE(connection_.Command({"PING"}).ok());
}

TEST_F(RedisTest, ComesBackAfterARestart) {
  ASSERT_TRUE(connection_.Command({"SET", "k", "v"}).ok());
  server_->Stop();
  EXPECT_EQ(connection_.Command({"GET", "k"}).status().code(), absl::StatusCode::kUnavailable);
  // A failed attempt to connect is not repeated at once.
  EXPECT_EQ(connection_.Command({"GET", "k"}).status().code(), absl::StatusCode::kUnavailable);
  server_->Start();
  absl::SleepFor(absl::Milliseconds(60));
  const auto reply = connection_.Command({"GET", "k"});
  ASSERT_TRUE(reply.ok()) << reply.status();
  EXPECT_EQ(reply->kind, Reply::Kind::kNil);  // it starts empty
}

TEST_F(RedisTest, AHangingServerCostsOneTimeout) {
  Connection impatient({.address = server_->address(), .command_timeout = absl::Seconds(1)});
  ASSERT_TRUE(impatient.Command({"PING"}).ok());
  const absl::Time start = absl::Now();
  EXPECT_EQ(impatient.Command({"BLPOP", "nothing", "60"}).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  const auto pong = impatient.Command({"PING"});  // over a fresh connection, in step
  ASSERT_TRUE(pong.ok()) << pong.status();
  EXPECT_EQ(pong->text, "PONG");
}

TEST_F(RedisTest, ScriptsAreLoadedAgainWhenForgotten) {
  const Script script("return {KEYS[1], ARGV[1], redis.call('INCR', KEYS[1])}");
  for (int i = 1; i <= 3; ++i) {
    const auto reply = script.Run(connection_, {{"counter"}, {"a\nb"}});
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->items[0].text, "counter");
    EXPECT_EQ(reply->items[1].text, "a\nb");
    EXPECT_EQ(reply->items[2].integer, i);
    if (i == 2) {
      ASSERT_TRUE(connection_.Command({"SCRIPT", "FLUSH"}).ok());
    }
  }
}

TEST_F(RedisTest, APipelineAnswersEachCommandInOrder) {
  ASSERT_TRUE(connection_.Command({"SET", "text", "x"}).ok());
  const auto replies =
      connection_.Pipeline({{"INCR", "n"}, {"INCR", "text"}, {"INCR", "n"}, {"GET", "text"}});
  ASSERT_TRUE(replies.ok()) << replies.status();
  ASSERT_EQ(replies->size(), 4u);
  EXPECT_EQ((*replies)[0]->integer, 1);
  EXPECT_EQ((*replies)[1].status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ((*replies)[2]->integer, 2);
  EXPECT_EQ((*replies)[3]->text, "x");
}

TEST_F(RedisTest, AHangingServerCostsOneTimeoutForAllOfAPipeline) {
  Connection impatient({.address = server_->address(), .command_timeout = absl::Seconds(1)});
  ASSERT_TRUE(impatient.Command({"PING"}).ok());
  server_->Pause();
  const absl::Time start = absl::Now();
  const std::vector<std::vector<std::string_view>> pings(50, {"PING"});
  EXPECT_EQ(impatient.Pipeline(pings).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Seconds(25));  // one after the other they take fifty
  server_->Resume();
}

TEST(RedisPasswordTest, IsGivenWithOrWithoutAUser) {
  const auto server = testing::NewRedis("s3cret");
  Connection none({.address = server->address()});
  const absl::Status refused = none.Command({"PING"}).status();
  EXPECT_NE(refused.message().find("NOAUTH"), std::string::npos) << refused;
  EXPECT_FALSE(
      Connection({.address = server->address(), .password = "wrong"}).Command({"PING"}).ok());
  Connection right({.address = server->address(), .password = "s3cret"});
  ASSERT_TRUE(right.Command({"ACL", "SETUSER", "gate", "on", ">other", "~*", "+@all"}).ok());
  Connection user({.address = server->address(), .user = "gate", .password = "other"});
  EXPECT_EQ(user.Command({"ACL", "WHOAMI"})->text, "gate");
}

TEST(RedisAddressTest, BadAndDeadAddressesFail) {
  EXPECT_EQ(Connection({.address = "nonsense"}).Command({"PING"}).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Connection({.address = "unix:/nowhere"}).Command({"PING"}).status().code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace mainstay::redis
