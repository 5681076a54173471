// Themes of what respondents wrote in their own words (common/themes): which questions have such
// words, who scored low and who high, and what is told of a protected campaign. Domain code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/themes/themes.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// The key of the question whose texts are wanted: `asked`, or when that is empty the only question
// that is answered in words of one's own, of kind text or a choice with an option for other
// answers. INVALID_ARGUMENT of "question" names those that there are.
absl::StatusOr<std::string> TextQuestionOf(const QuestionnaireContent& content,
                                           const std::string& asked);

// Two sides of those who answered a scale, and those between them.
struct ScoreSides {
  std::string question;  // its key
  int low_to = 0;        // the greatest score of the low side
  int high_from = 0;     // the least score of the high side
};

// The sides by the NPS or CSAT question `asked`, or when that is empty by the first NPS question,
// or else the first CSAT question. NPS: detractors, 0 to 6, and promoters, 9 and 10. CSAT: up to
// the middle of the scale, (least + most) ÷ 2 rounded down, and its two best scores, which its
// figure counts. INVALID_ARGUMENT of "contrast_question" says which there are.
absl::StatusOr<ScoreSides> ScoreSidesOf(const QuestionnaireContent& content,
                                        const std::string& asked);

// Of a campaign where nothing is told of a few: the least texts of a theme, kLeastGroup or more as
// `options` ask for, of so many `texts`.
int64_t LeastProtectedTexts(const themes::ThemeOptions& options, int64_t texts);

// Takes from the report of such a campaign what is of 1 to kLeastGroup − 1 texts: comparisons with
// as many that say a theme, and groups of as many; of those whose themes are wanted everything, and
// false then.
bool HideFew(themes::ThemeReport& report);

}  // namespace mainstay::survey
