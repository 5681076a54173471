#include "tools/faultproxy/proxy.h"

#include <atomic>
#include <thread>
#include <vector>

#include "tools/faultproxy/proxy_test_kit.h"

namespace mainstay::faultproxy {
namespace {

constexpr absl::Duration kAMoment = absl::Milliseconds(150);

// Over TCP and over unix sockets.
class ProxyTest : public ::testing::TestWithParam<bool> {
 protected:
  ProxyTest() { ExpectOpen(1); }
  bool tcp() const { return GetParam(); }
  Proxy& proxy() { return proxied_.proxy(); }
  void Change(Direction direction, const std::function<void(Shape&)>& change) {
    ASSERT_EQ(proxy().Change("way", direction, change), absl::OkStatus());
  }
  Counts counts() { return proxy().CountsOf("way").value(); }
  void ExpectOpen(int64_t connections) {
    for (int i = 0; i < 1000 && counts().open != connections; ++i) {
      absl::SleepFor(absl::Milliseconds(10));
    }
    EXPECT_EQ(counts().open, connections);
  }

  Proxied proxied_{GetParam()};
  Peer client_ = proxied_.Connect();
  Peer server_ = proxied_.Accept();
};

INSTANTIATE_TEST_SUITE_P(All, ProxyTest, ::testing::Bool(), [](const auto& info) {
  return info.param ? std::string("Tcp") : std::string("Unix");
});

TEST_P(ProxyTest, PassesBytesAndEndsOn) {
  client_.Send("ask");
  EXPECT_EQ(server_.Read(3), "ask");
  server_.Send("answer");
  EXPECT_EQ(client_.Read(6), "answer");
  // One side has nothing more to say, and hears the other all the same.
  client_.CloseSending();
  EXPECT_TRUE(server_.Ends());
  server_.Send("more");
  EXPECT_EQ(client_.Read(4), "more");
  server_.Close();
  EXPECT_TRUE(client_.Ends());
  ExpectOpen(0);
  EXPECT_EQ(counts().bytes, (std::array<int64_t, 2>{3, 10}));
}

TEST_P(ProxyTest, PassesMuch) {
  std::string much;
  for (int i = 0; i < 1 << 20; ++i) much += static_cast<char>(i * 7 % 251);
  std::thread sender([&] { client_.Send(much); });
  EXPECT_TRUE(server_.Read(much.size()) == much);
  sender.join();
}

TEST_P(ProxyTest, DelaysOneDirection) {
  Change(Direction::kToClient, [](Shape& shape) { shape.delay = kAMoment; });
  const absl::Time start = absl::Now();
  server_.Send("late");
  EXPECT_EQ(client_.Read(4), "late");
  EXPECT_GE(absl::Now() - start, kAMoment);
  client_.Send("soon");
  EXPECT_EQ(server_.Read(4, absl::Seconds(20)), "soon");
}

TEST_P(ProxyTest, JitterKeepsTheOrder) {
  Change(Direction::kToServer, [](Shape& shape) {
    shape.delay = absl::Milliseconds(5);
    shape.jitter = absl::Milliseconds(5);
  });
  std::string sent;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    client_.Send(std::string(1, letter));
    sent += letter;
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(server_.Read(sent.size()), sent);
}

TEST_P(ProxyTest, TricklesAtItsSpeed) {
  Change(Direction::kToServer, [](Shape& shape) { shape.bytes_per_second = 2000; });
  const absl::Time start = absl::Now();
  client_.Send(std::string(600, 'x'));
  EXPECT_EQ(server_.Read(1).size(), 1u);
  EXPECT_EQ(server_.Read(599).size(), 599u);
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(290));
}

TEST_P(ProxyTest, ABlackholeSwallowsUntilItIsHealed) {
  Change(Direction::kToServer, [](Shape& shape) { shape.blackhole = true; });
  client_.Send("lost");
  EXPECT_EQ(server_.Read(1, kAMoment), "");
  server_.Send("heard");
  EXPECT_EQ(client_.Read(5), "heard");
  // Nor is the end of the connection told.
  client_.CloseSending();
  EXPECT_EQ(server_.Read(1, kAMoment), "");
  ASSERT_EQ(proxy().Heal("way"), absl::OkStatus());
  EXPECT_EQ(server_.Read(4), "lost");
  EXPECT_TRUE(server_.Ends());
}

TEST_P(ProxyTest, ABlackholeHoldsLittle) {
  Change(Direction::kToServer, [](Shape& shape) { shape.blackhole = true; });
  std::atomic<bool> sent = false;
  std::thread sender([&] {
    client_.Send(std::string(32 << 20, 'x'));
    sent = true;
  });
  absl::SleepFor(kAMoment);
  EXPECT_FALSE(sent) << "the sender is made to wait";
  ASSERT_EQ(proxy().Heal("way"), absl::OkStatus());
  EXPECT_EQ(server_.Read(32 << 20).size(), size_t{32 << 20});
  sender.join();
}

TEST_P(ProxyTest, Resets) {
  ASSERT_EQ(proxy().Reset("way"), absl::OkStatus());
  EXPECT_TRUE(client_.Ends());
  EXPECT_TRUE(server_.Ends());
  EXPECT_EQ(client_.was_reset(), tcp());
  EXPECT_EQ(server_.was_reset(), tcp());
  // The next connection is sound.
  Peer client = proxied_.Connect(), server = proxied_.Accept();
  client.Send("again");
  EXPECT_EQ(server.Read(5), "again");
}

TEST_P(ProxyTest, HalfCloses) {
  ASSERT_EQ(proxy().HalfClose("way", Direction::kToServer), absl::OkStatus());
  EXPECT_TRUE(server_.Ends());
  server_.Send("still here");
  EXPECT_EQ(client_.Read(10), "still here");
}

TEST_P(ProxyTest, CutsAfterSomeBytes) {
  ASSERT_EQ(proxy().CutAfter("way", Direction::kToServer, 5), absl::OkStatus());
  client_.Send("abc");
  EXPECT_EQ(server_.Read(3), "abc");
  client_.Send("defg");
  EXPECT_EQ(server_.Read(10), "de");
  EXPECT_TRUE(client_.Ends());
  EXPECT_EQ(counts().cuts, 1);
  Peer client = proxied_.Connect(), server = proxied_.Accept();
  client.Send("abcdefg");
  EXPECT_EQ(server.Read(7), "abcdefg") << "once";
}

TEST_P(ProxyTest, WhoIsGoneIsReset) {
  client_.Send("x");
  EXPECT_EQ(server_.Read(1), "x");
  server_.Close();
  EXPECT_TRUE(client_.Ends());
  client_.Close();
  ExpectOpen(0);
}

TEST(ProxyStartTest, AServerThatIsNotThereEndsTheConnection) {
  Proxied proxied(/*tcp=*/false);
  const std::string own = absl::StrCat("unix:", proxied.directory(), "/other");
  const auto proxy =
      Proxy::Start({{.name = "nowhere", .listen = own, .upstream = own + "-nobody"}}).value();
  const Endpoint address = ParseAddress(own).value();
  const int client = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(connect(client, address.data(), address.size()), 0);
  EXPECT_TRUE(Peer(client).Ends());
}

TEST(ProxyStartTest, SaysWhatIsWrong) {
  const auto start = [](std::vector<RouteOptions> routes) {
    return std::string(Proxy::Start(routes).status().message());
  };
  EXPECT_EQ(start({{"a", "here", "127.0.0.1:1"}}),
            "'here' is not an address such as 127.0.0.1:5432 or unix:/path");
  EXPECT_EQ(start({{"a", "127.0.0.1:0", "127.0.0.1:1"}, {"a", "127.0.0.1:0", "127.0.0.1:1"}}),
            "there are two routes a");
  EXPECT_EQ(start({{"a", "unix:/nowhere/at/all", "127.0.0.1:1"}}),
            "the route a cannot listen at unix:/nowhere/at/all: No such file or directory");
  Proxied proxied(/*tcp=*/true);
  EXPECT_EQ(proxied.proxy().Heal("road").message(), "there is no route 'road'; there are: way");
}

}  // namespace
}  // namespace mainstay::faultproxy
