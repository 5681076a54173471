// What a respondent answered. Domain code: no SQL, no proto.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

namespace mainstay::survey {

// The answer to one question. Which members are set follows from the question's kind; none is set
// of one that was seen and left empty.
struct Answer {
  // NPS, CSAT, CES, rating (whole numbers) and number.
  std::optional<double> number;
  // Of choices: keys of options, in the questionnaire's order.
  std::vector<std::string> choices;
  // Of texts; of choices, the respondent's own words for the option that asks for them.
  std::string text;
  std::optional<absl::CivilDay> date;
  // Of a matrix: row's key to its place on the scale.
  std::map<std::string, int> rows;
  // Of a KANO pair, each 1 (I like it) to 5 (I dislike it): 1 like, 2 expect, 3 neutral, 4 can
  // live with it, 5 dislike.
  std::optional<int> functional;
  std::optional<int> dysfunctional;
  // "Does not apply" was answered: of a scale; of a matrix, to these rows.
  bool not_applicable = false;
  std::vector<std::string> not_applicable_rows;
};

// By question's key.
using Answers = std::map<std::string, Answer>;

}  // namespace mainstay::survey
