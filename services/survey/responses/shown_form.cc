#include "services/survey/responses/shown_form.h"

namespace mainstay::survey {
namespace {

ShownQuestion ShowQuestion(const Form& form, const Question& question,
                           const Respondent& respondent) {
  const auto said = [&](const LocalText& text) {
    return Piped(form, text, respondent.answers, respondent.language);
  };
  ShownQuestion shown{.question = &question,
                      .text = said(question.text),
                      .help = said(question.help),
                      .low_label = said(question.low_label),
                      .high_label = said(question.high_label),
                      .options = {},
                      .rows = {}};
  for (const Option* option : OrderedOptions(question, respondent.seed)) {
    shown.options.push_back({option, said(option->text)});
  }
  for (const MatrixRow* row : OrderedRows(question, respondent.seed)) {
    shown.rows.push_back({row, said(row->text)});
  }
  if (HasScale(question.kind)) {
    const ScaleBounds bounds = BoundsOf(question);
    shown.scale_min = bounds.least;
    shown.scale_max = bounds.most;
  }
  return shown;
}

}  // namespace

bool HasScale(QuestionKind kind) { return IsScale(kind) || kind == QuestionKind::kMatrix; }

ShownSection Show(const Form& form, const Section& section, const Respondent& respondent) {
  ShownSection shown{.section = &section,
                     .title = Piped(form, section.title, respondent.answers, respondent.language),
                     .intro = Piped(form, section.intro, respondent.answers, respondent.language),
                     .questions = {}};
  for (const Question* question :
       VisibleQuestions(form, respondent.facts, respondent.answers, section.key)) {
    shown.questions.push_back(ShowQuestion(form, *question, respondent));
  }
  return shown;
}

}  // namespace mainstay::survey
