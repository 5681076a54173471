// Straight-lining (直线作答): the same place on the scale for every row of a matrix, which is what
// those answer who do not read.
#pragma once

#include <map>
#include <string>

#include "services/survey/questionnaires/answer.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// Fewer rows answered alike say nothing: three 4s are an opinion. (J. A. Johnson, Ascertaining the
// Validity of Individual Protocols from Web-based Personality Inventories, J. Research in
// Personality 39, 2005, counts the longest run of like answers.)
inline constexpr size_t kLeastRowsInLine = 5;

// Whether all rows answered, at least kLeastRowsInLine of them, have the same score.
bool IsStraightLine(const std::map<std::string, int>& rows);

// Whether one of the response's matrices is answered in a straight line.
bool HasStraightLine(const QuestionnaireContent& content, const Answers& answers);

}  // namespace mainstay::survey
