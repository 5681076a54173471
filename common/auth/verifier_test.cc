#include "common/auth/verifier.h"

#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/auth/signing_key.h"
#include "common/status/status.h"
#include "common/testing/fake_clock.h"

namespace mainstay::auth {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::string SetOf(const std::vector<const SigningKey*>& keys) {
  json set = {{"keys", json::array()}};
  for (const SigningKey* key : keys) set["keys"].push_back(key->jwk());
  return set.dump();
}

// A web server that answers every request with a JWK Set, when its gate is open.
class JwksServer {
 public:
  JwksServer() {
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof(address);
    listener_ = socket(AF_INET, SOCK_STREAM, 0);
    bind(listener_, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener_, 8);
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url_ = absl::StrCat("http://127.0.0.1:", ntohs(address.sin_port), "/jwks.json");
    thread_ = std::thread([this] { Serve(); });
  }
  ~JwksServer() {
    Open(true);
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
  }

  const std::string& url() const { return url_; }
  int requests() const { return requests_; }
  void Set(const std::string& body, int code = 200) {
    absl::MutexLock lock(&mutex_);
    answer_ = absl::StrCat("HTTP/1.1 ", code, " X\r\nContent-Length: ", body.size(),
                           "\r\nConnection: close\r\n\r\n", body);
  }
  void Open(bool open) {
    absl::MutexLock lock(&mutex_);
    open_ = open;
  }

 private:
  void Serve() {
    for (int client; (client = accept(listener_, nullptr, nullptr)) >= 0; close(client)) {
      char request[4096];
      if (read(client, request, sizeof(request)) <= 0) continue;
      ++requests_;
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&open_));
      if (write(client, answer_.data(), answer_.size()) < 0) std::perror("write");
    }
  }

  int listener_;
  std::string url_;
  std::atomic<int> requests_{0};
  absl::Mutex mutex_;
  bool open_ ABSL_GUARDED_BY(mutex_) = true;
  std::string answer_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

class VerifierTest : public ::testing::Test {
 protected:
  VerifierOptions Options() {
    return {.issuer = "https://issuer.test",
            .audience = "mainstay",
            .jwks = server_.url(),
            .clock = &clock_};
  }
  std::unique_ptr<Verifier> NewVerifier() {
    absl::StatusOr<std::unique_ptr<Verifier>> verifier = Verifier::Create(Options());
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    return *std::move(verifier);
  }
  std::string Token(const SigningKey& key, const std::string& user = "wang.li") {
    const int64_t now = absl::ToUnixSeconds(clock_.Now());
    return key.Token({{"iss", "https://issuer.test"},
                      {"aud", "mainstay"},
                      {"sub", user},
                      {"roles", {"admin"}},
                      {"exp", now + 3600}});
  }

  // What Verify says once the keys that it may ask for are there.
  static absl::Status AfterFetch(Verifier& verifier, const std::string& token) {
    absl::Status status;
    for (int i = 0; i < 5000; ++i) {
      status = verifier.Verify(token).status();
      if (!absl::IsUnavailable(status)) break;
      absl::SleepFor(absl::Milliseconds(10));
    }
    return status;
  }

  testing::FakeClock clock_;
  JwksServer server_;
  SigningKey old_ = *SigningKey::Generate(Algorithm::kEdDsa);
  SigningKey new_ = *SigningKey::Generate(Algorithm::kEs256);
};

TEST_F(VerifierTest, TakesARotatedKeyAtOnceAndDropsWhatTheOldOneSigned) {
  server_.Set(SetOf({&old_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  const std::string token = Token(old_);
  EXPECT_TRUE(verifier->Verify(token).ok());
  EXPECT_TRUE(verifier->Verify(token).ok());

  server_.Set(SetOf({&new_}));
  clock_.Advance(absl::Seconds(31));
  EXPECT_TRUE(verifier->Verify(token).ok());  // a known kid asks nobody
  EXPECT_EQ(server_.requests(), 1);
  EXPECT_EQ(verifier->Verify(Token(new_)).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(AfterFetch(*verifier, Token(new_)).ok());
  EXPECT_EQ(server_.requests(), 2);
  EXPECT_FALSE(verifier->Verify(token).ok());  // no longer published
}

TEST_F(VerifierTest, AsksForUnknownKidsAtMostEvery30Seconds) {
  server_.Set(SetOf({&old_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  for (int i = 0; i < 50; ++i) {
    absl::Status status = verifier->Verify(Token(new_)).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kUnauthenticated) << status;
  }
  EXPECT_EQ(server_.requests(), 1);
  clock_.Advance(absl::Seconds(30));
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(AfterFetch(*verifier, Token(new_)).code(), absl::StatusCode::kUnauthenticated);
  }
  EXPECT_EQ(server_.requests(), 2);
}

// It ran on gRPC's threads and waited 250 ms.
TEST_F(VerifierTest, AnUnknownKidWaitsForNoServer) {
  server_.Set(SetOf({&old_}));
  std::vector<std::unique_ptr<Verifier>> verifiers;
  for (int i = 0; i < 5; ++i) verifiers.push_back(NewVerifier());
  server_.Open(false);
  clock_.Advance(absl::Minutes(1));
  absl::Duration least = absl::InfiniteDuration();  // a busy machine may delay some
  for (const auto& verifier : verifiers) {
    const absl::Time start = absl::Now();
    EXPECT_EQ(verifier->Verify(Token(new_)).status().code(), absl::StatusCode::kUnavailable);
    least = std::min(least, absl::Now() - start);
  }
  EXPECT_LT(least, absl::Milliseconds(100));
  server_.Open(true);
}

TEST_F(VerifierTest, NobodyWithAKnownKidWaitsForASlowServer) {
  server_.Set(SetOf({&old_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  server_.Open(false);
  clock_.Advance(absl::Minutes(1));

  const absl::Time start = absl::Now();
  absl::Status unknown = verifier->Verify(Token(new_)).status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kUnavailable) << unknown;
  EXPECT_EQ(status::GetErrorDetail(unknown)->reason, "TOKEN_KEYS_PENDING");
  EXPECT_TRUE(status::GetRetryDelay(unknown).has_value());
  const absl::Time waited = absl::Now();
  EXPECT_LT(waited - start, absl::Seconds(20));
  // While that fetch hangs: known kids pass, unknown ones do not pile up.
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(verifier->Verify(Token(old_, absl::StrCat("user", i))).ok());
    EXPECT_EQ(verifier->Verify(Token(new_)).status().code(), absl::StatusCode::kUnavailable);
  }
  EXPECT_LT(absl::Now() - waited, absl::Seconds(20));

  server_.Set(SetOf({&old_, &new_}));
  server_.Open(true);
  absl::Status late;
  for (int i = 0; i < 3000 && !(late = verifier->Verify(Token(new_)).status()).ok(); ++i) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_TRUE(late.ok()) << late;
}

TEST_F(VerifierTest, KeepsItsKeysWhenTheServerFails) {
  server_.Set(SetOf({&old_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  for (const auto& [body, code] : {std::pair("", 500), std::pair("{}", 200), std::pair("x", 200)}) {
    server_.Set(body, code);
    clock_.Advance(absl::Seconds(31));
    EXPECT_EQ(AfterFetch(*verifier, Token(new_)).code(), absl::StatusCode::kUnauthenticated);
    EXPECT_TRUE(verifier->Verify(Token(old_, absl::StrCat("user of ", body))).ok());
  }
  EXPECT_EQ(server_.requests(), 4);
}

TEST_F(VerifierTest, RefetchesWhenTheKeysAreOld) {
  server_.Set(SetOf({&old_}));
  VerifierOptions options = Options();
  options.max_age = absl::Milliseconds(20);
  auto verifier = Verifier::Create(options);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  const std::string token = Token(old_);
  EXPECT_TRUE((*verifier)->Verify(token).ok());
  server_.Set(SetOf({&new_}));  // the old key is withdrawn: its tokens end without any unknown kid
  for (int i = 0; i < 5000 && (*verifier)->Verify(token).ok(); ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_FALSE((*verifier)->Verify(token).ok());
}

TEST_F(VerifierTest, ACachedTokenStillExpires) {
  server_.Set(SetOf({&old_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  const std::string token = Token(old_);
  absl::StatusOr<Principal> first = verifier->Verify(token);
  ASSERT_TRUE(first.ok());
  clock_.Advance(absl::Minutes(60) + absl::Seconds(59));
  EXPECT_TRUE(verifier->Verify(token).ok());
  clock_.Advance(absl::Seconds(1));
  absl::Status expired = verifier->Verify(token).status();
  EXPECT_EQ(status::GetErrorDetail(expired)->reason, "TOKEN_EXPIRED");
}

TEST_F(VerifierTest, StartsOnlyWithUsableKeys) {
  VerifierOptions options = Options();
  auto message = [&] { return std::string(Verifier::Create(options).status().message()); };
  server_.Set("{}");
  EXPECT_THAT(message(), HasSubstr("not a JWK Set"));
  server_.Set("", 404);
  EXPECT_THAT(message(), HasSubstr("HTTP status 404"));
  options.jwks = "http://127.0.0.1:1/jwks.json";
  EXPECT_THAT(message(), HasSubstr(options.jwks));
  options.jwks = "/nowhere/jwks.json";
  EXPECT_THAT(message(), HasSubstr("/nowhere/jwks.json"));
  options.jwks = std::filesystem::temp_directory_path().string();
  EXPECT_FALSE(Verifier::Create(options).ok());
  options.issuer = "";
  EXPECT_THAT(message(), HasSubstr("issuer"));
}

TEST_F(VerifierTest, ManyThreadsThroughARotation) {
  server_.Set(SetOf({&old_, &new_}));
  std::unique_ptr<Verifier> verifier = NewVerifier();
  const std::string token = Token(new_);
  std::atomic<bool> stop = false;
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) failures += verifier->Verify(token).ok() ? 0 : 1;
    });
  }
  const SigningKey stranger = *SigningKey::Generate(Algorithm::kEdDsa);
  for (int i = 0; i < 10; ++i) {
    server_.Set(i % 2 == 0 ? SetOf({&new_}) : SetOf({&new_, &old_}));
    clock_.Advance(absl::Seconds(31));
    EXPECT_FALSE(verifier->Verify(Token(stranger)).ok());
  }
  stop = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
}

}  // namespace
}  // namespace mainstay::auth
