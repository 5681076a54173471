#include "common/ops/ops_server.h"

#include <unistd.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "common/metrics/metrics.h"
#include "common/ops/process.h"

namespace mainstay::ops {
namespace {

namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using testing::HasSubstr;

http::response<http::string_body> Get(const std::string& address, const std::string& target,
                                      http::verb verb = http::verb::get) {
  boost::asio::io_context io;
  tcp::socket socket(io);
  const size_t colon = address.rfind(':');
  boost::asio::connect(
      socket, tcp::resolver(io).resolve(address.substr(0, colon), address.substr(colon + 1)));
  http::request<http::empty_body> request(verb, target, 11);
  request.set(http::field::host, "x");
  http::write(socket, request);
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.skip(verb == http::verb::head);
  http::read(socket, buffer, parser);
  return parser.release();
}

TEST(OpsServerTest, AnswersItsThreePaths) {
  auto server = OpsServer::Start({});
  ASSERT_TRUE(server.ok()) << server.status();
  metrics::Counter("mainstay_ops_test_total", "A test.").Increment();
  const std::string address = (*server)->address();
  EXPECT_EQ(Get(address, "/healthz").result_int(), 200);
  EXPECT_EQ(Get(address, "/readyz").result_int(), 200);
  EXPECT_THAT(Get(address, "/metrics").body(), HasSubstr("mainstay_ops_test_total 1"));
  EXPECT_EQ(Get(address, "/").result_int(), 404);
  EXPECT_EQ(Get(address, "/healthz", http::verb::post).result_int(), 405);
  EXPECT_EQ(Get(address, "/healthz", http::verb::head).result_int(), 200);
}

TEST(OpsServerTest, SaysWhyItIsNotReady) {
  auto server = OpsServer::Start({.ready = [] { return absl::UnavailableError("no database"); }});
  ASSERT_TRUE(server.ok());
  const auto response = Get((*server)->address(), "/readyz");
  EXPECT_EQ(response.result_int(), 503);
  EXPECT_THAT(response.body(), HasSubstr("no database"));
}

TEST(OpsServerTest, AHangingDependencyDoesNotLookLikeADeadProcess) {
  absl::Notification hanging, release;
  auto server = OpsServer::Start({.ready = [&] {
    hanging.Notify();
    release.WaitForNotification();
    return absl::OkStatus();
  }});
  ASSERT_TRUE(server.ok());
  const std::string address = (*server)->address();
  std::thread asker([&] { EXPECT_EQ(Get(address, "/readyz").result_int(), 200); });
  hanging.WaitForNotification();
  EXPECT_EQ(Get(address, "/healthz").result_int(), 200);
  release.Notify();
  asker.join();
}

TEST(OpsServerTest, NamesAnAddressThatItCannotHave) {
  auto first = OpsServer::Start({});
  ASSERT_TRUE(first.ok());
  const auto second = OpsServer::Start({.listen = (*first)->address()});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr((*first)->address()));
  EXPECT_FALSE(OpsServer::Start({.listen = "nonsense"}).ok());
}

TEST(ProcessTest, HangupIsHandledAndTermStops) {
  std::atomic<int> hangups = 0, stopped = 0;
  std::thread process([&] {
    BlockSignals();
    raise(SIGHUP);
    raise(SIGTERM);
    // A blocked signal of each kind waits; which of the two is taken first is the kernel's choice.
    stopped = WaitForStop([&] { ++hangups; });
  });
  process.join();
  EXPECT_EQ(stopped, SIGTERM);
  EXPECT_EQ(hangups, 1);
}

}  // namespace
}  // namespace mainstay::ops
