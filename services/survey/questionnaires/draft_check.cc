// Sizes and texts: what even a draft keeps to.
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/text/rules.h"
#include "services/survey/expression/expression.h"
#include "services/survey/questionnaires/content_check.h"
#include "services/survey/questionnaires/content_path.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

// Most characters of texts, in each language.
constexpr size_t kTitle = 200, kIntro = 2000, kQuestion = 1000, kOption = 300, kLabel = 60;
// Of what is no text for people: keys are checked to be shorter when they are published.
constexpr size_t kKey = 100, kSubject = 100;

class Draft {
 public:
  Violations Run(const QuestionnaireContent& content) {
    Text("content.title", content.title, kTitle, text::Lines::kOne);
    Text("content.intro", content.intro, kIntro, text::Lines::kMany);
    Text("content.thanks", content.thanks, kIntro, text::Lines::kMany);
    Count("content.sections", content.sections.size(), kMaxSections);
    size_t questions = 0;
    for (size_t s = 0; s < content.sections.size(); ++s) {
      questions += content.sections[s].questions.size();
      CheckSection(SectionPath(s), s, content.sections[s]);
    }
    if (questions > kMaxQuestions) {
      violations_.push_back(
          {"content.sections", absl::StrCat("must have at most ", kMaxQuestions,
                                            " questions in all, not ", questions)});
    }
    CheckDrivers(content.drivers);
    return std::move(violations_);
  }

 private:
  void Line(const std::string& path, std::string_view text, size_t most) {
    text::CheckText(path, text, 0, most, text::Lines::kOne, violations_);
  }
  void Text(const std::string& path, const LocalText& text, size_t most, text::Lines lines) {
    text::CheckText(absl::StrCat(path, ".zh"), text.zh, 0, most, lines, violations_);
    text::CheckText(absl::StrCat(path, ".en"), text.en, 0, most, lines, violations_);
  }
  void Count(const std::string& path, size_t count, size_t most) {
    if (count <= most) return;
    violations_.push_back({path, absl::StrCat("must be at most ", most, ", not ", count)});
  }

  void CheckSection(const std::string& path, size_t place, const Section& section) {
    Line(absl::StrCat(path, ".key"), section.key, kKey);
    Text(absl::StrCat(path, ".title"), section.title, kTitle, text::Lines::kOne);
    Text(absl::StrCat(path, ".intro"), section.intro, kIntro, text::Lines::kMany);
    Formula(absl::StrCat(path, ".visible_if"), section.visible_if);
    for (size_t q = 0; q < section.questions.size(); ++q) {
      CheckQuestion(QuestionPath(place, q), section.questions[q]);
    }
  }

  void CheckQuestion(const std::string& path, const Question& question) {
    Line(absl::StrCat(path, ".key"), question.key, kKey);
    Text(absl::StrCat(path, ".text"), question.text, kQuestion, text::Lines::kMany);
    Text(absl::StrCat(path, ".help"), question.help, kQuestion, text::Lines::kMany);
    Text(absl::StrCat(path, ".low_label"), question.low_label, kLabel, text::Lines::kOne);
    Text(absl::StrCat(path, ".high_label"), question.high_label, kLabel, text::Lines::kOne);
    Formula(absl::StrCat(path, ".visible_if"), question.visible_if);
    Line(absl::StrCat(path, ".subject"), question.subject, kSubject);
    Finite(absl::StrCat(path, ".minimum"), question.minimum);
    Finite(absl::StrCat(path, ".maximum"), question.maximum);
    Count(absl::StrCat(path, ".options"), question.options.size(), kMaxOptions);
    for (size_t i = 0; i < question.options.size(); ++i) {
      const std::string of_option = absl::StrCat(path, ".options[", i, "]");
      Line(absl::StrCat(of_option, ".key"), question.options[i].key, kKey);
      Text(absl::StrCat(of_option, ".text"), question.options[i].text, kOption, text::Lines::kOne);
    }
    Count(absl::StrCat(path, ".rows"), question.rows.size(), kMaxRows);
    for (size_t i = 0; i < question.rows.size(); ++i) {
      const std::string of_row = absl::StrCat(path, ".rows[", i, "]");
      Line(absl::StrCat(of_row, ".key"), question.rows[i].key, kKey);
      Text(absl::StrCat(of_row, ".text"), question.rows[i].text, kOption, text::Lines::kOne);
    }
  }

  void Finite(const std::string& path, const std::optional<double>& number) {
    if (number && !std::isfinite(*number)) violations_.push_back({path, "must be a number"});
  }

  void Formula(const std::string& path, std::string_view condition) {
    text::CheckText(path, condition, 0, kMaxConditionBytes, text::Lines::kMany, violations_);
  }

  void CheckDrivers(const DriverModel& model) {
    Line("content.driver_model.outcome", model.outcome, kKey);
    Count("content.driver_model.drivers", model.drivers.size(), kMaxDrivers);
    for (size_t i = 0; i < model.drivers.size(); ++i) {
      Line(absl::StrCat("content.driver_model.drivers[", i, "]"), model.drivers[i], 2 * kKey);
    }
  }

  Violations violations_;
};

}  // namespace

Violations CheckDraft(const QuestionnaireContent& content) { return Draft().Run(content); }

}  // namespace mainstay::survey
