#include "services/survey/questionnaires/form.h"

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/facts.h"

namespace mainstay::survey {

const Question* Form::FindQuestion(std::string_view key) const {
  const auto found = places.find(key);
  if (found == places.end()) return nullptr;
  const auto& [section, question] = found->second;
  return &content.sections[section].questions[question];
}

const Section* Form::FindSection(std::string_view key) const {
  for (const Section& section : content.sections) {
    if (section.key == key) return &section;
  }
  return nullptr;
}

absl::StatusOr<Form> MakeForm(QuestionnaireContent content) {
  Form form;
  form.content = std::move(content);
  for (size_t s = 0; s < form.content.sections.size(); ++s) {
    const Section& section = form.content.sections[s];
    ASSIGN_OR_RETURN(Condition of_section, ParseCondition(section.visible_if));
    form.section_conditions.push_back(std::move(of_section));
    std::vector<Condition>& of_questions = form.question_conditions.emplace_back();
    for (size_t q = 0; q < section.questions.size(); ++q) {
      const Question& question = section.questions[q];
      ASSIGN_OR_RETURN(Condition of_question, ParseCondition(question.visible_if));
      of_questions.push_back(std::move(of_question));
      form.places.emplace(question.key, std::make_pair(s, q));
    }
  }
  return form;
}

void Declare(const Question& question, Declarations& declarations) {
  const ScaleBounds bounds = BoundsOf(question);
  const Declaration scale{.type = ValueType::kNumber,
                          .minimum = bounds.least,
                          .maximum = bounds.most,
                          .whole_number = true};
  const std::string& key = question.key;
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kCsat:
    case QuestionKind::kCes:
    case QuestionKind::kRating:
      declarations[key] = scale;
      break;
    case QuestionKind::kSingleChoice:
    case QuestionKind::kMultipleChoice: {
      Declaration& choice = declarations[key];
      choice.type =
          question.kind == QuestionKind::kSingleChoice ? ValueType::kChoice : ValueType::kChoices;
      for (const Option& option : question.options) choice.values.push_back(option.key);
      break;
    }
    case QuestionKind::kMatrix:
      declarations[key] = {.type = ValueType::kAny};
      for (const MatrixRow& row : question.rows) {
        declarations[absl::StrCat(key, ".", row.key)] = scale;
      }
      break;
    case QuestionKind::kText:
      declarations[key] = {.type = ValueType::kText};
      break;
    case QuestionKind::kNumber:
      declarations[key] = {.type = ValueType::kNumber,
                           .minimum = question.minimum,
                           .maximum = question.maximum,
                           .whole_number = question.whole_number};
      break;
    case QuestionKind::kDate:
      declarations[key] = {.type = ValueType::kDate};
      break;
    case QuestionKind::kKano:
      declarations[key] = {.type = ValueType::kAny};
      declarations[absl::StrCat(key, ".functional")] = scale;
      declarations[absl::StrCat(key, ".dysfunctional")] = scale;
      break;
  }
}

Declarations DeclarationsOf(const QuestionnaireContent& content) {
  Declarations declarations = FactDeclarations();
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) Declare(question, declarations);
  }
  return declarations;
}

}  // namespace mainstay::survey
