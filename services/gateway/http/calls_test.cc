// What becomes of a request at the backend, and of the backend's answer.

#include <functional>

#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/testing/redis.h"
#include "mainstay/type/v1/http_body.pb.h"
#include "services/gateway/http/http_test_kit.h"

namespace mainstay::gateway {
namespace {

using ::testing::HasSubstr;

class CallsTest : public HttpTest {};

TEST_F(CallsTest, TokensAreVerifiedBeforeAnythingIsCalled) {
  Start();
  HttpClient client = Connect();
  const HttpResponse none = client.Call("GET", "/v1/items/7");
  EXPECT_EQ(none.result_int(), 401);
  EXPECT_EQ(none["WWW-Authenticate"], "Bearer");
  EXPECT_THAT(none.body(), HasSubstr("TOKEN_MISSING"));
  for (const std::string& bad :
       {std::string("Basic YTpi"), std::string("Bearer "), std::string("Bearer a.b.c"),
        absl::StrCat("Bearer ", Token(), "x")}) {
    EXPECT_EQ(client.Call("GET", "/v1/items/7", absl::StrCat("Authorization: ", bad, "\r\n"))
                  .result_int(),
              401)
        << bad;
  }
}

TEST_F(CallsTest, TokenTraceRequestIdAndDeadlineGoAlong) {
  Start();
  std::string authorization, traceparent, request_id;
  absl::Duration left;
  backend_.On(Sample("GetItem"), [&](FakeCall& call) {
    std::string request;
    call.Read(&request);
    authorization = call.metadata("authorization");
    traceparent = call.metadata("traceparent");
    request_id = call.metadata("x-request-id");
    left = call.deadline() - absl::Now();
    call.Write("");
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  const std::string trace_id = "4bf92f3577b34da6a3ce929d0e0e4736";
  const std::string headers = absl::StrCat(Auth(), "X-Request-Id: r1\r\ntraceparent: 00-", trace_id,
                                           "-00f067aa0ba902b7-01\r\n");
  ASSERT_EQ(client.Call("GET", "/v1/items/7", headers).result_int(), 200);
  EXPECT_THAT(authorization, HasSubstr("Bearer ey"));
  EXPECT_THAT(traceparent, HasSubstr(trace_id));
  EXPECT_EQ(request_id, "r1");
  EXPECT_GT(left, absl::Seconds(20));
  EXPECT_LE(left, absl::Seconds(31));

  client.Call("GET", "/v1/items/7", headers + "X-Request-Timeout: 5s\r\n");
  EXPECT_LE(left, absl::Milliseconds(5100));  // gRPC rounds it up on the wire
  EXPECT_EQ(client.Call("GET", "/v1/items/7", headers + "X-Request-Timeout: soon\r\n").result_int(),
            400);
}

TEST_F(CallsTest, ADeadlineThatPassesIs504) {
  Start();
  backend_.On(Sample("GetItem"), [](FakeCall& call) {
    call.AwaitCancelled();
    return grpc::Status::CANCELLED;
  });
  HttpClient client = Connect();
  const HttpResponse response =
      client.Call("GET", "/v1/items/7", Auth() + "X-Request-Timeout: 200ms\r\n");
  EXPECT_EQ(response.result_int(), 504);
  EXPECT_THAT(response.body(), HasSubstr("\"code\":4"));
}

TEST_F(CallsTest, ErrorsKeepTheirDetails) {
  Start();
  backend_.OnUnary(Sample("GetItem"), [](const std::string&, std::string*) {
    google::rpc::Status status;
    status.set_code(grpc::RESOURCE_EXHAUSTED);
    status.set_message("slow down");
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(2);
    retry.mutable_retry_delay()->set_nanos(1);
    status.add_details()->PackFrom(retry);
    return grpc::Status(grpc::RESOURCE_EXHAUSTED, status.message(), status.SerializeAsString());
  });
  HttpClient client = Connect();
  const HttpResponse response = client.Call("GET", "/v1/items/7", Auth());
  EXPECT_EQ(response.result_int(), 429);
  EXPECT_EQ(response["Retry-After"], "3");
  EXPECT_THAT(response.body(), HasSubstr("slow down"));
  EXPECT_THAT(response.body(), HasSubstr("RetryInfo"));
}

TEST_F(CallsTest, WhatGrpcMakesUpIsNotShown) {
  Start();
  backend_.OnUnary(Sample("GetItem"), [](const std::string&, std::string*) {
    return grpc::Status(grpc::UNKNOWN, "select * from secrets at 10.0.0.7");
  });
  HttpClient client = Connect();
  const HttpResponse response = client.Call("GET", "/v1/items/7", Auth());
  EXPECT_EQ(response.result_int(), 500);
  EXPECT_THAT(response.body(), ::testing::Not(HasSubstr("10.0.0.7")));
}

TEST_F(CallsTest, BadInputNamesTheField) {
  Start();
  HttpClient client = Connect();
  const HttpResponse response = client.Call("POST", "/v1/items", Auth(), R"({"nonsense":1})");
  EXPECT_EQ(response.result_int(), 400);
  EXPECT_THAT(response.body(), HasSubstr("nonsense"));
  EXPECT_THAT(response.body(), HasSubstr("BadRequest"));
}

TEST_F(CallsTest, ChunkedBodiesArePutTogether) {
  Start();
  backend_.OnUnary(Sample("CreateItem"), [](const std::string& bytes, std::string* response) {
    sample::v1::CreateItemRequest request;
    request.ParseFromString(bytes);
    request.item().SerializeToString(response);
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("POST /v1/items HTTP/1.1\r\nHost: test\r\n", Auth(),
                           "Transfer-Encoding: chunked\r\n\r\n"));
  for (const char* chunk : {"2\r\n{\"\r\n", "9;x=y\r\ndisplayNa\r\n", "9\r\nme\":\"ABC\"\r\n",
                            "1\r\n}\r\n", "0\r\nTrailer: x\r\n\r\n"}) {
    client.Send(chunk);
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_EQ(client.Receive().body(), R"({"displayName":"ABC"})");
  EXPECT_EQ(client.Call("GET", "/").body(), "hello");  // still in step
}

TEST_F(CallsTest, ACallerWhoLeavesCancelsTheCall) {
  Start();
  absl::Notification started, cancelled;
  backend_.On(Sample("GetItem"), [&](FakeCall& call) {
    started.Notify();
    if (call.AwaitCancelled()) cancelled.Notify();
    return grpc::Status::CANCELLED;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("GET /v1/items/7 HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n"));
  started.WaitForNotification();
  client.Close();
  EXPECT_TRUE(cancelled.WaitForNotificationWithTimeout(absl::Seconds(60)));
}

TEST_F(CallsTest, APageComesInTheReadersLanguageAndWithItsLooks) {
  Start();
  std::string language;
  backend_.OnUnary(Sample("ReadFile"), [&](const std::string& bytes, std::string* response) {
    sample::v1::FileRequest request;
    EXPECT_TRUE(request.ParseFromString(bytes));
    language = request.accept_language();
    type::v1::HttpBody page;
    page.set_content_type("text/html; charset=utf-8");
    page.set_data("<p>");
    *response = page.SerializeAsString();
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  const HttpResponse response =
      client.Call("GET", "/v1/files/a", absl::StrCat(Auth(), "Accept-Language: zh-CN\r\n"));
  EXPECT_EQ(response.result_int(), 200);
  EXPECT_EQ(language, "zh-CN");
  EXPECT_EQ(response["Content-Type"], "text/html; charset=utf-8");
  const std::string policy(response["Content-Security-Policy"]);
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("style-src 'unsafe-inline'; form-action 'self'"));
  EXPECT_EQ(policy.find("script-src"), policy.npos);
  EXPECT_EQ(response["Referrer-Policy"], "no-referrer");
  EXPECT_EQ(response["Cache-Control"], "no-store");
}

TEST_F(CallsTest, ALateAnswerMeetsALiveObject) {
  Start();
  absl::Notification started, release, answered;
  backend_.OnUnary(Sample("GetItem"), [&](const std::string&, std::string*) {
    started.Notify();
    release.WaitForNotification();
    answered.Notify();
    return grpc::Status::OK;
  });
  HttpClient client = Connect();
  client.Send(absl::StrCat("GET /v1/items/7 HTTP/1.1\r\nHost: test\r\n", Auth(), "\r\n"));
  started.WaitForNotification();
  client.Close();
  absl::SleepFor(absl::Milliseconds(50));
  release.Notify();
  server_->Drain(absl::Seconds(20));
  answered.WaitForNotification();  // the backend is done with what is this test's
}

TEST_F(CallsTest, RatesAreLimitedByPrincipal) {
  const auto redis = mainstay::testing::NewRedis();
  RateLimiter limiter({.quota = {1, 3}, .redis = {.address = redis->address()}});
  Start(nullptr, &limiter);
  AnswerItems();
  HttpClient client = Connect();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.Call("GET", "/v1/items/7", Auth()).result_int(), 200);
  }
  // The next, unless this takes more than a second: then one of those after it.
  HttpResponse refused = client.Call("GET", "/v1/items/7", Auth());
  for (int i = 0; i < 100 && refused.result_int() == 200; ++i) {
    refused = client.Call("GET", "/v1/items/7", Auth());
  }
  EXPECT_EQ(refused.result_int(), 429);
  EXPECT_EQ(refused["Retry-After"], "1");
  EXPECT_EQ(client.Call("GET", "/v1/items/7", Auth("bob")).result_int(), 200);
  redis->Stop();
  EXPECT_EQ(client.Call("GET", "/v1/items/7", Auth("carl")).result_int(), 200);
}

// Each case has names that nobody has used before: 2 calls of each go through, and one a second.
TEST_F(CallsTest, CallersWithoutATokenAreLimitedByTheirAddressBehindProxies) {
  RateLimiter limiter({.quota = {1, 2}, .redis = {.address = ""}});
  const auto proxies = TrustedProxies::Parse("127.0.0.0/8");
  ASSERT_TRUE(proxies.ok()) << proxies.status();
  Start(nullptr, &limiter, &*proxies);
  backend_.OnUnary("/mainstay.survey.v1.PublicSurveyService/GetSurveyForm",
                   [](const std::string&, std::string*) { return grpc::Status::OK; });
  HttpClient client = Connect();
  const auto ask = [&](const std::string& headers) {
    return client.Call("GET", "/v1/public/surveys/x", headers).result_int();
  };
  // Whether one of many is refused, whatever each says beside its address.
  const auto limited = [&](const std::function<std::string(int)>& headers) {
    for (int i = 0; i < 100; ++i) {
      if (ask(headers(i)) == 429) return true;
    }
    return false;
  };
  EXPECT_TRUE(limited([](int i) {
    return absl::StrCat("X-Forwarded-For: 198.51.100.", i, ", 203.0.113.5, 127.0.0.2\r\n");
  }));
  EXPECT_TRUE(limited([](int i) {
    return absl::StrCat("X-Forwarded-For: 198.51.100.", i, "\r\nX-Forwarded-For: 203.0.113.6\r\n");
  }));
  EXPECT_TRUE(
      limited([](int i) { return absl::StrCat("X-Forwarded-For: 2001:db8::", i, "\r\n"); }));
  EXPECT_FALSE(
      limited([](int i) { return absl::StrCat("X-Forwarded-For: 198.51.100.", i, "\r\n"); }));
}

TEST_F(CallsTest, WhoComesWithoutAProxyCannotSayWhereFrom) {
  RateLimiter limiter({.quota = {1, 2}, .redis = {.address = ""}});
  const auto proxies = TrustedProxies::Parse("192.0.2.7");
  ASSERT_TRUE(proxies.ok()) << proxies.status();
  Start(nullptr, &limiter, &*proxies);
  HttpClient client = Connect();
  int code = 0;
  for (int i = 0; i < 100 && code != 429; ++i) {
    code = client
               .Call("GET", "/v1/public/surveys/x",
                     absl::StrCat("X-Forwarded-For: 198.51.100.", i, "\r\n"))
               .result_int();
  }
  EXPECT_EQ(code, 429);
}

TEST_F(CallsTest, ABackendThatIsAwayIs503) {
  Start();
  auto nowhere = Backends::Create({.targets = "sample=unix:/nowhere,accounts=unix:/nowhere"});
  ASSERT_TRUE(nowhere.ok());
  auto server = HttpServer::Start({}, {transcoder_.get(), nowhere->get(), verifier_.get(), nullptr,
                                       &*metrics_, &*cors_, &pages_});
  ASSERT_TRUE(server.ok());
  HttpClient client((*server)->address());
  const HttpResponse response = client.Call("GET", "/v1/items/7", Auth());
  EXPECT_EQ(response.result_int(), 503);
  EXPECT_THAT(response.body(), ::testing::Not(HasSubstr("nowhere")));
}

}  // namespace
}  // namespace mainstay::gateway
