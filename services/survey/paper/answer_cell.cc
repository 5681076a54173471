#include "services/survey/paper/answer_cell.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/csv/csv_cell.h"
#include "common/csv/file_time.h"
#include "common/text/fold.h"
#include "common/text/rules.h"
#include "services/survey/questionnaires/kano_texts.h"

namespace mainstay::survey {
namespace {

constexpr char kNotApplicable[] = "n/a";

// The places of a KANO pair, 1 to 5, as people write them.
constexpr std::pair<std::string_view, int> kKanoWords[] = {
    {"like", 1},     {"喜欢", 1},    {"expect", 2},    {"理应如此", 2},
    {"neutral", 3},  {"无所谓", 3},  {"live with", 4}, {"能忍受", 4},
    {"勉强接受", 4}, {"dislike", 5}, {"不喜欢", 5}};

constexpr std::string_view kYes[] = {"1", "x", "y", "yes", "true", "是", "√", "✓", "✔"};
constexpr std::string_view kNo[] = {"0", "n", "no", "false", "否", "-"};

std::string Written(std::string_view text) { return absl::AsciiStrToLower(text::Trim(text)); }

bool Has(absl::Span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<double> NumberOf(std::string_view text) {
  double number = 0;
  if (!absl::SimpleAtod(text, &number) || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool SaysText(const LocalText& text, std::string_view cell) {
  return !cell.empty() && (text.zh == cell || text.en == cell);
}
bool SaysFolded(const LocalText& text, const std::string& folded) {
  return !folded.empty() && (text::Fold(text.zh) == folded || text::Fold(text.en) == folded);
}

// The option that a cell names: by key, by text, by its number; nothing when none or several are
// called so.
const Option* FindOption(const Question& question, const std::string& cell) {
  for (const Option& option : question.options) {
    if (option.key == cell) return &option;
  }
  for (const Option& option : question.options) {
    if (SaysText(option.text, cell)) return &option;
  }
  const std::string folded = text::Fold(cell);
  const Option* found = nullptr;
  int times = 0;
  for (const Option& option : question.options) {
    if (!SaysFolded(option.text, folded)) continue;
    found = &option;
    ++times;
  }
  if (times > 0) return times == 1 ? found : nullptr;
  size_t number = 0;
  if (absl::SimpleAtoi(cell, &number) && number >= 1 && number <= question.options.size()) {
    return &question.options[number - 1];
  }
  return nullptr;
}

std::string NoOption(const Question& question, std::string_view cell) {
  std::vector<std::string> keys;
  for (const Option& option : question.options) keys.push_back(option.key);
  return absl::StrCat("\"", cell, "\" is none of the options: write a key (",
                      absl::StrJoin(keys, ", "),
                      "), a text or a number from 1, or say in words what it means");
}

void AddChoice(Answer& answer, const std::string& key) {
  if (std::find(answer.choices.begin(), answer.choices.end(), key) == answer.choices.end()) {
    answer.choices.push_back(key);
  }
}

}  // namespace

CellReader::CellReader(const PaperFile& file) : file_(file) {
  for (const std::string& text : file.words) {
    if (const auto word = ReadPaperWord(text)) {
      words_[word->question][Written(word->written)] = word->meaning;
    }
  }
  not_applicable_ = {kNotApplicable, "na", "不适用"};
  for (const std::string& word : file.not_applicable) not_applicable_.insert(Written(word));
}

std::string CellReader::Meaning(const Question& question, std::string_view word) const {
  std::string trimmed = text::Trim(word);
  const auto of_question = words_.find(question.key);
  if (of_question == words_.end()) return trimmed;
  const auto found = of_question->second.find(absl::AsciiStrToLower(trimmed));
  return found == of_question->second.end() ? trimmed : found->second;
}

bool CellReader::IsNotApplicable(std::string_view cell) const {
  return not_applicable_.contains(Written(cell));
}

std::string CellReader::Read(const AnswerPart& part, std::string_view cell, Answer& answer) const {
  if (text::Trim(cell).empty()) return "";
  const Question& question = *part.question;
  switch (part.kind) {
    case AnswerPart::Kind::kWhole:
      if (question.kind == QuestionKind::kText) {
        answer.text = std::string(csv::WithoutFormulaGuard(cell));
        return "";
      }
      return ReadWhole(question, Meaning(question, cell), answer);
    case AnswerPart::Kind::kWords:
      answer.text = std::string(csv::WithoutFormulaGuard(cell));
      return "";
    case AnswerPart::Kind::kOption: {
      const std::string said = Written(Meaning(question, cell));
      if (Has(kYes, said)) AddChoice(answer, part.key);
      if (Has(kYes, said) || Has(kNo, said) || IsNotApplicable(said)) return "";
      return "must be 1 or 0, yes or no, 是 or 否";
    }
    case AnswerPart::Kind::kRow: {
      double value = 0;
      bool not_applicable = false;
      std::string wrong = ReadScale(question, Meaning(question, cell), value, not_applicable);
      if (!wrong.empty()) return wrong;
      if (not_applicable) {
        answer.not_applicable_rows.push_back(part.key);
      } else if (value != std::trunc(value) || std::abs(value) > 1e9) {
        return "must be a whole number";
      } else {
        answer.rows[part.key] = static_cast<int>(value);
      }
      return "";
    }
    case AnswerPart::Kind::kFunctional:
    case AnswerPart::Kind::kDysfunctional: {
      const std::string said = Written(Meaning(question, cell));
      auto& half =
          part.kind == AnswerPart::Kind::kFunctional ? answer.functional : answer.dysfunctional;
      int place = 0;
      for (const auto& [word, at] : kKanoWords) {
        if (word == said) half = at;
      }
      const auto& texts = KanoAnswers();
      for (size_t i = 0; i < texts.size(); ++i) {
        if (SaysFolded(texts[i], text::Fold(said))) half = static_cast<int>(i) + 1;
      }
      if (!half && absl::SimpleAtoi(said, &place)) half = place;
      if (half || IsNotApplicable(said)) return "";
      return "must be a number from 1 (like, 喜欢) to 5 (dislike, 不喜欢)";
    }
  }
  return "";
}

// A number on the scale means itself before it can mean "does not apply".
std::string CellReader::ReadScale(const Question& question, const std::string& cell, double& value,
                                  bool& not_applicable) const {
  const auto [low, high] = BoundsOf(question);
  const std::optional<double> number = NumberOf(cell);
  if (number && *number >= low && *number <= high) {
    value = *number;
    return "";
  }
  if (IsNotApplicable(cell)) {
    not_applicable = true;
    return "";
  }
  const std::string folded = text::Fold(cell);
  if (number) {
    value = *number;
  } else if (SaysFolded(question.low_label, folded)) {
    value = low;
  } else if (SaysFolded(question.high_label, folded)) {
    value = high;
  } else {
    return absl::StrCat("must be a number from ", low, " to ", high,
                        ", or a word whose meaning words say");
  }
  return "";
}

std::string CellReader::ReadWhole(const Question& question, const std::string& cell,
                                  Answer& answer) const {
  switch (question.kind) {
    case QuestionKind::kNps:
    case QuestionKind::kCsat:
    case QuestionKind::kCes:
    case QuestionKind::kRating: {
      double value = 0;
      std::string wrong = ReadScale(question, cell, value, answer.not_applicable);
      if (wrong.empty() && !answer.not_applicable) answer.number = value;
      return wrong;
    }
    case QuestionKind::kSingleChoice: {
      const Option* option = FindOption(question, cell);
      if (option != nullptr) answer.choices = {option->key};
      return option != nullptr || IsNotApplicable(cell) ? "" : NoOption(question, cell);
    }
    case QuestionKind::kMultipleChoice:
      return ReadChoices(question, cell, answer);
    case QuestionKind::kNumber:
      answer.number = NumberOf(cell);
      return answer.number || IsNotApplicable(cell) ? "" : "must be a number, such as 12.5";
    case QuestionKind::kDate: {
      const auto time = csv::ParseFileTime(cell, absl::UTCTimeZone());
      if (time) answer.date = absl::ToCivilDay(*time, absl::UTCTimeZone());
      return time || IsNotApplicable(cell) ? "" : "must be a date such as 2026-01-31";
    }
    case QuestionKind::kText:
    case QuestionKind::kMatrix:
    case QuestionKind::kKano:
      break;  // read in Read
  }
  return "";
}

std::string CellReader::ReadChoices(const Question& question, const std::string& cell,
                                    Answer& answer) const {
  if (IsNotApplicable(cell)) return "";
  // A text may hold what separates: the whole cell first.
  if (const Option* whole = FindOption(question, cell)) {
    AddChoice(answer, whole->key);
    return "";
  }
  for (const std::string_view one :
       absl::StrSplit(cell, file_.choice_separator, absl::SkipWhitespace())) {
    const std::string meant = Meaning(question, one);
    const Option* option = FindOption(question, meant);
    if (option == nullptr) return NoOption(question, meant);
    AddChoice(answer, option->key);
  }
  return "";
}

std::string CellOf(const AnswerPart& part, const Answer& answer) {
  const auto place = [](const std::optional<int>& half) {
    return half ? absl::StrCat(*half) : std::string();
  };
  switch (part.kind) {
    case AnswerPart::Kind::kWhole:
      if (answer.not_applicable) return kNotApplicable;
      if (answer.number) return NumberText(*answer.number);
      if (answer.date) return absl::FormatCivilTime(*answer.date);
      if (!answer.choices.empty()) return absl::StrJoin(answer.choices, ";");
      return part.question->kind == QuestionKind::kText ? csv::FormulaSafe(answer.text) : "";
    case AnswerPart::Kind::kOption: {
      const auto& choices = answer.choices;
      return std::find(choices.begin(), choices.end(), part.key) != choices.end() ? "1" : "0";
    }
    case AnswerPart::Kind::kWords:
      return csv::FormulaSafe(answer.text);
    case AnswerPart::Kind::kRow: {
      const auto& skipped = answer.not_applicable_rows;
      if (std::find(skipped.begin(), skipped.end(), part.key) != skipped.end()) {
        return kNotApplicable;
      }
      const auto row = answer.rows.find(part.key);
      return row == answer.rows.end() ? "" : absl::StrCat(row->second);
    }
    case AnswerPart::Kind::kFunctional:
      return place(answer.functional);
    case AnswerPart::Kind::kDysfunctional:
      return place(answer.dysfunctional);
  }
  return "";
}

std::string NumberText(double number) {
  if (number == std::trunc(number) && std::abs(number) < 1e15) {
    return absl::StrFormat("%.0f", number);
  }
  const std::string text = absl::StrFormat("%.15g", number);
  double same = 0;
  return absl::SimpleAtod(text, &same) && same == number ? text : absl::StrFormat("%.17g", number);
}

}  // namespace mainstay::survey
