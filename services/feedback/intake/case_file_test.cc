#include "services/feedback/intake/case_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "common/testing/field_violations.h"

namespace mainstay::feedback {
namespace {

using ::testing::ElementsAre;
using testing::FieldsOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1'790'000'000);

CaseFile File() {
  CaseFile file{.columns = {"A", "K", "", "", "S", "", "", "F"}};
  Complete(file);
  return file;
}

CaseValues Values(const std::string& kind, const std::string& facts) {
  CaseValues values;
  values[static_cast<size_t>(CaseColumn::kKind)] = kind;
  values[static_cast<size_t>(CaseColumn::kFacts)] = facts;
  return values;
}

TEST(CaseFileTest, ReadsWhatARecordSays) {
  const CaseFile file = File();
  const CaseReader reader(file);
  CaseValues values = Values("投诉", "第一行\n\"第二行\"");
  values[static_cast<size_t>(CaseColumn::kChannel)] = " E-Mail ";
  values[static_cast<size_t>(CaseColumn::kSeverity)] = "特别严重";
  values[static_cast<size_t>(CaseColumn::kScope)] = "普遍";
  values[static_cast<size_t>(CaseColumn::kProducts)] = "P-1; P-2,P-1";
  values[static_cast<size_t>(CaseColumn::kReceiveTime)] = "2026-01-31 14:30";
  const auto c = reader.Read(values, kNow);
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_EQ(c->kind, "complaint");
  EXPECT_EQ(c->channel, "email");
  EXPECT_EQ(c->severity, "critical");
  EXPECT_EQ(c->scope, "widespread");
  EXPECT_EQ(c->facts, "第一行\n\"第二行\"");
  EXPECT_EQ(c->subject, "第一行 \"第二行\"");
  EXPECT_THAT(c->products, ElementsAre("P-1", "P-2"));
  EXPECT_EQ(c->receive_time, absl::FromUnixSeconds(1769841000)) << "Asia/Shanghai";
  const auto bare = reader.Read(Values("question", "x"), kNow);
  EXPECT_EQ(bare->severity, "moderate");
  EXPECT_EQ(bare->receive_time, kNow);
}

TEST(CaseFileTest, TheFilesOwnWordsComeFirst) {
  CaseFile file = File();
  file.words = {"kind:0=complaint", "kind: 1 = Praise", "severity:一般=minor"};
  file.severity = "major";
  ASSERT_TRUE(Validate(file).ok()) << Validate(file);
  const CaseReader reader(file);
  EXPECT_EQ(reader.Read(Values("0", "x"), kNow)->kind, "complaint");
  EXPECT_EQ(reader.Read(Values("1", "x"), kNow)->kind, "praise");
  EXPECT_EQ(reader.Read(Values("1", "x"), kNow)->severity, "major") << "the default";
  CaseValues values = Values("建议", "x");
  values[static_cast<size_t>(CaseColumn::kSeverity)] = "一般";
  EXPECT_EQ(reader.Read(values, kNow)->severity, "minor");
}

TEST(CaseFileTest, NamesWhatCannotBeAccepted) {
  const CaseFile file = File();
  const CaseReader reader(file);
  CaseValues values = Values("2", "x");
  values[static_cast<size_t>(CaseColumn::kOccurTime)] = "gestern";
  EXPECT_THAT(FieldsOf(reader.Read(values, kNow).status()), ElementsAre("kind", "occur_time"));
  EXPECT_THAT(FieldsOf(reader.Read(Values("投诉", " "), kNow).status()), ElementsAre("subject"));
  EXPECT_THAT(FieldsOf(reader.Read(Values("", "x"), kNow).status()), ElementsAre("kind"));
  EXPECT_THAT(FieldsOf(reader.Read(Values("投诉", std::string(20001, 'x')), kNow).status()),
              ElementsAre("facts"))
      << "as CreateCase says";
}

TEST(CaseFileTest, ValidatesTheDescription) {
  CaseFile file = File();
  EXPECT_TRUE(Validate(file).ok());
  file.words = {"kind=complaint", "subject:a=b", "kind:a=b", "scope:x=single"};
  file.format.delimiter = "::";
  file.format.encoding = "utf-7";
  file.time_zone = "Mars";
  file.category = std::string(201, 'x');
  file.account_id = "x";
  EXPECT_THAT(FieldsOf(Validate(file)),
              ElementsAre("columns.account", "words[0]", "words[1]", "words[2]",
                          "defaults.category", "time_zone", "delimiter", "encoding"));
}

TEST(CaseFileTest, FindsColumnsByTheirDocumentedNames) {
  CaseFile file;
  Complete(file);
  const auto layout = LayOut(file, {"类型", "x", "事实经过", "account"});
  ASSERT_TRUE(layout.ok()) << layout.status();
  EXPECT_EQ(layout->width, 4u);
  EXPECT_EQ(layout->position[static_cast<size_t>(CaseColumn::kAccount)], 4);
  EXPECT_EQ(layout->position[static_cast<size_t>(CaseColumn::kKind)], 1);
  EXPECT_EQ(layout->position[static_cast<size_t>(CaseColumn::kFacts)], 3);
  EXPECT_EQ(layout->position[static_cast<size_t>(CaseColumn::kSubject)], 0);
  EXPECT_THAT(LayOut(file, {"类型", "事实经过"}).status().message(), HasSubstr("account"));
  EXPECT_THAT(LayOut(file, {"account", "kind"}).status().message(), HasSubstr("facts"));
  EXPECT_THAT(LayOut(file, {"account", "facts"}).status().message(), HasSubstr("kind"));
  file.kind = "complaint";
  file.account_id = "0190a000-0000-7000-8000-000000000001";
  EXPECT_TRUE(LayOut(file, {"facts"}).ok());
  EXPECT_THAT(LayOut(File(), {"A", "K", "F"}).status().message(), HasSubstr("\"S\""));
}

TEST(CaseFileTest, TheSameWordsHaveTheSameId) {
  const std::string id = MadeExternalId(Values("投诉", "漏油"), 1);
  EXPECT_THAT(id, StartsWith("row:"));
  EXPECT_EQ(MadeExternalId(Values("投诉", "漏油"), 1), id);
  EXPECT_EQ(MadeExternalId(Values("投诉", "漏油"), 2), id + "-2");
  EXPECT_NE(MadeExternalId(Values("建议", "漏油"), 1), id);
  EXPECT_NE(MadeExternalId(Values("投诉漏", "油"), 1), id);
}

}  // namespace
}  // namespace mainstay::feedback
