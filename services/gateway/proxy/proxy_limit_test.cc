// Who is limited by what.
#include "absl/time/clock.h"
#include "services/gateway/proxy/proxy_test_kit.h"

namespace mainstay::gateway {
namespace {

TEST_F(ProxyTest, RatesAreLimited) {
  RateLimiter limiter({.quota = {1, 2}, .redis = {.address = ""}});
  proxy_.reset();
  Start(&limiter);
  backend_.OnUnary(kUnary, [](const std::string&, std::string*) { return grpc::Status::OK; });
  int refused = 0;
  const absl::Time start = absl::Now();
  for (int i = 0; i < 5; ++i) {
    grpc::ClientContext context;
    Authorize(context);
    std::string response;
    refused += Unary(context, "x", &response).error_code() == grpc::RESOURCE_EXHAUSTED;
  }
  EXPECT_LE(refused, 3);
  EXPECT_GE(refused, 3 - absl::ToDoubleSeconds(absl::Now() - start));  // one more call a second
  proxy_.reset();                                                      // before the limiter
}

TEST_F(ProxyTest, CallersWithoutATokenAreLimitedByTheirAddressBehindProxies) {
  constexpr char kPublic[] = "/mainstay.survey.v1.PublicSurveyService/GetSurveyForm";
  RateLimiter limiter({.quota = {1, 2}, .redis = {.address = ""}});
  const auto proxies = TrustedProxies::Parse("127.0.0.1");
  ASSERT_TRUE(proxies.ok()) << proxies.status();
  proxy_.reset();
  Start(&limiter, &*proxies);
  backend_.OnUnary(kPublic, [](const std::string&, std::string*) { return grpc::Status::OK; });
  const auto refused = [&](std::string_view last) {
    bool once = false;
    for (int i = 0; i < 50 && !once; ++i) {
      grpc::ClientContext context;
      context.AddMetadata("x-forwarded-for", absl::StrCat("198.51.100.", i));
      if (!last.empty()) context.AddMetadata("x-forwarded-for", std::string(last));
      std::string response;
      once = Unary(context, "x", &response, kPublic).error_code() == grpc::RESOURCE_EXHAUSTED;
    }
    return once;
  };
  EXPECT_FALSE(refused(""));
  EXPECT_TRUE(refused("203.0.113.5"));
  proxy_.reset();  // before the limiter
}

}  // namespace
}  // namespace mainstay::gateway
