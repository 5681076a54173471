#include "tools/mainstayctl/questionnaire_text.h"

#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/mainstayctl/format.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this text

class Writer {
 public:
  explicit Writer(Language language) : language_(language) {}

  std::string Write(const QuestionnaireContent& content) {
    Line("", Text(content.title()));
    if (content.has_intro()) Line("", Text(content.intro()));
    for (const QuestionnaireSection& section : content.sections()) WriteSection(section);
    if (content.has_thanks()) Line("\n", Text(content.thanks()));
    if (content.has_driver_model()) {
      Line("\n",
           absl::StrCat(Say("drivers of ", "驱动因素："), content.driver_model().outcome(),
                        Say(": ", " ← "), absl::StrJoin(content.driver_model().drivers(), ", ")));
    }
    return std::move(out_);
  }

 private:
  const char* Say(const char* english, const char* chinese) const {
    return In(language_, english, chinese);
  }
  const std::string& Text(const LocalizedText& text) const {
    const bool zh = language_ == Language::kChinese ? !text.zh().empty() : text.en().empty();
    return zh ? text.zh() : text.en();
  }
  void Line(std::string_view before, std::string_view text) {
    absl::StrAppend(&out_, before, Printable(text, /*keep_lines=*/true), "\n");
  }

  void WriteCondition(std::string_view indent, const std::string& condition) {
    if (!condition.empty()) Line(indent, absl::StrCat(Say("if ", "仅当 "), condition));
  }

  void WriteSection(const QuestionnaireSection& section) {
    Line("\n", absl::StrCat("[", section.key(), "]", section.has_title() ? " " : "",
                            Text(section.title())));
    WriteCondition("  ", section.visible_if());
    if (section.has_intro()) Line("  ", Text(section.intro()));
    for (const Question& question : section.questions()) WriteQuestion(question);
  }

  void WriteQuestion(const Question& question) {
    Line("  ", absl::StrCat(++number_, ". ", Text(question.text()), question.required() ? " *" : "",
                            "  (", question.key(), ", ", KindOf(question), ")"));
    WriteCondition("     ", question.visible_if());
    if (question.has_help()) Line("     ", Text(question.help()));
    for (const QuestionOption& option : question.options()) {
      Line("     ", absl::StrCat("- ", Text(option.text()), "  (", option.key(),
                                 option.exclusive() ? Say(", alone", "，排他") : "",
                                 option.other() ? Say(", own words", "，自填") : "", ")"));
    }
    for (const MatrixRow& row : question.rows()) {
      Line("     ", absl::StrCat("- ", Text(row.text()), "  (", row.key(), ")"));
    }
    if (question.has_low_label() || question.has_high_label()) {
      Line("     ", absl::StrCat(Text(question.low_label()), " … ", Text(question.high_label())));
    }
  }

  std::string KindOf(const Question& question) const {
    std::string kind = FormatField(question, "kind");
    if (question.scale_max() > 0) {
      absl::StrAppend(&kind, " ", question.scale_min(), "–", question.scale_max());
    }
    if (question.max_choices() > 0) {
      absl::StrAppend(&kind, Say(", at most ", "，最多 "), question.max_choices());
    }
    return kind;
  }

  const Language language_;
  std::string out_;
  int number_ = 0;
};

}  // namespace

std::string QuestionnaireText(const QuestionnaireContent& content, Language language) {
  return Writer(language).Write(content);
}

}  // namespace mainstay::ctl
