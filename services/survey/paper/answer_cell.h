// Answers as cells of files, and back.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "services/survey/paper/answer_name.h"
#include "services/survey/paper/paper_file.h"
#include "services/survey/questionnaires/answer.h"

namespace mainstay::survey {

// Reads the cells of one file. Thread-safe.
class CellReader {
 public:
  // `file` is valid and must outlive this.
  explicit CellReader(const PaperFile& file);

  // Puts what `cell` says of `part` into `answer`, which holds what other cells said of the same
  // question; nothing for an empty one. Whether the answer can be taken is for the form to say
  // (flow.h). Returns what is wrong with a cell that says nothing that could be meant; else "".
  std::string Read(const AnswerPart& part, std::string_view cell, Answer& answer) const;

 private:
  std::string ReadScale(const Question& question, const std::string& cell, double& value,
                        bool& not_applicable) const;
  std::string ReadWhole(const Question& question, const std::string& cell, Answer& answer) const;
  std::string ReadChoices(const Question& question, const std::string& cell, Answer& answer) const;
  // What a word of the file's own means for the question; else the word.
  std::string Meaning(const Question& question, std::string_view word) const;
  bool IsNotApplicable(std::string_view cell) const;

  const PaperFile& file_;
  // Question's key and what the file writes, to what it means.
  absl::flat_hash_map<std::string, absl::flat_hash_map<std::string, std::string>> words_;
  std::set<std::string> not_applicable_;
};

// The cell of a part, which CellReader reads as the same; empty for what was not answered. Texts
// are safe in spreadsheets (csv_cell.h), and not quoted.
std::string CellOf(const AnswerPart& part, const Answer& answer);

// A number as people write it: shortest, without a point when it is whole.
std::string NumberText(double number);

}  // namespace mainstay::survey
