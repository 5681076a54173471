// What of a form stands before a respondent now: texts in their language with pipes filled in,
// options and rows in their order. Page, JSON and interviews show it. Domain code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "services/survey/questionnaires/flow.h"

namespace mainstay::survey {

struct ShownOption {
  const Option* option = nullptr;
  std::string text;
};

struct ShownRow {
  const MatrixRow* row = nullptr;
  std::string text;
};

struct ShownQuestion {
  const Question* question = nullptr;
  std::string text, help, low_label, high_label;
  std::vector<ShownOption> options;
  std::vector<ShownRow> rows;
  int scale_min = 0;  // of scales and matrices
  int scale_max = 0;
};

struct ShownSection {
  const Section* section = nullptr;
  std::string title, intro;
  std::vector<ShownQuestion> questions;
};

// Who looks: what is known of them, what they answered, how they see it.
struct Respondent {
  const Facts& facts;
  const Answers& answers;
  std::string_view language;  // "zh", "en"
  uint64_t seed = 0;
};

// `section` is of `form`. Pointers are into `form`.
ShownSection Show(const Form& form, const Section& section, const Respondent& respondent);

// Whether answers of this kind are places on a scale, a row's of a matrix among them.
bool HasScale(QuestionKind kind);

}  // namespace mainstay::survey
