#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "common/imports/import_run.h"

namespace mainstay::imports {
namespace {

using ::testing::ElementsAre;

// Computed by Python's hashlib. The rows of imports that an earlier release began have it.
TEST(ChecksumTest, StaysWhatItIsInTheTables) {
  EXPECT_EQ(absl::BytesToHexString(Checksum({"columns", "", "utf-8"}, "a,b\n1,2\n")),
            "00919771e1e4e96181d579df5cda6447349386d4147bbac53ff49ac5a45dd9cc");
}

class SetsTest : public ::testing::Test {
 protected:
  // The sets behind record `after`, of numbers; `give_up` behind the first.
  std::vector<std::vector<int64_t>> Sets(int64_t after, bool give_up = false) {
    const csv::Format format{.delimiter = ",", .encoding = "utf-8"};
    const std::string bytes = "a,b\n1,2\n3\n5,6\n7,8\n9,10\n";
    const auto header = csv::ReadFileHeader(format, bytes);
    EXPECT_TRUE(header.ok()) << header.status();
    std::vector<std::vector<int64_t>> sets;
    status_ = ForEachSet<int64_t>(
        format, *header, bytes, after, 2,
        [&](const csv::FileRecord& record) {
          ++read_;
          return record.number;
        },
        [&](const std::vector<int64_t>& set) {
          sets.push_back(set);
          return give_up ? absl::AbortedError("taken over") : absl::OkStatus();
        });
    return sets;
  }

  int read_ = 0;
  absl::Status status_;
};

TEST_F(SetsTest, HaveEveryRecordOnce) {
  EXPECT_THAT(Sets(0), ElementsAre(ElementsAre(1, 2), ElementsAre(3, 4), ElementsAre(5)));
  EXPECT_TRUE(status_.ok()) << status_;
}

TEST_F(SetsTest, LeaveOutWhatIsInAndReadItAllTheSame) {
  EXPECT_THAT(Sets(3), ElementsAre(ElementsAre(4, 5)));
  EXPECT_EQ(read_, 5);
}

TEST_F(SetsTest, EndWithTheFirstError) {
  EXPECT_THAT(Sets(0, true), ElementsAre(ElementsAre(1, 2)));
  EXPECT_EQ(status_, absl::AbortedError("taken over"));
}

}  // namespace
}  // namespace mainstay::imports
