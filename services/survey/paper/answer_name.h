// How columns of files are called that hold answers. Each is one part of the answer to a question:
//   overall             all of it; of a multiple choice, the options in one column
//   reasons.price       whether that option of a multiple choice was chosen
//   reasons.text        the respondent's own words to an option
//   service.speed       a row of a matrix
//   need.functional     the halves of a KANO pair
//   need.dysfunctional
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// One part of the answer to a question.
struct AnswerPart {
  enum class Kind { kWhole, kOption, kWords, kRow, kFunctional, kDysfunctional };

  const Question* question = nullptr;
  Kind kind = Kind::kWhole;
  std::string key;  // of the option or row

  std::string name() const;  // "reasons.price"
  bool operator==(const AnswerPart& other) const {
    return question == other.question && kind == other.kind && key == other.key;
  }
};

// The parts in which the answers to all questions are written, in the form's order, a multiple
// choice in one column and its words in another.
std::vector<AnswerPart> PartsOf(const QuestionnaireContent& content);

// Finds the parts of one questionnaire by what columns are called. `content` must outlive it.
class AnswerNames {
 public:
  explicit AnswerNames(const QuestionnaireContent& content);

  // By its name; nothing when there is none.
  const AnswerPart* ByName(std::string_view name) const;
  // By the text of a question or of a matrix' row, in Chinese or English, that is there once. A
  // question of several parts has none by its own text but a multiple choice.
  const AnswerPart* ByText(std::string_view text) const;

 private:
  void AddText(const LocalText& text, const AnswerPart& part);

  absl::flat_hash_map<std::string, AnswerPart> by_name_;
  // By folded text; no question: several have it.
  absl::flat_hash_map<std::string, AnswerPart> by_text_;
};

}  // namespace mainstay::survey
