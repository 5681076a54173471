#include "tools/issuer/issuer.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/time/clock.h"
#include "common/auth/verifier.h"

namespace mainstay::issuer {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IssuerTest : public ::testing::Test {
 protected:
  IssuerTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "issuer-XXXXXX").string();
    base_ = mkdtemp(pattern.data());
    directory_ = base_ + "/issuer";
  }
  ~IssuerTest() override { std::filesystem::remove_all(base_); }
  std::string Read(const std::string& name) {
    std::ifstream file(directory_ + "/" + name);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }

  std::string base_, directory_;
};

TEST_F(IssuerTest, MakesItsKeyOnceAndForItsOwnerOnly) {
  ASSERT_TRUE(Init(directory_).ok());
  const std::string key = Read("key.pem"), set = Read("jwks.json");
  struct stat about {};
  ASSERT_EQ(stat((directory_ + "/key.pem").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  ASSERT_EQ(stat(directory_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0700u);
  std::filesystem::remove(directory_ + "/jwks.json");  // a first start that broke off
  ASSERT_TRUE(Init(directory_).ok());
  EXPECT_EQ(Read("key.pem"), key);
  EXPECT_EQ(Read("jwks.json"), set);
  EXPECT_THAT(set, Not(HasSubstr("\"d\"")));
}

TEST_F(IssuerTest, MintsWhatTheServicesAccept) {
  ASSERT_TRUE(Init(directory_).ok());
  TokenRequest request{.user = "wang.li", .name = "王丽", .roles = {"director", "analyst"}};
  auto verifier = auth::Verifier::Create(
      {.issuer = request.issuer, .audience = request.audience, .jwks = directory_ + "/jwks.json"});
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  absl::StatusOr<std::string> token = MintToken(directory_, request, absl::Now());
  ASSERT_TRUE(token.ok()) << token.status();
  absl::StatusOr<auth::Principal> principal = (*verifier)->Verify(*token);
  ASSERT_TRUE(principal.ok()) << principal.status();
  EXPECT_EQ(principal->subject, "wang.li");
  EXPECT_EQ(principal->display_name, "王丽");
  EXPECT_THAT(principal->roles, ElementsAre("director", "analyst"));
  EXPECT_NE(*token, *MintToken(directory_, request, absl::Now()));
}

TEST_F(IssuerTest, SaysWhatIsWrong) {
  const absl::Time now = absl::Now();
  auto message = [&](const TokenRequest& request) {
    return std::string(MintToken(directory_, request, now).status().message());
  };
  EXPECT_THAT(message({.user = "a"}), HasSubstr("mainstay-issuer init"));
  ASSERT_TRUE(Init(directory_).ok());
  EXPECT_THAT(message({.user = ""}), HasSubstr("--user"));
  EXPECT_THAT(message({.user = "a/b"}), HasSubstr("--user"));
  EXPECT_THAT(message({.user = "a", .roles = {"king"}}), HasSubstr("no role \"king\""));
  EXPECT_THAT(message({.user = "a", .ttl = absl::ZeroDuration()}), HasSubstr("--ttl"));
  EXPECT_THAT(message({.user = "a", .ttl = absl::InfiniteDuration()}), HasSubstr("--ttl"));
  std::ofstream(directory_ + "/key.pem") << "broken";
  EXPECT_THAT(message({.user = "a"}), HasSubstr("not a private key"));
  std::ofstream(base_ + "/file") << "";
  EXPECT_THAT(std::string(Init(base_ + "/file/x").message()), HasSubstr("cannot make the folder"));
}

}  // namespace
}  // namespace mainstay::issuer
