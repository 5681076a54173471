// Contents for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

inline Question Ask(std::string key, QuestionKind kind, std::string visible_if = "") {
  Question question;
  question.key = std::move(key);
  question.kind = kind;
  question.text = {.zh = "问题 " + question.key, .en = "Question " + question.key};
  question.visible_if = std::move(visible_if);
  if (kind == QuestionKind::kMatrix) {
    question.rows = {{"speed", {"速度", "Speed"}}, {"quality", {"质量", "Quality"}}};
  }
  if (IsChoice(kind)) {
    question.options = {{.key = "price", .text = {"价格", "Price"}},
                        {.key = "delivery", .text = {"交货", "Delivery"}},
                        {.key = "none", .text = {"都没有", "None of these"}, .exclusive = true},
                        {.key = "else", .text = {"其他", "Other"}, .other = true}};
  }
  return question;
}

inline Section Page(std::string key, std::vector<Question> questions, std::string visible_if = "") {
  return {.key = std::move(key),
          .title = {},
          .intro = {},
          .visible_if = std::move(visible_if),
          .questions = std::move(questions)};
}

inline QuestionnaireContent ContentOf(std::vector<Section> sections) {
  return {.title = {"满意度", "Satisfaction"},
          .intro = {},
          .thanks = {},
          .sections = std::move(sections),
          .drivers = {}};
}

}  // namespace mainstay::survey
