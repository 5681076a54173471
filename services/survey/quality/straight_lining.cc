#include "services/survey/quality/straight_lining.h"

#include <algorithm>

namespace mainstay::survey {

bool IsStraightLine(const std::map<std::string, int>& rows) {
  if (rows.size() < kLeastRowsInLine) return false;
  const int first = rows.begin()->second;
  return std::all_of(rows.begin(), rows.end(),
                     [first](const auto& row) { return row.second == first; });
}

bool HasStraightLine(const QuestionnaireContent& content, const Answers& answers) {
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.kind != QuestionKind::kMatrix) continue;
      const auto answer = answers.find(question.key);
      if (answer != answers.end() && IsStraightLine(answer->second.rows)) return true;
    }
  }
  return false;
}

}  // namespace mainstay::survey
