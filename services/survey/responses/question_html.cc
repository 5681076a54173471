#include "services/survey/responses/question_html.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/web/html.h"
#include "services/survey/questionnaires/kano_texts.h"

namespace mainstay::survey {
namespace {

using web::Escape;

constexpr int kLongestText = 4000;

// One question on its way into a page.
class Writer {
 public:
  Writer(const FormPage& page, const ShownQuestion& shown)
      : page_(page), shown_(shown), question_(*shown.question) {
    const auto found = page.answers->find(question_.key);
    if (found != page.answers->end()) answer_ = found->second;
  }

  std::string Write() {
    absl::StrAppend(&html_, "<div class=\"q", Wrong() ? " bad" : "", "\">\n");
    switch (question_.kind) {
      case QuestionKind::kText:
      case QuestionKind::kNumber:
      case QuestionKind::kDate:
        WriteLine();
        break;
      case QuestionKind::kSingleChoice:
      case QuestionKind::kMultipleChoice:
        WriteChoices();
        break;
      case QuestionKind::kMatrix:
        WriteMatrix();
        break;
      case QuestionKind::kKano:
        WriteKano();
        break;
      default:
        WriteScaleQuestion();
    }
    html_ += "</div>\n";
    return std::move(html_);
  }

 private:
  std::string_view Say(const words::Words& words) const { return words.In(page_.language); }
  std::string Key(std::string_view what) const { return absl::StrCat(what, "-", question_.key); }

  std::string Problem(std::string_view row) const {
    std::vector<std::string> messages;
    for (const AnswerProblem& problem : page_.problems) {
      if (problem.question == question_.key && problem.row == row) {
        messages.push_back(problem.message.In(page_.language));
      }
    }
    return absl::StrJoin(messages, " ");
  }
  bool Wrong() const {
    return std::any_of(
        page_.problems.begin(), page_.problems.end(),
        [&](const AnswerProblem& problem) { return problem.question == question_.key; });
  }

  // What a legend or a label says.
  std::string Asked() const {
    std::string text = Escape(shown_.text);
    if (question_.required) {
      absl::StrAppend(&text, " <span class=\"req\">", Say(words::kRequired), "</span>");
    }
    return text;
  }

  // Help, the ends of the scale and the problem of `row`: the ids of what was written, for
  // aria-describedby.
  std::string WriteNotes(std::string_view row) {
    std::vector<std::string> ids;
    if (row.empty() && !shown_.help.empty()) {
      ids.push_back(Key("help"));
      absl::StrAppend(&html_, "<p class=\"help\" id=\"", ids.back(), "\">", Escape(shown_.help),
                      "</p>\n");
    }
    if (const std::string problem = Problem(row); !problem.empty()) {
      ids.push_back(row.empty() ? Key("bad") : absl::StrCat(Key("bad"), "-", row));
      absl::StrAppend(&html_, "<p class=\"bad-text\" id=\"", ids.back(), "\">", Escape(problem),
                      "</p>\n");
    }
    return absl::StrJoin(ids, " ");
  }
  // The same in advance, as the attribute of an element that they stand in.
  std::string Described(std::string_view row, bool ends) const {
    std::vector<std::string> ids;
    if (row.empty() && !shown_.help.empty()) ids.push_back(Key("help"));
    if (ends && HasEnds()) ids.push_back(Key("ends"));
    if (!Problem(row).empty()) {
      ids.push_back(row.empty() ? Key("bad") : absl::StrCat(Key("bad"), "-", row));
    }
    if (ids.empty()) return "";
    return absl::StrCat(" aria-describedby=\"", absl::StrJoin(ids, " "), "\"");
  }
  bool HasEnds() const { return !shown_.low_label.empty() || !shown_.high_label.empty(); }
  // What the ends of the scale mean, once a question.
  void WriteEnds() {
    if (!HasEnds()) return;
    absl::StrAppend(&html_, "<div class=\"ends\" id=\"", Key("ends"), "\"><span>", shown_.scale_min,
                    " = ", Escape(shown_.low_label), "</span> <span>", shown_.scale_max, " = ",
                    Escape(shown_.high_label), "</span></div>\n");
  }

  // Gives the focus to the question that the answers opened.
  std::string Focus() {
    if (page_.opened != question_.key || !page_.problems.empty() || focused_) return "";
    focused_ = true;
    return " autofocus";
  }

  void OpenGroup(std::string_view role, std::string_view described, std::string_view legend) {
    absl::StrAppend(&html_, "<fieldset");
    if (!role.empty()) {
      absl::StrAppend(&html_, " role=\"", role, "\"");
      if (question_.required) html_ += " aria-required=\"true\"";
    }
    absl::StrAppend(&html_, described, ">\n<legend>", legend, "</legend>\n");
  }

  // Places of the scale as radio buttons. `id`: of the first.
  void WriteScale(const std::string& name, const std::string& id, std::optional<int> chosen,
                  bool not_applicable) {
    // In one row, or in two on phones when it is long.
    const int places = shown_.scale_max - shown_.scale_min + 1;
    absl::StrAppend(&html_, "<div class=\"scale\" style=\"--wide:", std::min(places, 11),
                    ";--narrow:", places <= 7 ? places : std::min((places + 1) / 2, 6), "\">\n");
    for (int place = shown_.scale_min; place <= shown_.scale_max; ++place) {
      absl::StrAppend(&html_, "<label><input type=\"radio\" name=\"", name, "\" value=\"", place,
                      "\"");
      if (place == shown_.scale_min) absl::StrAppend(&html_, " id=\"", id, "\"", Focus());
      absl::StrAppend(&html_, chosen == place ? " checked" : "", "><span>", place,
                      "</span></label>\n");
    }
    if (question_.not_applicable) {
      absl::StrAppend(&html_, "<label class=\"wide\"><input type=\"radio\" name=\"", name,
                      "\" value=\"", kNotApplicableValue, "\"", not_applicable ? " checked" : "",
                      "><span>", Say(words::kNotApplicable), "</span></label>\n");
    }
    html_ += "</div>\n";
  }

  void WriteScaleQuestion() {
    OpenGroup("radiogroup", Described("", true), Asked());
    WriteNotes("");
    WriteScale(FieldName(question_.key), FieldId(shown_),
               answer_.number ? std::optional<int>(static_cast<int>(std::lround(*answer_.number)))
                              : std::nullopt,
               answer_.not_applicable);
    WriteEnds();
    html_ += "</fieldset>\n";
  }

  void WriteMatrix() {
    OpenGroup("", Described("", true), Asked());
    WriteNotes("");
    WriteEnds();
    for (const ShownRow& row : shown_.rows) {
      const std::string& key = row.row->key;
      OpenGroup("radiogroup", Described(key, false), Escape(row.text));
      WriteNotes(key);
      const auto chosen = answer_.rows.find(key);
      const auto& skipped = answer_.not_applicable_rows;
      WriteScale(FieldName(question_.key, key), FieldId(shown_, key),
                 chosen == answer_.rows.end() ? std::nullopt : std::optional<int>(chosen->second),
                 std::find(skipped.begin(), skipped.end(), key) != skipped.end());
      html_ += "</fieldset>\n";
    }
    html_ += "</fieldset>\n";
  }

  void WriteKano() {
    const LocalText need{shown_.text, shown_.text};
    OpenGroup("", Described("", false), Asked());
    WriteNotes("");
    WriteHalf("functional", FunctionalText(need), answer_.functional);
    WriteHalf("dysfunctional", DysfunctionalText(need), answer_.dysfunctional);
    html_ += "</fieldset>\n";
  }
  void WriteHalf(const std::string& part, const LocalText& asked, std::optional<int> chosen) {
    OpenGroup("radiogroup", Described(part, false), Escape(asked.In(page_.language)));
    WriteNotes(part);
    int feeling = 0;
    for (const LocalText& words : KanoAnswers()) {
      ++feeling;
      absl::StrAppend(&html_, "<label class=\"pick\"><input type=\"radio\" name=\"",
                      FieldName(question_.key, part), "\" value=\"", feeling, "\"");
      if (feeling == 1) absl::StrAppend(&html_, " id=\"", FieldId(shown_, part), "\"", Focus());
      absl::StrAppend(&html_, chosen == feeling ? " checked" : "", "><span>",
                      Escape(words.In(page_.language)), "</span></label>\n");
    }
    html_ += "</fieldset>\n";
  }

  void WriteChoices() {
    const bool several = question_.kind == QuestionKind::kMultipleChoice;
    std::string asked = Asked();
    if (several)
      absl::StrAppend(&asked, " <span class=\"req\">", Say(words::kChooseAny), "</span>");
    OpenGroup(several ? "" : "radiogroup", Described("", false), asked);
    WriteNotes("");
    bool first = true;
    for (const ShownOption& option : shown_.options) {
      const auto& chosen = answer_.choices;
      const bool is = std::find(chosen.begin(), chosen.end(), option.option->key) != chosen.end();
      absl::StrAppend(&html_, "<label class=\"pick\"><input type=\"",
                      several ? "checkbox" : "radio", "\" name=\"", FieldName(question_.key),
                      "\" value=\"", option.option->key, "\"");
      if (first) absl::StrAppend(&html_, " id=\"", FieldId(shown_), "\"", Focus());
      first = false;
      absl::StrAppend(&html_, is ? " checked" : "", "><span>", Escape(option.text),
                      "</span></label>\n");
      if (option.option->other) WriteOwnWords(option);
    }
    html_ += "</fieldset>\n";
  }
  // Beside its option: where the browser can, it is there when the option is chosen.
  void WriteOwnWords(const ShownOption& option) {
    const bool wrong = !Problem("text").empty();
    absl::StrAppend(&html_, "<div class=\"own\">\n<input type=\"text\" name=\"",
                    FieldName(question_.key, "text"), "\" id=\"", FieldId(shown_, "text"),
                    "\" maxlength=\"", kLongestText, "\" aria-label=\"", Escape(option.text), ": ",
                    Say(words::kOwnWords), "\" placeholder=\"", Say(words::kOwnWords), "\"",
                    wrong ? " aria-invalid=\"true\"" : "", Described("text", false), " value=\"",
                    Escape(answer_.text), "\">\n");
    WriteNotes("text");
    html_ += "</div>\n";
  }

  // What is typed: a text, a number, a day.
  void WriteLine() {
    absl::StrAppend(&html_, "<label class=\"ask\" for=\"", FieldId(shown_), "\">", Asked(),
                    "</label>\n");
    WriteNotes("");
    std::string common = absl::StrCat(" name=\"", FieldName(question_.key), "\" id=\"",
                                      FieldId(shown_), "\"", Described("", false), Focus());
    if (question_.required) common += " aria-required=\"true\"";
    if (Wrong()) common += " aria-invalid=\"true\"";
    if (question_.kind == QuestionKind::kText) {
      absl::StrAppend(&html_, "<textarea rows=\"4\" maxlength=\"",
                      question_.max_length > 0 ? question_.max_length : kLongestText, "\"", common,
                      ">\n", Escape(Typed()), "</textarea>\n");
    } else {
      const bool date = question_.kind == QuestionKind::kDate;
      absl::StrAppend(&html_, "<input type=\"", date ? "date" : "text", "\"");
      if (!date) {
        absl::StrAppend(
            &html_, " inputmode=\"",
            question_.whole_number && question_.minimum.value_or(-1) >= 0 ? "numeric" : "decimal",
            "\" autocomplete=\"off\"");
      }
      absl::StrAppend(&html_, common, " value=\"", Escape(Typed()), "\">\n");
    }
  }
  std::string Typed() const {
    const auto typed = page_.typed.find(question_.key);
    if (typed != page_.typed.end()) return typed->second;
    if (answer_.number) return NumberText(*answer_.number);
    if (answer_.date) return absl::FormatCivilTime(*answer_.date);
    return answer_.text;
  }
  // Without an exponent where a person would not write one.
  static std::string NumberText(double number) {
    if (std::floor(number) == number && std::abs(number) < 1e15) {
      return absl::StrCat(static_cast<int64_t>(number));
    }
    return absl::StrCat(number);
  }

  const FormPage& page_;
  const ShownQuestion& shown_;
  const Question& question_;
  Answer answer_;
  std::string html_;
  bool focused_ = false;
};

}  // namespace

std::string FieldName(std::string_view question, std::string_view part) {
  return part.empty() ? absl::StrCat("a.", question) : absl::StrCat("a.", question, ".", part);
}

std::string FieldId(const ShownQuestion& question, std::string_view row) {
  std::string_view part = row;
  if (part.empty() && question.question->kind == QuestionKind::kKano) part = "functional";
  if (part.empty() && !question.rows.empty()) part = question.rows.front().row->key;
  return part.empty() ? absl::StrCat("i-", question.question->key)
                      : absl::StrCat("i-", question.question->key, "-", part);
}

std::string QuestionHtml(const FormPage& page, const ShownQuestion& shown) {
  return Writer(page, shown).Write();
}

}  // namespace mainstay::survey
