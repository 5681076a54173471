#include "services/engagement/communications/communication_file.h"

#include "common/status/status.h"
#include "common/testing/field_violations.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace mainstay::engagement {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);
constexpr char kAccount[] = "00000000-0000-7000-8000-00000000000a";

CommunicationFile File() {
  CommunicationFile file{.columns = {"A", "C", "D", "T", "S", "B", "U", "X", "M"}};
  Complete(file);
  return file;
}

FileValues Values() {
  return {kAccount, "phone", "inbound", "2026-01-31 14:30", "Price", "", "li, wang", "", "15"};
}

TEST(CommunicationFileTest, HasDefaultsAndNeedsItsColumns) {
  EXPECT_EQ(File().source, "import");
  EXPECT_EQ(File().time_zone, "Asia/Shanghai");
  EXPECT_TRUE(Validate(File()).ok()) << Validate(File());
  CommunicationFile file = File();
  file.columns = {};
  EXPECT_THAT(FieldsOf(Validate(file)),
              ElementsAre("columns.account", "columns.channel", "columns.direction",
                          "columns.occur_time", "columns.subject"));
  file = File();
  file.account_id = kAccount;
  file.time_zone = "Nowhere";
  file.format.delimiter = "x";
  EXPECT_THAT(FieldsOf(Validate(file)), ElementsAre("columns.account", "time_zone", "delimiter"));
}

TEST(CommunicationFileTest, ReadsARecord) {
  FileValues values = Values();
  values[0] = " accounts/00000000-0000-7000-8000-00000000000A";
  values[1] = "电话";
  values[2] = "OUT";
  const auto read = ReadRecord(File(), values, kNow);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->account_id, kAccount);
  EXPECT_EQ(read->channel, "phone");
  EXPECT_EQ(read->direction, "outbound");
  EXPECT_EQ(read->occur_time, absl::FromUnixSeconds(1769841000));  // 06:30 UTC
  EXPECT_THAT(read->users, ElementsAre("li", "wang"));
  EXPECT_EQ(read->duration_minutes, 15);
  EXPECT_EQ(read->source, "import");
}

TEST(CommunicationFileTest, NamesWhatCannotBeAccepted) {
  EXPECT_THAT(
      FieldsOf(
          ReadRecord(File(), {"x", "fax", "up", "soon", "", "", "", "", "long"}, kNow).status()),
      ElementsAre("account", "channel", "direction", "occur_time", "duration_minutes"));
  FileValues values = Values();
  values[4] = "";
  values[3] = "2999-01-01";
  EXPECT_THAT(FieldsOf(ReadRecord(File(), values, kNow).status()),
              ElementsAre("subject", "occur_time"));
}

TEST(CommunicationFileTest, MakesAnIdOfWhatTheRecordSays) {
  const std::string id = ReadRecord(File(), Values(), kNow)->external_id;
  EXPECT_THAT(id, StartsWith("row:"));
  FileValues same = Values();
  same[1] = "Phone ";
  same[3] = "2026/01/31 14:30:00";
  same[0] = "00000000-0000-7000-8000-00000000000b";
  EXPECT_EQ(ReadRecord(File(), same, kNow)->external_id, id) << "written otherwise";
  for (const size_t column : {1, 2, 3, 4, 5, 6, 8}) {
    FileValues other = Values();
    other[column] = column == 1   ? "chat"
                    : column == 2 ? "out"
                    : column == 3 ? "2026-01-31 14:31"
                    : column == 8 ? "16"
                                  : "other";
    EXPECT_NE(ReadRecord(File(), other, kNow)->external_id, id) << column;
  }
  FileValues given = Values();
  given[7] = "42";
  EXPECT_EQ(ReadRecord(File(), given, kNow)->external_id, "42");
}

}  // namespace
}  // namespace mainstay::engagement
