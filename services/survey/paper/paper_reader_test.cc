#include "services/survey/paper/paper_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/status.h"
#include "services/survey/paper/paper_testing.h"

namespace mainstay::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const absl::Time kNow = absl::FromUnixSeconds(1769904000);  // 2026-02-01 in UTC

class PaperReaderTest : public ::testing::Test {
 protected:
  PaperReaderTest() { Complete(file_); }

  std::vector<std::string> Names(const std::vector<std::string>& header) {
    const auto layout = LayOut(file_, content_, header);
    EXPECT_TRUE(layout.ok()) << layout.status();
    std::vector<std::string> names;
    if (!layout.ok()) return names;
    for (const AnswerColumn& column : layout->answers) names.push_back(column.part.name());
    return names;
  }
  std::string Refusal(const std::vector<std::string>& header) {
    return std::string(LayOut(file_, content_, header).status().message());
  }
  absl::StatusOr<PaperRecord> Read(const std::vector<std::string>& header,
                                   const std::vector<std::string>& fields) {
    const auto layout = LayOut(file_, content_, header);
    if (!layout.ok()) return layout.status();
    return PaperReader(file_, *layout).Read(fields, kNow);
  }
  std::vector<std::string> WrongFields(const absl::Status& status) {
    std::vector<std::string> fields;
    for (const auto& violation : status::GetFieldViolations(status))
      fields.push_back(violation.field);
    return fields;
  }

  PaperFile file_;
  const QuestionnaireContent content_ = EveryKindOfQuestion();
};

TEST_F(PaperReaderTest, FindsAnswersByNamesAndTexts) {
  EXPECT_THAT(Names({"no", "nps", "主要原因", "inflight WIFI", "餐饮", "channels.web",
                     "need.functional", "reason.text"}),
              ElementsAre("nps", "reason", "service.wifi", "service.food", "channels.web",
                          "need.functional", "reason.text"))
      << "case, spaces and hyphens vary";
}

TEST_F(PaperReaderTest, NamedColumnsAloneCount) {
  file_.answers = {"overall=Satisfaction", "service.food = a=b"};
  EXPECT_THAT(Names({"nps", "Satisfaction", "a=b"}), ElementsAre("overall", "service.food"));
  EXPECT_THAT(Refusal({"Satisfaction"}), HasSubstr("a=b"));
  file_.answers = {"nothing=nps"};
  EXPECT_THAT(Refusal({"nps"}), HasSubstr("no answer \"nothing\""));
}

TEST_F(PaperReaderTest, RefusesFilesWithoutAnswersOrWithTwoOfOne) {
  EXPECT_THAT(Refusal({"id", "name"}), HasSubstr("nps=header"));
  EXPECT_THAT(Refusal({"channels", "channels.web"}), HasSubstr("both say"));
  EXPECT_THAT(Refusal({"reason", "主要原因"}), HasSubstr("both say \"reason\""));
}

TEST_F(PaperReaderTest, WordsAreOfQuestionsThatThereAre) {
  file_.words = {"overall:x=1", "weather:x=1"};
  const absl::Status status = CheckWords(file_, content_);
  EXPECT_THAT(WrongFields(status), ElementsAre("words[1]"));
}

TEST_F(PaperReaderTest, ReadsWhatIsNoAnswerToo) {
  const auto read =
      Read({"外部编号", "客户", "轮次", "语言", "开始时间", "提交时间", "nps", "service.wifi"},
           {"P-7", " 北风 ", "2", "English", "2026-01-31 14:29", "2026-01-31 14:30", "9", ""});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->account, "北风");
  EXPECT_EQ(read->response.wave, 2);
  EXPECT_EQ(read->response.language, "en");
  EXPECT_EQ(read->response.channel, "paper");
  EXPECT_EQ(absl::ToUnixSeconds(read->response.submit_time), 1769841000) << "Asia/Shanghai";
  EXPECT_EQ(read->response.duration_seconds, 60);
  EXPECT_EQ(read->response.answers.at("nps").number, 9);
  EXPECT_FALSE(read->response.answers.contains("service"));
}

TEST_F(PaperReaderTest, NamesWhatCannotBeMeant) {
  const auto read =
      Read({"wave", "language", "start_time", "submit_time", "duration_seconds", "nps", "age"},
           {"second", "fr", "2026-01-31", "2027-01-31", "-1", "good", "old"});
  EXPECT_THAT(WrongFields(read.status()),
              ElementsAre("wave", "language", "submit_time", "duration_seconds", "answers.nps",
                          "answers.age"));
}

TEST_F(PaperReaderTest, MadeIdsAreOfWhatIsSaidAndHowOften) {
  const auto layout = LayOut(file_, content_, {"note", "nps", "external_id"});
  ASSERT_TRUE(layout.ok());
  PaperReader reader(file_, *layout);
  const std::string first = reader.ExternalId({"a", "9", ""});
  EXPECT_THAT(first, StartsWith("row:"));
  EXPECT_EQ(reader.ExternalId({"b", "9", ""}), first + "-2") << "notes are not looked at";
  EXPECT_NE(reader.ExternalId({"a", "8", ""}), first);
  EXPECT_EQ(reader.ExternalId({"a", "9", " P-1 "}), "P-1");
  EXPECT_EQ(PaperReader(file_, *layout).ExternalId({"c", "9", ""}), first);
}

TEST_F(PaperReaderTest, DescriptionsAreChecked) {
  file_.answers = {"overall"};
  file_.words = {"x"};
  file_.language = "fr";
  file_.wave = -1;
  file_.time_zone = "here";
  EXPECT_THAT(WrongFields(Validate(file_)),
              ElementsAre("answers[0]", "words[0]", "language", "wave", "time_zone"));
  PaperFile plain;
  Complete(plain);
  EXPECT_THAT(WrongFields(Validate(plain)), IsEmpty());
}

}  // namespace
}  // namespace mainstay::survey
