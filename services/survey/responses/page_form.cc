#include "services/survey/responses/page_form.h"

#include <algorithm>
#include <cmath>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/text/rules.h"
#include "common/web/form.h"
#include "services/survey/responses/question_html.h"

namespace mainstay::survey {
namespace {

constexpr size_t kMostTyped = 4000;
constexpr size_t kMostNumber = 40;

// A form's values by field name.
using Values = absl::flat_hash_map<std::string, std::vector<std::string>>;

std::string First(const Values& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? "" : found->second.front();
}

// A place of a scale. What is none is one that no scale has, for the rules to refuse.
std::optional<int> PlaceOf(const std::string& value) {
  if (value.empty()) return std::nullopt;
  int place = 0;
  return absl::SimpleAtoi(value, &place) ? place : -1;
}

// Full-width digits and signs as they come from Chinese keyboards, and separators of thousands.
std::string PlainNumber(std::string_view typed) {
  return absl::StrReplaceAll(typed, {{"０", "0"},
                                     {"１", "1"},
                                     {"２", "2"},
                                     {"３", "3"},
                                     {"４", "4"},
                                     {"５", "5"},
                                     {"６", "6"},
                                     {"７", "7"},
                                     {"８", "8"},
                                     {"９", "9"},
                                     {"．", "."},
                                     {"－", "-"},
                                     {"，", ""},
                                     {",", ""},
                                     {" ", ""}});
}

// One question's fields on their way into an answer.
class Reader {
 public:
  Reader(const Values& values, PageForm& page) : values_(values), page_(page) {}

  void Read(const Question& question) {
    Answer answer;
    switch (question.kind) {
      case QuestionKind::kText:
        answer.text = web::Cut(Value(question), kMostTyped);
        break;
      case QuestionKind::kNumber:
        ReadNumber(question, answer);
        break;
      case QuestionKind::kDate:
        ReadDate(question, answer);
        break;
      case QuestionKind::kSingleChoice:
      case QuestionKind::kMultipleChoice:
        ReadChoices(question, answer);
        break;
      case QuestionKind::kMatrix:
        ReadRows(question, answer);
        break;
      case QuestionKind::kKano:
        answer.functional = PlaceOf(Value(question, "functional"));
        answer.dysfunctional = PlaceOf(Value(question, "dysfunctional"));
        break;
      default:
        ReadPlace(question, answer);
    }
    if (IsAnswered(answer) || !answer.text.empty()) page_.answers[question.key] = std::move(answer);
  }

 private:
  std::string Value(const Question& question, std::string_view part = "") const {
    return First(values_, FieldName(question.key, part));
  }

  void Unreadable(const Question& question, const std::string& typed, LocalText message) {
    page_.typed[question.key] = typed;
    page_.problems.push_back({question.key, "", std::move(message)});
  }

  void ReadNumber(const Question& question, Answer& answer) {
    const std::string typed(web::Cut(text::Trim(Value(question)), kMostNumber));
    if (typed.empty()) return;
    double number = 0;
    if (absl::SimpleAtod(PlainNumber(typed), &number) && std::isfinite(number)) {
      answer.number = number;
    } else {
      Unreadable(question, typed, {"请填写数字，例如 12.5。", "Write a number, such as 12.5."});
    }
  }

  void ReadDate(const Question& question, Answer& answer) {
    const std::string typed(web::Cut(text::Trim(Value(question)), kMostNumber));
    if (typed.empty()) return;
    absl::CivilDay day;
    if (typed.size() == 10 && absl::ParseCivilTime(typed, &day) && day.year() >= 1) {
      answer.date = day;
    } else {
      Unreadable(question, typed,
                 {"请填写日期，例如 2026-03-31。", "Write a date, such as 2026-03-31."});
    }
  }

  void ReadChoices(const Question& question, Answer& answer) {
    const auto found = values_.find(FieldName(question.key));
    if (found != values_.end()) answer.choices = found->second;
    // Words that are there without their option are kept until it is put right or left.
    answer.text = web::Cut(text::Trim(Value(question, "text")), kMostTyped);
  }

  void ReadPlace(const Question& question, Answer& answer) {
    const std::string value = Value(question);
    answer.not_applicable = value == kNotApplicableValue;
    if (const auto place = PlaceOf(value); place && !answer.not_applicable) answer.number = *place;
  }

  void ReadRows(const Question& question, Answer& answer) {
    for (const MatrixRow& row : question.rows) {
      const std::string value = Value(question, row.key);
      if (value == kNotApplicableValue) {
        answer.not_applicable_rows.push_back(row.key);
      } else if (const auto place = PlaceOf(value)) {
        answer.rows[row.key] = *place;
      }
    }
  }

  const Values& values_;
  PageForm& page_;
};

bool IsGo(std::string_view go) { return go == "next" || go == "back" || go == "zh" || go == "en"; }

}  // namespace

std::optional<PageForm> ParsePageForm(const Form& form, std::string_view content_type,
                                      std::string_view data) {
  auto fields = web::ParseForm(content_type, data, kMostPageBytes, kMostPageFields);
  if (!fields) return std::nullopt;
  Values values;
  for (web::FormField& field : *fields) values[field.name].push_back(std::move(field.value));
  PageForm page;
  page.section = First(values, "section");
  const Section* const section = form.FindSection(page.section);
  if (section == nullptr) return std::nullopt;
  // What is no number is what nothing was saved on.
  if (!absl::SimpleAtoi(First(values, "saved"), &page.save_count)) page.save_count = -1;
  if (const std::string go = First(values, "go"); IsGo(go)) page.go = go;
  page.shown = absl::StrSplit(First(values, "shown"), ' ', absl::SkipEmpty());
  Reader reader(values, page);
  for (const Question& question : section->questions) reader.Read(question);
  return page;
}

}  // namespace mainstay::survey
