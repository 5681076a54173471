// Earlier answers in later texts.
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/survey/questionnaires/flow.h"
#include "services/survey/questionnaires/pipes.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kNothing = "…";

// 12 as "12", 7.5 as "7.5".
std::string Written(double number) { return absl::StrFormat("%.10g", number); }

std::string Written(absl::CivilDay day, bool zh) {
  static constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                                 "May",       "June",     "July",     "August",
                                                 "September", "October",  "November", "December"};
  return zh ? absl::StrCat(day.year(), "年", day.month(), "月", day.day(), "日")
            : absl::StrCat(day.day(), " ", kMonths[day.month() - 1], " ", day.year());
}

// The respondent's own words stand for the option that asked for them.
std::string ChosenTexts(const Question& question, const Answer& answer,
                        const std::string& language) {
  std::vector<std::string> texts;
  for (const Option& option : question.options) {
    if (std::find(answer.choices.begin(), answer.choices.end(), option.key) ==
        answer.choices.end()) {
      continue;
    }
    const bool own_words = option.other && !answer.text.empty();
    texts.push_back(own_words ? answer.text : option.text.In(language));
  }
  return absl::StrJoin(texts, language == "zh" ? "、" : ", ");
}

std::string AnswerText(const Form& form, const Answers& answers, std::string_view name,
                       const std::string& language) {
  const size_t dot = name.find('.');
  const std::string key(name.substr(0, dot));
  const Question* question = form.FindQuestion(key);
  const auto found = answers.find(key);
  if (question == nullptr || found == answers.end()) return "";
  const Answer& answer = found->second;
  if (dot != name.npos) {
    const auto row = answer.rows.find(std::string(name.substr(dot + 1)));
    return row == answer.rows.end() ? "" : absl::StrCat(row->second);
  }
  if (IsChoice(question->kind)) return ChosenTexts(*question, answer, language);
  if (answer.number) return Written(*answer.number);
  if (answer.date) return Written(*answer.date, language == "zh");
  return answer.text;
}

}  // namespace

std::vector<Pipe> PipesIn(std::string_view text) {
  std::vector<Pipe> pipes;
  for (size_t at = text.find("{{"); at != text.npos;) {
    Pipe pipe{.begin = at, .end = text.size()};
    const size_t close = text.find("}}", at + 2);
    if (close != text.npos) {
      pipe.closed = true;
      pipe.end = close + 2;
      pipe.name = std::string(absl::StripAsciiWhitespace(text.substr(at + 2, close - at - 2)));
    }
    at = text.find("{{", pipe.end);
    pipes.push_back(std::move(pipe));
  }
  return pipes;
}

std::string Piped(const Form& form, const LocalText& text, const Answers& answers,
                  std::string_view language) {
  const std::string wanted(language);
  const std::string& whole = text.In(wanted);
  std::string filled;
  size_t at = 0;
  for (const Pipe& pipe : PipesIn(whole)) {
    if (!pipe.closed) break;
    const std::string answer = AnswerText(form, answers, pipe.name, wanted);
    absl::StrAppend(&filled, whole.substr(at, pipe.begin - at),
                    answer.empty() ? kNothing : std::string_view(answer));
    at = pipe.end;
  }
  absl::StrAppend(&filled, whole.substr(at));
  return filled;
}

}  // namespace mainstay::survey
