// Filled-in questionnaires as lines of a CSV file that responses are imported from.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <mainstay/survey/v1/questionnaire_content.pb.h>

#include "tools/demo/opinions.h"

namespace mainstay::demo {

// Who filled one in.
struct Respondent {
  size_t customer = 0, person = 0;  // from 0
  int wave = 1;
  absl::CivilDay day;  // when that was, about
  bool english = false;
  bool straight = false;  // ticks the same place all the way down
};

class Papers {
 public:
  // `content` outlives this.
  explicit Papers(const survey::v1::QuestionnaireContent& content);

  // The names of the answers' columns.
  std::string Header() const;
  // What `who` writes into them; the same again every time.
  std::string Record(const Respondent& who) const;

 private:
  // A question, or a part of it.
  struct Column {
    const survey::v1::Question* question;
    std::string part;  // a row; "functional", "dysfunctional"; "" of a whole question
    int pair = 0;      // of KANO pairs, which one, from 0
    std::string name() const;
  };
  void Add(const survey::v1::Question& question);

  std::vector<Column> columns_;
  int pairs_ = 0;
};

}  // namespace mainstay::demo
