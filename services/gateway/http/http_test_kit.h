// The HTTP server before a fake backend, with the transcoder's sample service.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/testing/tokens.h"
#include "services/gateway/http/server.h"
#include "services/gateway/testing/fake_backend.h"
#include "services/gateway/testing/http_client.h"
#include "services/gateway/transcode/transcoder.h"
#include "transcode_test.pb.h"

namespace mainstay::gateway {

inline std::string Sample(std::string_view method) {
  return absl::StrCat("/mainstay.sample.v1.SampleService/", method);
}

class HttpTest : public ::testing::Test {
 protected:
  // Starts the server; once, before anything else.
  void Start(const std::function<void(HttpOptions&)>& adjust = nullptr,
             RateLimiter* limiter = nullptr, const TrustedProxies* proxies = nullptr) {
    const auto* pool = google::protobuf::DescriptorPool::generated_pool();
    auto transcoder =
        Transcoder::Create({sample::v1::Item::descriptor()->file()->service(0),
                            pool->FindServiceByName("mainstay.accounts.v1.TradeService"),
                            pool->FindServiceByName("mainstay.survey.v1.PublicSurveyService")});
    ASSERT_TRUE(transcoder.ok()) << transcoder.status();
    transcoder_ = *std::move(transcoder);
    auto backends = Backends::Create(
        {.targets = absl::StrCat("sample=", backend_.address(), ",accounts=", backend_.address(),
                                 ",survey=", backend_.address())});
    ASSERT_TRUE(backends.ok()) << backends.status();
    backends_ = *std::move(backends);
    auto verifier = auth::Verifier::Create(issuer_.options());
    ASSERT_TRUE(verifier.ok()) << verifier.status();
    verifier_ = *std::move(verifier);
    metrics_.emplace(*transcoder_);

    HttpOptions options{.threads = 2};
    if (adjust) adjust(options);
    cors_.emplace(options.cors_origins);
    auto server = HttpServer::Start(options, {.transcoder = transcoder_.get(),
                                              .backends = backends_.get(),
                                              .verifier = verifier_.get(),
                                              .limiter = limiter,
                                              .metrics = &*metrics_,
                                              .cors = &*cors_,
                                              .pages = &pages_,
                                              .proxies = proxies});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // Answers GetItem with an item of the requested name.
  void AnswerItems() {
    backend_.OnUnary(Sample("GetItem"), [](const std::string& bytes, std::string* response) {
      sample::v1::GetItemRequest request;
      request.ParseFromString(bytes);
      sample::v1::Item item;
      item.set_name(request.name());
      item.SerializeToString(response);
      return grpc::Status::OK;
    });
  }

  std::string Token(std::string_view user = "ada") { return issuer_.Token(user, {"admin"}); }
  // The header line.
  std::string Auth(std::string_view user = "ada") {
    return absl::StrCat("Authorization: Bearer ", Token(user), "\r\n");
  }
  HttpClient Connect() { return HttpClient(server_->address()); }

  FakeBackend backend_;
  mainstay::testing::TestIssuer issuer_;
  std::unique_ptr<Transcoder> transcoder_;
  std::unique_ptr<Backends> backends_;
  std::unique_ptr<auth::Verifier> verifier_;
  std::optional<HttpMetrics> metrics_;
  std::optional<CorsPolicy> cors_;
  absl::flat_hash_map<std::string, Page> pages_ = {{"/", {"text/plain", "hello"}}};
  std::unique_ptr<HttpServer> server_;
};

}  // namespace mainstay::gateway
