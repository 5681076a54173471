#include "services/survey/loop/asked_questions.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/text/rules.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/questionnaires/kano_texts.h"

namespace mainstay::survey {
namespace {

constexpr size_t kMostQuestions = 10;
constexpr size_t kMostCharacters = 300;

std::string OneLine(const std::string& text) {
  return text::Acceptable(absl::StrReplaceAll(text, {{"\r", ""}, {"\n", " "}, {"\t", " "}}),
                          kMostCharacters);
}

std::string OnScale(const Question& question, double number) {
  const ScaleBounds bounds = BoundsOf(question);
  return absl::StrFormat("%.10g (%d–%d)", number, bounds.least, bounds.most);
}

// What a name of a condition stands for: a question, and a part of it or nothing.
struct Asked {
  const Question& question;
  std::string part;
};

std::string TextOf(const Asked& asked, const Form& form, const std::string& language) {
  const Question& question = asked.question;
  const auto in_language = [&](const LocalText& text) { return Piped(form, text, {}, language); };
  if (question.kind == QuestionKind::kKano) {
    return in_language(asked.part == "dysfunctional" ? DysfunctionalText(question.text)
                                                     : FunctionalText(question.text));
  }
  std::string text = in_language(question.text);
  for (const MatrixRow& row : question.rows) {
    if (row.key != asked.part) continue;
    absl::StrAppend(&text, language == "zh" ? "：" : ": ", in_language(row.text));
  }
  return text;
}

std::string AnswerOf(const Asked& asked, const Answer& answer, const std::string& language) {
  const Question& question = asked.question;
  if (question.kind == QuestionKind::kKano) {
    const auto& half = asked.part == "dysfunctional" ? answer.dysfunctional : answer.functional;
    return half && *half >= 1 && *half <= 5 ? KanoAnswers()[*half - 1].In(language) : "";
  }
  if (question.kind == QuestionKind::kMatrix) {
    const auto row = answer.rows.find(asked.part);
    return row == answer.rows.end() ? "" : OnScale(question, row->second);
  }
  if (IsScale(question.kind)) return answer.number ? OnScale(question, *answer.number) : "";
  if (question.kind == QuestionKind::kNumber) {
    return answer.number ? absl::StrFormat("%.10g", *answer.number) : "";
  }
  std::vector<std::string> chosen;
  for (const Option& option : question.options) {
    if (std::find(answer.choices.begin(), answer.choices.end(), option.key) !=
        answer.choices.end()) {
      chosen.push_back(option.text.In(language));
    }
  }
  return absl::StrJoin(chosen, language == "zh" ? "、" : ", ");
}

}  // namespace

std::vector<AskedQuestion> QuestionsAsked(const Condition& condition, const Form& form,
                                          const Answers& answers, const std::string& language,
                                          bool confidential) {
  std::vector<AskedQuestion> asked;
  for (const std::string& name : NamesIn(condition)) {
    const size_t dot = std::min(name.find('.'), name.size());
    const Question* const question = form.FindQuestion(name.substr(0, dot));
    if (question == nullptr || asked.size() == kMostQuestions) continue;
    const Asked one{*question, dot < name.size() ? name.substr(dot + 1) : ""};
    AskedQuestion told{.question = OneLine(TextOf(one, form, language)), .answer = ""};
    const auto answer = answers.find(question->key);
    if (!confidential && answer != answers.end()) {
      told.answer = OneLine(AnswerOf(one, answer->second, language));
    }
    asked.push_back(std::move(told));
  }
  return asked;
}

std::string InOneLine(const std::vector<AskedQuestion>& asked) {
  return absl::StrJoin(asked, " · ", [](std::string* line, const AskedQuestion& one) {
    absl::StrAppend(line, one.answer, one.answer.empty() ? "" : ": ", one.question);
  });
}

}  // namespace mainstay::survey
