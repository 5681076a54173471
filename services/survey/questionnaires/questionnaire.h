// What a questionnaire (问卷) asks: sections of typed questions in Chinese and English. Domain
// code: no SQL, no proto. Read-only once published, and then shared between threads.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace mainstay::survey {

// A text in the languages that respondents read. At least one is there; where the one asked for is
// empty, the other is shown.
struct LocalText {
  std::string zh;
  std::string en;

  bool operator==(const LocalText&) const = default;
  bool empty() const { return zh.empty() && en.empty(); }
  // In `language`, "zh" or "en".
  const std::string& In(const std::string& language) const {
    const std::string& wanted = language == "zh" ? zh : en;
    return !wanted.empty() ? wanted : (language == "zh" ? en : zh);
  }
};

enum class QuestionKind {
  kNps,             // 0 to 10: would you recommend us
  kCsat,            // scale_min to scale_max, 1 to 5 or 1 to 7: how satisfied
  kCes,             // 1 to 7: how easy it was made
  kRating,          // a scale of its own bounds
  kSingleChoice,    // one of the options
  kMultipleChoice,  // any of the options
  kMatrix,          // rows, each answered on one scale
  kText,
  kNumber,
  kDate,
  kKano,  // a pair: what if it is there (functional), what if it is not (dysfunctional); each 1 to
          // 5
};

// One of a choice's options.
struct Option {
  std::string key;
  LocalText text;
  // Stands alone: "none of these".
  bool exclusive = false;
  // Asks for words of the respondent's own.
  bool other = false;
};

// One line of a matrix.
struct MatrixRow {
  std::string key;
  LocalText text;
};

// Keys of sections, questions, options and rows are [a-z][a-z0-9_]{0,39}; those of questions are
// unique in a questionnaire, so answers of several versions of it can be compared.
struct Question {
  std::string key;
  QuestionKind kind = QuestionKind::kText;
  LocalText text;  // may hold pipes, "{{name}}": what was answered to an earlier question
  LocalText help;
  bool required = false;
  std::vector<Option> options;  // of choices
  // Options, or a matrix' rows, stand in an order of each response's own, made of its seed. Options
  // that are exclusive or other stay last.
  bool random_order = false;
  std::vector<MatrixRow> rows;  // of a matrix
  // Of scales: both ends, and what they mean. NPS is 0 to 10 and CES 1 to 7 whatever is said here.
  int scale_min = 1;
  int scale_max = 5;
  LocalText low_label;
  LocalText high_label;
  // "Does not apply" can be answered to a scale or a row of a matrix; counted as not answered.
  bool not_applicable = false;
  // Of numbers.
  std::optional<double> minimum;
  std::optional<double> maximum;
  bool whole_number = false;
  // Of texts: most characters; 0: 4,000.
  int max_length = 0;
  // Of multiple choices: how many; 0 is no limit.
  int min_choices = 0;
  int max_choices = 0;
  // A condition in the expression language; empty: always asked.
  std::string visible_if;
  // Of a KANO pair: what it asks about, a requirement's resource name; may be empty.
  std::string subject;
};

// Both ends of a scale.
struct ScaleBounds {
  int least = 1;
  int most = 5;
};

// NPS, CSAT, CES and rating: one number is answered.
inline bool IsScale(QuestionKind kind) { return kind <= QuestionKind::kRating; }

inline bool IsChoice(QuestionKind kind) {
  return kind == QuestionKind::kSingleChoice || kind == QuestionKind::kMultipleChoice;
}

// Of scales and of a matrix' rows; of either half of a KANO pair.
inline ScaleBounds BoundsOf(const Question& question) {
  if (question.kind == QuestionKind::kNps) return {0, 10};
  if (question.kind == QuestionKind::kCes) return {1, 7};
  if (question.kind == QuestionKind::kKano) return {1, 5};
  return {question.scale_min, question.scale_max};
}

// What stands on one page.
struct Section {
  std::string key;
  LocalText title;
  LocalText intro;
  std::string visible_if;
  std::vector<Question> questions;
};

// Which answers drive the overall one: what driver analysis is about.
struct DriverModel {
  std::string outcome;               // a question's key: NPS, CSAT, CES or rating
  std::vector<std::string> drivers;  // keys of scales, or "matrix.row"; at most 20
};

struct QuestionnaireContent {
  LocalText title;
  LocalText intro;
  LocalText thanks;
  std::vector<Section> sections;
  DriverModel drivers;  // may be empty
};

}  // namespace mainstay::survey
