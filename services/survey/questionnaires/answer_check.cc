#include "services/survey/questionnaires/answer_check.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

// Of the respondent's own words to an option.
constexpr size_t kMaxOwnWords = 500;
constexpr int kMaxText = 4000;
// Days before and after are slips of the pen.
constexpr int kFirstYear = 1900, kLastYear = 2199;

std::string Written(double number) { return absl::StrFormat("%.10g", number); }

template <class Bound>
LocalText FromTo(std::string_view zh, std::string_view en, Bound least, Bound most) {
  return {absl::StrCat(zh, least, " 到 ", most, "。"), absl::StrCat(en, least, " to ", most, ".")};
}

bool Has(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

class Check {
 public:
  Check(const Question& question, const Answer& answer, std::vector<AnswerProblem>& problems)
      : question_(question), answer_(answer), problems_(problems) {}

  void Run() {
    if (answer_.not_applicable && !question_.not_applicable) {
      Report("", {"请选择一个选项。", "Please choose one of the values."});
      return;
    }
    if (!IsAnswered(Tidied(question_, answer_))) {
      if (question_.required) Report("", {"请回答这个问题。", "Please answer this question."});
      return;
    }
    switch (question_.kind) {
      case QuestionKind::kNps:
      case QuestionKind::kCsat:
      case QuestionKind::kCes:
      case QuestionKind::kRating:
        return CheckScale();
      case QuestionKind::kSingleChoice:
      case QuestionKind::kMultipleChoice:
        return CheckChoices();
      case QuestionKind::kMatrix:
        return CheckMatrix();
      case QuestionKind::kText:
        return CheckText("", question_.max_length > 0 ? question_.max_length : kMaxText);
      case QuestionKind::kNumber:
        return CheckNumber();
      case QuestionKind::kDate:
        return CheckDate();
      case QuestionKind::kKano:
        CheckKano("functional", answer_.functional);
        return CheckKano("dysfunctional", answer_.dysfunctional);
    }
  }

 private:
  void Report(std::string row, LocalText message) {
    problems_.push_back({question_.key, std::move(row), std::move(message)});
  }

  void CheckPlace(const std::string& row, double place) {
    const ScaleBounds bounds = BoundsOf(question_);
    if (std::isfinite(place) && place == std::floor(place) && place >= bounds.least &&
        place <= bounds.most) {
      return;
    }
    Report(row, FromTo("请选择 ", "Please choose a number from ", bounds.least, bounds.most));
  }

  void CheckScale() {
    if (!answer_.not_applicable) CheckPlace("", answer_.number.value_or(NAN));
  }

  void CheckChoices() {
    const Option* exclusive = nullptr;
    bool other = false;
    size_t chosen = 0;
    for (const Option& option : question_.options) {
      if (!Has(answer_.choices, option.key)) continue;
      ++chosen;
      if (option.exclusive) exclusive = &option;
      other = other || option.other;
    }
    for (const std::string& choice : answer_.choices) {
      if (std::none_of(question_.options.begin(), question_.options.end(),
                       [&](const Option& option) { return option.key == choice; })) {
        return Report(
            "", {"没有这个选项，请重新选择。", "There is no such option; please choose again."});
      }
    }
    if (question_.kind == QuestionKind::kSingleChoice) {
      if (chosen > 1) Report("", {"只能选择一项。", "Please choose one option only."});
    } else if (exclusive != nullptr) {
      if (chosen > 1) {
        Report("", {absl::StrCat("“", exclusive->text.In("zh"), "”不能与其他选项同时选择。"),
                    absl::StrCat("“", exclusive->text.In("en"),
                                 "” cannot be chosen together with other options.")});
      }
    } else {
      CheckCount(chosen);
    }
    if (other) CheckOwnWords();
  }

  void CheckCount(size_t chosen) {
    const auto least = static_cast<size_t>(question_.min_choices);
    const auto most = static_cast<size_t>(question_.max_choices);
    if (chosen < least) {
      Report("", {absl::StrCat("请至少选择 ", least, " 项。"),
                  absl::StrCat("Please choose at least ", least, " options.")});
    } else if (most > 0 && chosen > most) {
      Report("", {absl::StrCat("最多选择 ", most, " 项。"),
                  absl::StrCat("Please choose at most ", most, " options.")});
    }
  }

  void CheckOwnWords() {
    if (text::Trim(answer_.text).empty()) {
      Report("text", {"请填写具体内容。", "Please say what it is in your own words."});
    } else {
      CheckText("text", kMaxOwnWords);
    }
  }

  void CheckMatrix() {
    for (const auto& [key, place] : answer_.rows) CheckRowKey(key);
    for (const std::string& key : answer_.not_applicable_rows) CheckRowKey(key);
    for (const MatrixRow& row : question_.rows) {
      const auto place = answer_.rows.find(row.key);
      if (place != answer_.rows.end()) {
        CheckPlace(row.key, place->second);
      } else if (Has(answer_.not_applicable_rows, row.key)) {
        if (!question_.not_applicable) {
          Report(row.key, {"请选择一个选项。", "Please choose one of the values."});
        }
      } else if (question_.required) {
        Report(row.key, {"请回答这一项。", "Please answer this line too."});
      }
    }
  }

  void CheckRowKey(const std::string& key) {
    if (std::none_of(question_.rows.begin(), question_.rows.end(),
                     [&](const MatrixRow& row) { return row.key == key; })) {
      Report(key, {"没有这一项。", "There is no such line."});
    }
  }

  void CheckText(const std::string& row, size_t most) {
    const size_t length = text::Characters(text::Trim(answer_.text));
    if (length > most) {
      Report(row,
             {absl::StrCat("最多 ", most, " 个字，现在有 ", length, " 个。"),
              absl::StrCat("Please write at most ", most, " characters; there are ", length, ".")});
    }
    if (std::any_of(answer_.text.begin(), answer_.text.end(), [](unsigned char c) {
          return absl::ascii_iscntrl(c) && c != '\n' && c != '\r' && c != '\t';
        })) {
      Report(row, {"请不要使用控制字符。", "Please leave out control characters."});
    }
  }

  void CheckNumber() {
    const double number = answer_.number.value_or(NAN);
    if (!std::isfinite(number)) {
      return Report("", {"请填写一个数字。", "Please enter a number."});
    }
    if (question_.whole_number && number != std::floor(number)) {
      return Report("", {"请填写整数。", "Please enter a whole number."});
    }
    const bool below = question_.minimum && number < *question_.minimum;
    const bool above = question_.maximum && number > *question_.maximum;
    if (!below && !above) return;
    if (question_.minimum && question_.maximum) {
      Report("", FromTo("请填写 ", "Please enter a number from ", Written(*question_.minimum),
                        Written(*question_.maximum)));
    } else if (below) {
      Report("", {absl::StrCat("请填写不小于 ", Written(*question_.minimum), " 的数字。"),
                  absl::StrCat("Please enter at least ", Written(*question_.minimum), ".")});
    } else {
      Report("", {absl::StrCat("请填写不大于 ", Written(*question_.maximum), " 的数字。"),
                  absl::StrCat("Please enter at most ", Written(*question_.maximum), ".")});
    }
  }

  void CheckDate() {
    if (!answer_.date || answer_.date->year() < kFirstYear || answer_.date->year() > kLastYear) {
      Report("", {"请填写有效的日期，例如 2026-03-31。",
                  "Please enter a day that there is, such as 2026-03-31."});
    }
  }

  // Half of a pair says nothing, so both are needed once one is given.
  void CheckKano(const std::string& half, const std::optional<int>& place) {
    if (place) {
      CheckPlace(half, *place);
    } else {
      Report(half, {"请把这一对问题都回答完。", "Please answer both questions of the pair."});
    }
  }

  const Question& question_;
  const Answer& answer_;
  std::vector<AnswerProblem>& problems_;
};

}  // namespace

void CheckAnswer(const Question& question, const Answer* answer,
                 std::vector<AnswerProblem>& problems) {
  static const Answer& none = *new Answer;
  Check(question, answer == nullptr ? none : *answer, problems).Run();
}

Answer Tidied(const Question& question, const Answer& answer) {
  Answer tidied;
  if (IsScale(question.kind) || question.kind == QuestionKind::kNumber) {
    tidied.number = answer.number;
    tidied.not_applicable = answer.not_applicable && IsScale(question.kind);
    if (tidied.not_applicable) tidied.number.reset();
  } else if (IsChoice(question.kind)) {
    for (const Option& option : question.options) {
      if (!Has(answer.choices, option.key)) continue;
      tidied.choices.push_back(option.key);
      if (option.other) tidied.text = text::Trim(answer.text);
    }
    for (const std::string& choice : answer.choices) {
      // One that there is not stays, for being refused.
      if (!Has(tidied.choices, choice)) tidied.choices.push_back(choice);
    }
  } else if (question.kind == QuestionKind::kMatrix) {
    tidied.rows = answer.rows;
    for (const std::string& row : answer.not_applicable_rows) {
      if (!tidied.rows.contains(row) && !Has(tidied.not_applicable_rows, row)) {
        tidied.not_applicable_rows.push_back(row);
      }
    }
  } else if (question.kind == QuestionKind::kText) {
    tidied.text = text::Trim(answer.text);
  } else if (question.kind == QuestionKind::kDate) {
    tidied.date = answer.date;
  } else {
    tidied.functional = answer.functional;
    tidied.dysfunctional = answer.dysfunctional;
  }
  return tidied;
}

}  // namespace mainstay::survey
