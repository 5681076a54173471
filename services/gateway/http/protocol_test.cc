// HTTP itself: connections, limits, timeouts, headers.
#include <gmock/gmock.h>

#include <thread>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/gateway/http/http_test_kit.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ProtocolTest : public HttpTest {};

TEST_F(ProtocolTest, KeepsTheConnectionForManyRequests) {
  Start();
  AnswerItems();
  HttpClient client = Connect();
  for (int i = 0; i < 20; ++i) {
    const HttpResponse response = client.Call("GET", absl::StrCat("/v1/items/", i), Auth());
    ASSERT_EQ(response.result_int(), 200) << response.body();
    EXPECT_EQ(response.body(), absl::StrCat(R"({"name":"items/)", i, "\"}"));
  }
}

TEST_F(ProtocolTest, PipelinedRequestsAreAnsweredInOrder) {
  Start();
  AnswerItems();
  HttpClient client = Connect();
  std::string requests;
  for (int i = 0; i < 200; ++i) {
    absl::StrAppend(&requests, "GET /v1/items/", i, " HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n");
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 200; ++i) {
    const HttpResponse response = client.Receive();
    ASSERT_EQ(response.result_int(), 200) << i;
    ASSERT_EQ(response.body(), absl::StrCat(R"({"name":"items/)", i, "\"}"));
  }
}

TEST_F(ProtocolTest, RequestsMayComeByteByByte) {
  Start();
  AnswerItems();
  HttpClient client = Connect();
  const std::string request =
      absl::StrCat("GET /v1/items/7 HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n");
  for (const char c : request) ASSERT_TRUE(client.Send(std::string(1, c)));
  EXPECT_EQ(client.Receive().body(), R"({"name":"items/7"})");
}

TEST_F(ProtocolTest, HeadHasTheLengthButNoBody) {
  Start();
  AnswerItems();
  HttpClient client = Connect();
  const HttpResponse head = client.Call("HEAD", "/v1/items/7", Auth());
  EXPECT_EQ(head.result_int(), 200);
  EXPECT_EQ(head["Content-Length"], "18");
  EXPECT_EQ(client.Call("GET", "/v1/items/8", Auth()).body(), R"({"name":"items/8"})");
}

TEST_F(ProtocolTest, Http10ClosesUnlessAskedToStay) {
  Start();
  HttpClient client = Connect();
  client.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const HttpResponse first = client.Receive();
  EXPECT_EQ(first.body(), "hello");
  EXPECT_EQ(first["Connection"], "keep-alive");
  client.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_EQ(client.Receive()["Connection"], "close");
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(ProtocolTest, HeadersThatAreTooLargeAreRefused) {
  Start();
  HttpClient client = Connect();
  const std::string filler(20 << 10, 'x');
  EXPECT_EQ(client.Call("GET", "/", absl::StrCat("X-Filler: ", filler, "\r\n")).result_int(), 431);
  EXPECT_TRUE(client.AwaitClose());
}

TEST_F(ProtocolTest, UrlsThatAreTooLongAreRefused) {
  Start();
  HttpClient a = Connect();
  EXPECT_EQ(a.Call("GET", "/" + std::string(10 << 10, 'x')).result_int(), 414);
  HttpClient b = Connect();
  EXPECT_EQ(b.Call("GET", "/" + std::string(30 << 10, 'x')).result_int(), 414);
}

TEST_F(ProtocolTest, BodiesThatAreTooLargeAreRefused) {
  Start([](HttpOptions& options) { options.max_body_bytes = 1000; });
  HttpClient announced = Connect();
  announced.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                              "Content-Length: 1001\r\n\r\n"));
  EXPECT_EQ(announced.Receive().result_int(), 413);  // before any of it has come
  HttpClient chunked = Connect();
  chunked.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                            "Transfer-Encoding: chunked\r\n\r\n"));
  for (int i = 0; i < 11; ++i) chunked.Send("64\r\n" + std::string(100, ' ') + "\r\n");
  EXPECT_EQ(chunked.Receive().result_int(), 413);
}

TEST_F(ProtocolTest, WhatIsNotHttpIsRefused) {
  Start();
  for (const char* bad : {
           "nonsense\r\n\r\n",
           "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
           "GET / HTTP/1.1\r\n\r\n",                         // no Host
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",   // two
           "GET http://other/ HTTP/1.1\r\nHost: x\r\n\r\n",  // not a path
           "GET / HTTP/1.1\r\nHost : x\r\n\r\n",             // space before the colon
           "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
           "POST /v1/items HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\n\r\n",
           "PATCH /v1/items/1 HTTP/1.1\r\nHost: x\r\nIf-Match: \"1\"\r\n\r\n",
       }) {
    HttpClient client = Connect();
    client.Send(bad);
    EXPECT_EQ(client.Receive().result_int(), 400) << bad;
  }
}

TEST_F(ProtocolTest, MalformedChunksAreRefused) {
  Start();
  for (const char* bad : {"xyz\r\n", "5\r\nabcdefgh\r\n", "ffffffffffffffffff\r\n"}) {
    HttpClient client = Connect();
    client.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                             "Transfer-Encoding: chunked\r\n\r\n", bad));
    EXPECT_EQ(client.Receive().result_int(), 400) << bad;
  }
}

TEST_F(ProtocolTest, SlowHeadersBodiesAndIdleConnectionsEnd) {
  Start([](HttpOptions& options) {
    options.header_timeout = absl::Milliseconds(300);
    options.body_timeout = absl::Milliseconds(300);
    options.idle_timeout = absl::Milliseconds(600);
    options.linger_timeout = absl::Milliseconds(200);
  });
  HttpClient slow_header = Connect();
  // A byte now and then does not keep it alive.
  const absl::Time start = absl::Now();
  slow_header.Send("GET / HTTP/1.1\r\n");
  while (slow_header.Send("X") && absl::Now() - start < absl::Seconds(20)) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));

  HttpClient slow_body = Connect();
  slow_body.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                              "Content-Length: 10\r\n\r\n{"));
  EXPECT_EQ(slow_body.Receive().result_int(), 408);

  HttpClient idle = Connect();
  EXPECT_EQ(idle.Call("GET", "/").result_int(), 200);
  EXPECT_TRUE(idle.AwaitClose());
  HttpClient silent = Connect();
  EXPECT_TRUE(silent.AwaitClose());
}

TEST_F(ProtocolTest, ContinueIsSaidOnlyToThoseWhoMayGoOn) {
  Start();
  backend_.OnUnary(Sample("CreateItem"), [](const std::string&, std::string* response) {
    response->clear();
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                           "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_THAT(client.ReceiveUntil("\r\n\r\n"), StartsWith("HTTP/1.1 100 "));
  client.Send("{}");
  EXPECT_EQ(client.Receive().result_int(), 200);

  HttpClient refused = Connect();
  refused.Send(
      "POST /v1/items HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  EXPECT_THAT(refused.ReceiveUntil("\r\n\r\n"), StartsWith("HTTP/1.1 401 "));
}

TEST_F(ProtocolTest, EarlyRefusalsReachACallerWhoIsStillSending) {
  Start([](HttpOptions& options) { options.linger_timeout = absl::Seconds(60); });
  HttpClient client = Connect();
  client.Send("POST /v1/items HTTP/1.1\r\nHost: test\r\nContent-Length: 3000000\r\n\r\n");
  for (int i = 0; i < 30; ++i) client.Send(std::string(100000, 'x'));
  EXPECT_EQ(client.Receive().result_int(), 401);
}

TEST_F(ProtocolTest, RequestIdsAreGivenBackOrMade) {
  Start();
  HttpClient client = Connect();
  EXPECT_EQ(client.Call("GET", "/", "X-Request-Id: abc-1.2_3\r\n")["X-Request-Id"], "abc-1.2_3");
  EXPECT_EQ(client.Call("GET", "/", "X-Request-Id: a b<script>\r\n")["X-Request-Id"].size(), 32u);
  const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
  const HttpResponse traced = client.Call(
      "GET", "/", absl::StrCat("traceparent: 00-", trace_id, "-00f067aa0ba902b7-01\r\n"));
  EXPECT_EQ(traced["X-Request-Id"], trace_id);
}

TEST_F(ProtocolTest, AnswersCarrySecurityHeaders) {
  Start();
  HttpClient client = Connect();
  const HttpResponse response = client.Call("GET", "/");
  EXPECT_EQ(response["X-Content-Type-Options"], "nosniff");
  EXPECT_EQ(response["Cache-Control"], "no-store");
  EXPECT_THAT(std::string(response["Content-Security-Policy"]), HasSubstr("default-src 'none'"));
  EXPECT_EQ(response.count("Date"), 1u);
  EXPECT_EQ(response.count("Strict-Transport-Security"), 0u);
}

TEST_F(ProtocolTest, CorsFollowsTheConfiguration) {
  Start([](HttpOptions& options) { options.cors_origins = {"https://app.example.com"}; });
  HttpClient client = Connect();
  const HttpResponse preflight =
      client.Call("OPTIONS", "/v1/items/7",
                  "Origin: https://app.example.com\r\nAccess-Control-Request-Method: GET\r\n");
  EXPECT_EQ(preflight.result_int(), 204);
  EXPECT_EQ(preflight["Access-Control-Allow-Origin"], "https://app.example.com");
  EXPECT_THAT(std::string(preflight["Access-Control-Allow-Methods"]), HasSubstr("GET"));
  EXPECT_THAT(std::string(preflight["Access-Control-Allow-Headers"]), HasSubstr("Authorization"));
  const HttpResponse allowed = client.Call("GET", "/", "Origin: https://app.example.com\r\n");
  EXPECT_EQ(allowed["Access-Control-Allow-Origin"], "https://app.example.com");
  EXPECT_EQ(allowed["Vary"], "Origin");
  const HttpResponse other = client.Call("GET", "/", "Origin: https://evil.example.com\r\n");
  EXPECT_EQ(other.count("Access-Control-Allow-Origin"), 0u);
}

TEST_F(ProtocolTest, UnknownPathsAndMethodsAreTold) {
  Start();
  HttpClient client = Connect();
  EXPECT_EQ(client.Call("GET", "/v1/nothing").result_int(), 404);
  const HttpResponse wrong = client.Call("PUT", "/v1/items");
  EXPECT_EQ(wrong.result_int(), 405);
  EXPECT_EQ(wrong["Allow"], "GET, POST");
  EXPECT_EQ(client.Call("GET", "/v1/items/%zz", Auth()).result_int(), 400);
}

TEST_F(ProtocolTest, DrainFinishesWhatIsUnderWay) {
  Start([](HttpOptions& options) { options.threads = 1; });
  absl::Notification started, release;
  backend_.OnUnary(Sample("GetItem"), [&](const std::string&, std::string*) {
    started.Notify();
    release.WaitForNotification();
    return grpc::Status::OK;
  });
  HttpClient idle = Connect();
  EXPECT_EQ(idle.Call("GET", "/").result_int(), 200);
  HttpClient busy = Connect();
  busy.Send(absl::StrCat("GET /v1/items/7 HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n"));
  started.WaitForNotification();
  std::thread drain([&] { server_->Drain(absl::Seconds(60)); });
  EXPECT_TRUE(idle.AwaitClose());
  release.Notify();
  const HttpResponse response = busy.Receive();
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(response["Connection"], "close");
  drain.join();
}

TEST_F(ProtocolTest, DrainCancelsWhatTakesTooLong) {
  Start();
  absl::Notification started;
  backend_.On(Sample("GetItem"), [&](FakeCall& call) {
    started.Notify();
    call.AwaitCancelled();
    return grpc::Status::CANCELLED;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("GET /v1/items/7 HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n"));
  started.WaitForNotification();
  const absl::Time start = absl::Now();
  server_->Drain(absl::Milliseconds(200));
  EXPECT_LT(absl::Now() - start, absl::Seconds(20));
  EXPECT_TRUE(client.AwaitClose());
}

}  // namespace
}  // namespace mainstay::gateway
