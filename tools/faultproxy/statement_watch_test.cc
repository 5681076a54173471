#include "tools/faultproxy/statement_watch.h"

#include <gtest/gtest.h>

#include <string>

namespace mainstay::faultproxy {
namespace {

using namespace std::string_literals;

std::string Sized(const std::string& body) {
  const auto size = static_cast<uint32_t>(body.size() + 4);
  std::string length;
  for (int shift = 24; shift >= 0; shift -= 8) length += static_cast<char>(size >> shift);
  return length + body;
}
std::string Typed(char type, const std::string& body) { return type + Sized(body); }
std::string Query(const std::string& sql) { return Typed('Q', sql + '\0'); }

const std::string kStartup = Sized("\0\3\0\0user\0me\0\0"s);
const std::string kLogin = Typed('R', "\0\0\0\0"s) + Typed('S', "a\0b\0"s) + Typed('Z', "I");
const std::string kDone = Typed('C', "DONE\0"s) + Typed('Z', "I");

class StatementWatchTest : public ::testing::Test {
 protected:
  // What passes of the piece before the cut, or all of it; after a cut nothing more comes.
  std::string Client(const std::string& piece) { return Pass(Direction::kToServer, piece); }
  std::string Server(const std::string& piece) { return Pass(Direction::kToClient, piece); }
  std::string Pass(Direction direction, const std::string& piece) {
    const auto passing = watch_.Look(direction, piece, cut_);
    if (passing) was_cut_ = true;
    return piece.substr(0, passing.value_or(piece.size()));
  }
  void LogIn() {
    Client(kStartup);
    Server(kLogin);
  }

  std::optional<StatementCut> cut_{{.moment = Moment::kAnswer, .text = "COMMIT", .times = 1}};
  StatementWatch watch_;
  bool was_cut_ = false;
};

TEST_F(StatementWatchTest, CutsWhereTheAnswerBegins) {
  LogIn();
  Client(Query("SELECT 'x'"));
  Server(kDone);
  EXPECT_EQ(Client(Query("COMMIT")), Query("COMMIT"));
  EXPECT_FALSE(was_cut_);
  EXPECT_EQ(Server(kDone), "");
  EXPECT_TRUE(was_cut_);
  EXPECT_FALSE(cut_.has_value());
}

TEST_F(StatementWatchTest, AnswersBeforeItAndAsidesPass) {
  LogIn();
  Client(Typed('P', "s\0SELECT 1\0\0\0"s) + Typed('S', "") + Query("SELECT 2") + Query("COMMIT"));
  EXPECT_EQ(Server(kDone), kDone);
  const std::string notice = Typed('N', "SNOTICE\0\0"s);
  EXPECT_EQ(Server(kDone + notice + kDone), kDone + notice);
  EXPECT_TRUE(was_cut_);
}

TEST_F(StatementWatchTest, OnlyStatementsCount) {
  LogIn();
  const std::string bind = Typed('B', "\0s\0\0\0\0\1\0\0\0\6COMMIT\0\0"s);
  EXPECT_EQ(Client(bind + Typed('S', "")), bind + Typed('S', ""));
  Server(kDone);
  EXPECT_FALSE(was_cut_);
  EXPECT_TRUE(cut_.has_value());
}

TEST_F(StatementWatchTest, PreparedStatementsAreFoundByTheirText) {
  LogIn();
  Client(Typed('P', "COMMIT\0SELECT 1\0\0\0"s) + Typed('S', ""));
  Server(kDone);
  EXPECT_FALSE(was_cut_) << "that is only its name";
  Client(Typed('P', "s\0COMMIT\0\0\0"s) + Typed('S', ""));
  Server(Typed('1', ""));
  EXPECT_TRUE(was_cut_);
}

TEST_F(StatementWatchTest, PiecesMayBeSmall) {
  const auto each = [](const std::string& bytes, auto&& pass) {
    std::string passed;
    for (const char byte : bytes) passed += pass(std::string(1, byte));
    return passed;
  };
  const auto client = [&](const std::string& piece) { return was_cut_ ? "" : Client(piece); };
  const auto server = [&](const std::string& piece) { return was_cut_ ? "" : Server(piece); };
  each(kStartup, client);
  each(kLogin, server);
  each(Query("COMMIT"), client);
  const std::string passed = each(kDone, server);
  EXPECT_TRUE(was_cut_);
  EXPECT_LT(passed.size(), Typed('C', "DONE\0"s).size()) << "no whole answer";
}

TEST_F(StatementWatchTest, CutsBeforeTheServerHasTheStatement) {
  cut_->moment = Moment::kBefore;
  LogIn();
  EXPECT_EQ(Client(Query("SELECT 1") + Query("COMMIT")), Query("SELECT 1"));
  EXPECT_TRUE(was_cut_);
}

TEST_F(StatementWatchTest, CutsWhenTheStatementIsSent) {
  cut_->moment = Moment::kSent;
  LogIn();
  EXPECT_EQ(Client(Query("COMMIT") + Query("SELECT 1")), Query("COMMIT"));
  EXPECT_TRUE(was_cut_);
}

TEST_F(StatementWatchTest, OtherConnectionsAreNextUntilTheLastTime) {
  cut_->times = 2;
  for (int connection = 0; connection < 3; ++connection) {
    watch_ = StatementWatch();
    was_cut_ = false;
    LogIn();
    Client(Query("COMMIT"));
    Server(kDone);
    EXPECT_EQ(was_cut_, connection < 2);
  }
}

TEST_F(StatementWatchTest, ARefusedEncryptionIsFollowedByTheStart) {
  const std::string ssl = Sized("\x04\xd2\x16\x2f");
  Client(ssl);
  EXPECT_EQ(Server("N"), "N");
  LogIn();
  Client(Query("COMMIT"));
  EXPECT_EQ(Server(kDone), "");
}

TEST_F(StatementWatchTest, AnEncryptedConnectionIsLeftAlone) {
  Client(Sized("\x04\xd2\x16\x2f"));
  EXPECT_EQ(Server("S"), "S");
  EXPECT_EQ(Client(Query("COMMIT")), Query("COMMIT"));
  EXPECT_EQ(Server(kDone), kDone);
}

TEST_F(StatementWatchTest, AnotherProtocolIsLeftAlone) {
  EXPECT_EQ(Client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  EXPECT_EQ(Client("COMMIT"), "COMMIT");
  EXPECT_EQ(Server("COMMIT"), "COMMIT");
}

}  // namespace
}  // namespace mainstay::faultproxy
