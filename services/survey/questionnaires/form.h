// A questionnaire ready to be answered: its content with the conditions parsed. Domain code: no
// SQL, no proto. Read-only, shared between threads.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "services/survey/expression/expression.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

struct Form {
  QuestionnaireContent content;
  // Beside content.sections and their questions.
  std::vector<Condition> section_conditions;
  std::vector<std::vector<Condition>> question_conditions;
  // By key: where a question stands, {section, question}.
  absl::flat_hash_map<std::string, std::pair<size_t, size_t>> places;

  // Nothing when there is no such question or section.
  const Question* FindQuestion(std::string_view key) const;
  const Section* FindSection(std::string_view key) const;
};

// INVALID_ARGUMENT for a condition that cannot be parsed, which no published content has
// (publish_check.h).
absl::StatusOr<Form> MakeForm(QuestionnaireContent content);

// What a condition about a whole response may ask: every question's answer and every fact. Loop
// rules and quotas are checked against it.
//   nps, csat, ces, rating, number, text, date    by the question's key
//   single choice, multiple choice                by the key; values are the options' keys
//   matrix                                        "service.speed", a number a row; "service" itself
//                                                 can be asked only whether it was answered
//   KANO                                          "need.functional", "need.dysfunctional", 1 to 5
Declarations DeclarationsOf(const QuestionnaireContent& content);
// Adds what may be asked of one question's answer.
void Declare(const Question& question, Declarations& declarations);

}  // namespace mainstay::survey
