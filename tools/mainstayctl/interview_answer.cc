#include "tools/mainstayctl/interview_answer.h"

#include <cmath>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "common/status/status.h"
#include "tools/mainstayctl/text.h"

namespace mainstay::ctl {
namespace {

using namespace survey::v1;  // NOLINT: the messages of this file

absl::Status Refused(std::string_view accepted) { return status::BadField("answer", accepted); }

bool IsNotApplicable(std::string_view text) {
  return absl::AsciiStrToLower(text) == "n/a" || text == "不适用";
}

bool IsScale(const FormQuestion& question) {
  return question.kind() == QUESTION_KIND_NPS || question.kind() == QUESTION_KIND_CSAT ||
         question.kind() == QUESTION_KIND_CES || question.kind() == QUESTION_KIND_RATING;
}

bool IsChoice(const FormQuestion& question) {
  return question.kind() == QUESTION_KIND_SINGLE_CHOICE ||
         question.kind() == QUESTION_KIND_MULTIPLE_CHOICE;
}

// "1-5 (1 poor, 5 good), n/a".
std::string ScaleText(const FormQuestion& question) {
  std::string text = absl::StrCat(question.scale_min(), "-", question.scale_max());
  std::string ends;
  if (!question.low_label().empty()) {
    absl::StrAppend(&ends, question.scale_min(), " ", Printable(question.low_label()));
  }
  if (!question.high_label().empty()) {
    absl::StrAppend(&ends, ends.empty() ? "" : ", ", question.scale_max(), " ",
                    Printable(question.high_label()));
  }
  if (!ends.empty()) absl::StrAppend(&text, " (", ends, ")");
  if (question.not_applicable()) absl::StrAppend(&text, ", n/a");
  return text;
}

std::string OptionsText(const FormQuestion& question, Language language) {
  std::string text;
  int place = 0;
  for (const FormOption& option : question.options()) {
    absl::StrAppend(&text, "  ", ++place, " ", Printable(option.text()), "\n");
  }
  return absl::StrCat(text, question.kind() == QUESTION_KIND_MULTIPLE_CHOICE
                                ? In(language, "numbers, commas between", "编号，用逗号分隔")
                                : In(language, "number", "编号"));
}

std::optional<std::string> FindOption(const FormQuestion& question, std::string_view text) {
  for (const FormOption& option : question.options()) {
    if (text == option.key() || text == option.text()) return option.key();
  }
  int place = 0;
  if (!absl::SimpleAtoi(text, &place) || place < 1 || place > question.options_size()) {
    return std::nullopt;
  }
  return question.options(place - 1).key();
}

absl::Status ReadChoices(const FormQuestion& question, std::string_view text, Answer& answer) {
  answer.clear_choices();
  if (const auto whole = FindOption(question, text)) {
    answer.add_choices(*whole);
    return absl::OkStatus();
  }
  const std::string several = absl::StrReplaceAll(text, {{"，", ","}, {"；", ","}, {";", ","}});
  for (const std::string_view piece : absl::StrSplit(several, ',', absl::SkipWhitespace())) {
    const std::string_view one = absl::StripAsciiWhitespace(piece);
    const auto key = FindOption(question, one);
    if (!key) {
      std::string options;
      for (const FormOption& option : question.options()) {
        absl::StrAppend(&options, options.empty() ? "" : ", ", option.key());
      }
      return Refused(absl::StrCat("\"", one, "\" is no option; there are: ", options));
    }
    answer.add_choices(*key);
  }
  return absl::OkStatus();
}

absl::Status ReadDate(std::string_view text, Answer& answer) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day)) return Refused("must be a day such as 2026-01-31");
  answer.mutable_date()->set_year(static_cast<int32_t>(day.year()));
  answer.mutable_date()->set_month(day.month());
  answer.mutable_date()->set_day(day.day());
  return absl::OkStatus();
}

// A half of a KANO pair, or a row of a matrix.
absl::Status ReadPart(const FormQuestion& question, std::string_view part, std::string_view text,
                      Answer& answer) {
  const bool is_row = question.kind() == QUESTION_KIND_MATRIX;
  if (is_row && question.not_applicable() && IsNotApplicable(text)) {
    answer.add_not_applicable_rows(std::string(part));
    return absl::OkStatus();
  }
  int place = 0;
  if (!absl::SimpleAtoi(text, &place)) {
    return Refused(is_row ? absl::StrCat("must be ", ScaleText(question)) : "must be 1 to 5");
  }
  if (is_row) {
    (*answer.mutable_rows())[std::string(part)] = place;
  } else if (part == "functional") {
    answer.set_functional(place);
  } else {
    answer.set_dysfunctional(place);
  }
  return absl::OkStatus();
}

bool HasPart(const FormQuestion& question, std::string_view part) {
  if (part == "text") return IsChoice(question);
  if (question.kind() == QUESTION_KIND_KANO) {
    return part == "functional" || part == "dysfunctional";
  }
  if (question.kind() != QUESTION_KIND_MATRIX) return part.empty();
  for (const FormRow& row : question.rows()) {
    if (row.key() == part) return true;
  }
  return false;
}

std::string PartsText(const FormQuestion& question) {
  std::vector<std::string> names;
  for (const AnswerPart& one : PartsOf(question, Language::kEnglish)) {
    names.push_back(one.part.empty() ? question.key()
                                     : absl::StrCat(question.key(), ".", one.part));
  }
  if (IsChoice(question)) names.push_back(absl::StrCat(question.key(), ".text"));
  return absl::StrJoin(names, ", ");
}

}  // namespace

std::vector<AnswerPart> PartsOf(const FormQuestion& question, Language language) {
  if (question.kind() == QUESTION_KIND_KANO) {
    const std::string scale =
        In(language, " (1 like, 2 expect, 3 neutral, 4 can live with it, 5 dislike)",
           "（1 喜欢，2 理应如此，3 无所谓，4 可以忍受，5 不喜欢）");
    return {{"functional", absl::StrCat(In(language, "if it is there", "如果有"), scale)},
            {"dysfunctional", absl::StrCat(In(language, "if it is not", "如果没有"), scale)}};
  }
  if (question.kind() == QUESTION_KIND_MATRIX) {
    std::vector<AnswerPart> parts;
    for (const FormRow& row : question.rows()) {
      parts.push_back({row.key(), absl::StrCat(Printable(row.text()), " ", ScaleText(question))});
    }
    return parts;
  }
  if (IsScale(question)) return {{"", ScaleText(question)}};
  if (IsChoice(question)) return {{"", OptionsText(question, language)}};
  if (question.kind() == QUESTION_KIND_NUMBER) return {{"", In(language, "a number", "数字")}};
  if (question.kind() == QUESTION_KIND_DATE) return {{"", "2026-01-31"}};
  return {{"", In(language, "in their words", "原话")}};
}

bool WantsWords(const FormQuestion& question, const Answer& answer) {
  for (const FormOption& option : question.options()) {
    if (!option.other()) continue;
    for (const std::string& choice : answer.choices()) {
      if (choice == option.key()) return true;
    }
  }
  return false;
}

absl::Status ReadAnswer(const FormQuestion& question, std::string_view part, std::string_view text,
                        Answer& answer) {
  if (!HasPart(question, part)) {
    return Refused(absl::StrCat("\"", question.key(), "\" is answered as: ", PartsText(question)));
  }
  if (part == "text" || question.kind() == QUESTION_KIND_TEXT) {
    answer.set_text(std::string(text));
    return absl::OkStatus();
  }
  const std::string_view said = absl::StripAsciiWhitespace(text);
  if (!part.empty()) return ReadPart(question, part, said, answer);
  if (IsChoice(question)) return ReadChoices(question, said, answer);
  if (question.kind() == QUESTION_KIND_DATE) return ReadDate(said, answer);
  if (IsScale(question) && question.not_applicable() && IsNotApplicable(said)) {
    answer.set_not_applicable(true);
    return absl::OkStatus();
  }
  double number = 0;
  if (!absl::SimpleAtod(said, &number) || !std::isfinite(number)) {
    return Refused(IsScale(question) ? absl::StrCat("must be ", ScaleText(question))
                                     : "must be a number");
  }
  answer.set_number(number);
  return absl::OkStatus();
}

}  // namespace mainstay::ctl
