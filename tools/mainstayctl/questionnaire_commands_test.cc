// Commands on questionnaires, against the service.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "services/survey/access/survey_service_fixture.h"
#include "services/survey/questionnaires/questionnaire_service.h"
#include "tools/mainstayctl/command_test_kit.h"

namespace mainstay::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class QuestionnaireCommandsTest : public survey::SurveyServiceTest {
 protected:
  QuestionnaireCommandsTest()
      : SurveyServiceTest({"QuestionnaireService"}, {survey::RegisterQuestionnaireService}) {}
  ~QuestionnaireCommandsTest() override { std::filesystem::remove(file_); }

  std::string Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "questionnaires");
    return SaidBy(service_, std::move(arguments));
  }
  // The resource name that a command printed.
  static std::string NameIn(const std::string& record) {
    const size_t start = record.find("questionnaires/");
    return record.substr(start, record.find('\n', start) - start);
  }

  const std::string file_ = absl::StrCat(std::filesystem::temp_directory_path().string(),
                                         "/questionnaire-", getpid(), ".json");
};

TEST_F(QuestionnaireCommandsTest, GoFromATemplateToAVersion) {
  EXPECT_THAT(Run({"templates"}),
              AllOf(HasSubstr("nps_pulse"), HasSubstr("客户满意度调查"), HasSubstr("PURPOSE")));
  const std::string made = Run({"create", "一季度", "--template", "nps_pulse"});
  EXPECT_THAT(made, AllOf(HasSubstr("draft"), HasSubstr("一季度"), Not(HasSubstr("sections"))));
  const std::string name = NameIn(made);
  EXPECT_EQ(Run({"check", name}), "It can be published.\n");
  EXPECT_THAT(Run({"publish", name, "--reason", "Q1"}), HasSubstr("published"));
  EXPECT_THAT(Run({"versions", name}), AllOf(HasSubstr("Q1"), HasSubstr(name + "/versions/1")));
  EXPECT_THAT(Run({"list"}), AllOf(HasSubstr("一季度"), HasSubstr("published")));
  EXPECT_THAT(Run({"show", name + "/versions/1"}),
              AllOf(HasSubstr("How likely are you to recommend us"), HasSubstr("(nps, nps)"),
                    HasSubstr("if nps <= 6"), HasSubstr("- Perhaps later  (later)")));
  EXPECT_THAT(Run({"show", name, "--lang", "zh"}), HasSubstr("仅当 nps >= 9"));
  EXPECT_THAT(Run({"changes", name}), HasSubstr("publish"));
  EXPECT_THAT(Run({"retire", name}), HasSubstr("retired"));
  EXPECT_THAT(Run({"delete", name}), HasSubstr("delete_time"));
  EXPECT_THAT(Run({"list"}), Not(HasSubstr("一季度")));
  EXPECT_THAT(Run({"undelete", name}), Not(HasSubstr("delete_time")));
}

TEST_F(QuestionnaireCommandsTest, ExportAndImportRoundTrip) {
  const std::string name = NameIn(Run({"create", "Satisfaction", "--template", "satisfaction"}));
  const std::string json = Run({"export", name});
  ASSERT_EQ(Run({"export", name, "--out", file_}), "");
  const std::string copy = NameIn(Run({"import", file_, "--name", "Copy"}));
  EXPECT_NE(copy, name);
  EXPECT_EQ(Run({"export", copy}), json);
  EXPECT_EQ(Run({"check", "--file", file_}), "It can be published.\n");
  // A draft takes the file of another one.
  const std::string pulse = NameIn(Run({"create", "Pulse", "--template", "nps_pulse"}));
  EXPECT_THAT(Run({"import", file_, "--into", pulse}), HasSubstr("Pulse"));
  EXPECT_EQ(Run({"export", pulse}), json);
}

TEST_F(QuestionnaireCommandsTest, SayWhatIsWrong) {
  std::ofstream(file_) << R"({"title": {"en": "x"}, "sections": [{"key": "one", "questions": [
      {"key": "a", "kind": "QUESTION_KIND_TEXT", "text": {"en": "A"}, "visibleIf": "b > 1"}]}]})";
  EXPECT_THAT(
      Run({"check", "--file", file_}),
      AllOf(HasSubstr("content.sections[0].questions[0].visible_if"),
            HasSubstr("there is no \"b\""), HasSubstr("1 thing to correct"), HasSubstr("exit")));
  EXPECT_THAT(Run({"check"}), HasSubstr("give the name of a questionnaire"));
  EXPECT_THAT(Run({"import", "/nowhere/at/all"}), HasSubstr("cannot read"));
  EXPECT_THAT(Run({"import", "/dev/null"}), HasSubstr("file: /dev/null is empty: give JSON"));
}

}  // namespace
}  // namespace mainstay::ctl
