#include "common/api/etag.h"

#include "common/status/status.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

TEST(EtagTest, IsTheQuotedVersion) { EXPECT_EQ(EtagOf(7), "\"7\""); }

TEST(EtagTest, OnlyTheSameVersionPasses) {
  EXPECT_TRUE(CheckEtag("", 7).ok());
  EXPECT_TRUE(CheckEtag("\"7\"", 7).ok());
  for (const char* etag : {"\"6\"", "7", "\"07\"", "\"7\" ", "W/\"7\"", "*"}) {
    const absl::Status status = CheckEtag(etag, 7);
    EXPECT_EQ(status.code(), absl::StatusCode::kAborted) << etag;
    EXPECT_EQ(status::GetErrorDetail(status)->reason, "ETAG_MISMATCH");
  }
}

TEST(EtagTest, GivesItsVersion) {
  EXPECT_EQ(VersionOf(EtagOf(7)), 7);
  for (const char* bad : {"", "7", "\"", "\"\"", "\"x\"", "\"07\"", "\"7"}) {
    EXPECT_EQ(VersionOf(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace mainstay::api
