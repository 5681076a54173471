// What templates are made of. For this folder only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/survey/questionnaires/templates.h"

namespace mainstay::survey {

inline Question AskOf(std::string key, QuestionKind kind, std::string zh, std::string en) {
  Question question;
  question.key = std::move(key);
  question.kind = kind;
  question.text = {std::move(zh), std::move(en)};
  return question;
}

inline Question Required(Question question) {
  question.required = true;
  return question;
}
inline Question If(std::string condition, Question question) {
  question.visible_if = std::move(condition);
  return question;
}
inline Question Labelled(LocalText low, LocalText high, Question question) {
  question.low_label = std::move(low);
  question.high_label = std::move(high);
  return question;
}

// How likely to recommend.
inline Question AskNps(std::string zh, std::string en) {
  return Required(Labelled({"完全不可能", "Not at all likely"}, {"非常可能", "Extremely likely"},
                           AskOf("nps", QuestionKind::kNps, std::move(zh), std::move(en))));
}
inline Question AskCsat(std::string key, std::string zh, std::string en) {
  return Required(
      Labelled({"非常不满意", "Very dissatisfied"}, {"非常满意", "Very satisfied"},
               AskOf(std::move(key), QuestionKind::kCsat, std::move(zh), std::move(en))));
}

inline Question AskOne(std::string key, std::string zh, std::string en,
                       std::vector<Option> options) {
  Question question =
      AskOf(std::move(key), QuestionKind::kSingleChoice, std::move(zh), std::move(en));
  question.options = std::move(options);
  return question;
}
inline Question AskMany(std::string key, std::string zh, std::string en,
                        std::vector<Option> options) {
  Question question =
      AskOf(std::move(key), QuestionKind::kMultipleChoice, std::move(zh), std::move(en));
  question.options = std::move(options);
  question.random_order = true;
  return question;
}
inline Option Choice(std::string key, std::string zh, std::string en) {
  return {.key = std::move(key), .text = {std::move(zh), std::move(en)}};
}
inline Option OtherChoice() {
  return {.key = "other", .text = {"其他", "Something else"}, .other = true};
}
inline Option NoneChoice(std::string zh, std::string en) {
  return {.key = "none", .text = {std::move(zh), std::move(en)}, .exclusive = true};
}

// Satisfaction with several things, 1 to 5, or "does not apply".
inline Question AskSatisfactionWith(std::string key, std::string zh, std::string en,
                                    std::vector<MatrixRow> rows) {
  Question question =
      Labelled({"非常不满意", "Very dissatisfied"}, {"非常满意", "Very satisfied"},
               AskOf(std::move(key), QuestionKind::kMatrix, std::move(zh), std::move(en)));
  question.rows = std::move(rows);
  question.not_applicable = true;
  question.required = true;
  return question;
}

inline Question AskText(std::string key, std::string zh, std::string en) {
  return AskOf(std::move(key), QuestionKind::kText, std::move(zh), std::move(en));
}

// Their contents, a function each.
QuestionnaireTemplate SatisfactionTemplate();
QuestionnaireTemplate NpsPulseTemplate();
QuestionnaireTemplate ChurnTemplate();
QuestionnaireTemplate MarketResearchTemplate();
QuestionnaireTemplate RiskCheckTemplate();
QuestionnaireTemplate KanoTemplate();
QuestionnaireTemplate CaseFollowUpTemplate();

}  // namespace mainstay::survey
