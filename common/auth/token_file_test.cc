#include "common/auth/token_file.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mainstay::auth {
namespace {

TEST(TokenFileTest, IsReadAgainWhenItWasRenewed) {
  char folder[] = "/tmp/mainstay-token-XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  const std::string path = std::string(folder) + "/token";
  TokenFile token(path);
  EXPECT_EQ(token.Get().status().code(), absl::StatusCode::kFailedPrecondition);
  std::ofstream(path) << "one\n";
  EXPECT_EQ(*token.Get(), "one");
  std::ofstream(path) << "two\n";
  std::filesystem::last_write_time(
      path, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(1));
  EXPECT_EQ(*token.Get(), "two");
  std::filesystem::remove(path);
  EXPECT_EQ(*token.Get(), "two") << "it may be in the middle of being renewed";
  std::filesystem::remove_all(folder);
}

TEST(TokenFileTest, WithoutAFileThereIsNone) {
  EXPECT_EQ(TokenFile("").Get().status().code(), absl::StatusCode::kFailedPrecondition);
}

}  // namespace
}  // namespace mainstay::auth
