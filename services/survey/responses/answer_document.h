// Answers as responses keep them (column responses.answers, jsonb), which SQL of figures reads too.
// One object by question's key; what was shown and left empty is not in it. By kind:
//   NPS, CSAT, CES, rating, number  {"number": 9}             or {"not_applicable": true}
//   single and multiple choice      {"choices": ["price", "other"], "text": "own words"}
//   text                            {"text": "…"}
//   date                            {"date": "2026-11-22"}
//   matrix                          {"rows": {"speed": 4}, "not_applicable_rows": ["price"]}
//   KANO pair                       {"functional": 1, "dysfunctional": 5}
// Members that say nothing are left out. Domain code.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/survey/questionnaires/answer.h"

namespace mainstay::survey {

// The same answers have the same text: keys ascending, no white space.
std::string AnswerDocument(const Answers& answers);

// INVALID_ARGUMENT for what is no such document; says nothing of what is in it.
absl::StatusOr<Answers> ParseAnswerDocument(std::string_view json);

}  // namespace mainstay::survey
