#include "common/api/uuid.h"

#include <set>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "gtest/gtest.h"

namespace mainstay::api {
namespace {

TEST(UuidTest, HoldsItsTimeVersionAndVariant) {
  const std::string uuid = NewUuid(absl::FromUnixMillis(0x0123456789ab));
  EXPECT_TRUE(IsUuid(uuid)) << uuid;
  EXPECT_EQ(uuid.substr(0, 13), "01234567-89ab");
  EXPECT_EQ(uuid[14], '7');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

TEST(UuidTest, OfRandomBitsTellsNoTime) {
  const std::string uuid = RandomUuid();
  EXPECT_TRUE(IsUuid(uuid)) << uuid;
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
  EXPECT_NE(uuid.substr(0, 8), RandomUuid().substr(0, 8));
}

TEST(UuidTest, SortsByTime) {
  EXPECT_LT(NewUuid(absl::FromUnixMillis(1000)), NewUuid(absl::FromUnixMillis(1001)));
}

TEST(UuidTest, IsUniqueAcrossThreads) {
  absl::Mutex mutex;
  std::set<std::string> seen;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) {
        const std::string uuid = NewUuid(absl::UnixEpoch());
        absl::MutexLock lock(&mutex);
        EXPECT_TRUE(seen.insert(uuid).second);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(UuidTest, KnowsWhatIsNone) {
  EXPECT_TRUE(IsUuid("019338a0-0000-7000-8000-00000000000f"));
  for (const char* text :
       {"", "019338A0-0000-7000-8000-00000000000F", "019338a0-0000-7000-8000-00000000000",
        "019338a0-0000-7000-8000-00000000000ff", "019338a000007000800000000000000ff000",
        "{19338a0-0000-7000-8000-00000000000f", "019338a0-0000-7000-8000-00000000000g",
        "019338a0_0000-7000-8000-00000000000f"}) {
    EXPECT_FALSE(IsUuid(text)) << text;
  }
}

}  // namespace
}  // namespace mainstay::api
