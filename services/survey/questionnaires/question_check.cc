#include "services/survey/questionnaires/question_check.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/questionnaires/content_check.h"

namespace mainstay::survey {
namespace {

using Violations = std::vector<status::FieldViolation>;

class Check {
 public:
  Check(const std::string& path, const Question& question, Violations& violations)
      : path_(path), question_(question), violations_(violations) {}

  void Run() {
    Require("text", !question_.text.empty(), "say what is asked, in one language at least");
    CheckOptions();
    CheckRows();
    CheckScale();
    CheckNumber();
    CheckText();
    CheckSubject();
  }

 private:
  bool Is(QuestionKind kind) const { return question_.kind == kind; }

  void Require(std::string_view field, bool holds, std::string_view otherwise) {
    if (holds) return;
    violations_.push_back({absl::StrCat(path_, ".", field), std::string(otherwise)});
  }

  // Options' and rows' keys and texts.
  template <class Item>
  void CheckItems(std::string_view field, const std::vector<Item>& items) {
    std::set<std::string> keys;
    for (size_t i = 0; i < items.size(); ++i) {
      const std::string at = absl::StrCat(field, "[", i, "]");
      Require(absl::StrCat(at, ".key"), IsKey(items[i].key), kKeyRule);
      Require(absl::StrCat(at, ".key"), keys.insert(items[i].key).second,
              absl::StrCat("there is another \"", items[i].key, "\" in this question"));
      Require(absl::StrCat(at, ".text"), !items[i].text.empty(),
              "write a text, in one language at least");
    }
  }

  void CheckOptions() {
    if (!IsChoice(question_.kind)) {
      Require("options", question_.options.empty(), "only choices have options");
      return;
    }
    Require("options", question_.options.size() >= 2, "give at least two options to choose from");
    CheckItems("options", question_.options);
    size_t others = 0, together = 0;
    for (const Option& option : question_.options) {
      others += option.other ? 1 : 0;
      together += option.exclusive ? 0 : 1;
    }
    Require("options", others <= 1, "at most one option can ask for other answers");
    const bool multiple = Is(QuestionKind::kMultipleChoice);
    const bool limited = question_.min_choices != 0 || question_.max_choices != 0;
    Require("min_choices", multiple || !limited, "only multiple choices count their answers");
    if (!multiple) return;
    Require("min_choices", question_.min_choices >= 0, "must not be negative");
    Require("max_choices", question_.max_choices >= 0, "must not be negative");
    Require("min_choices", question_.min_choices <= static_cast<int>(together),
            absl::StrCat("only ", together, " options can be chosen together"));
    Require("max_choices",
            question_.max_choices <= 0 || question_.max_choices >= question_.min_choices,
            "must not be less than min_choices");
  }

  void CheckRows() {
    const bool matrix = Is(QuestionKind::kMatrix);
    Require("rows", matrix || question_.rows.empty(), "only a matrix has rows");
    if (!matrix) return;
    Require("rows", !question_.rows.empty(), "give the matrix at least one row");
    CheckItems("rows", question_.rows);
  }

  void CheckScale() {
    const bool scale = IsScale(question_.kind) || Is(QuestionKind::kMatrix);
    Require("not_applicable", scale || !question_.not_applicable,
            "only scales and matrices can be answered so; give an option \"does not apply\"");
    if (!scale || Is(QuestionKind::kNps) || Is(QuestionKind::kCes)) return;
    const int least = question_.scale_min, most = question_.scale_max;
    if (Is(QuestionKind::kCsat)) {
      Require("scale_max", least == 1 && (most == 5 || most == 7),
              "a satisfaction scale is 1 to 5 or 1 to 7; a rating takes other scales");
      return;
    }
    Require("scale_min", least == 0 || least == 1, "a scale begins at 0 or 1");
    Require("scale_max", most > least && most <= kMaxScale,
            absl::StrCat("must be more than scale_min and at most ", kMaxScale));
  }

  void CheckNumber() {
    const auto& [least, most] = std::tie(question_.minimum, question_.maximum);
    if (!Is(QuestionKind::kNumber)) {
      Require("minimum", !least && !most, "only numbers have a minimum and a maximum");
      return;
    }
    for (const auto& [field, bound] : {std::pair{"minimum", least}, {"maximum", most}}) {
      Require(field, !bound || std::abs(*bound) <= 1e15, "must be between -10^15 and 10^15");
    }
    if (!least || !most) return;
    Require("maximum", *least <= *most, "must not be less than the minimum");
    Require("maximum", !question_.whole_number || std::ceil(*least) <= std::floor(*most),
            "no whole number lies between minimum and maximum");
  }

  void CheckText() {
    Require("max_length", Is(QuestionKind::kText) || question_.max_length == 0,
            "only texts have a most length");
    Require("max_length", question_.max_length >= 0 && question_.max_length <= kMaxTextLength,
            absl::StrCat("must be 1 to ", kMaxTextLength, ", or absent"));
  }

  void CheckSubject() {
    if (question_.subject.empty()) return;
    Require("subject", Is(QuestionKind::kKano), "only a KANO pair is about a requirement");
    constexpr std::string_view kRequirement = "requirements/";
    Require("subject",
            absl::StartsWith(question_.subject, kRequirement) &&
                question_.subject.size() == kRequirement.size() + 36,
            "name a requirement as their list shows it: requirements/0190…");
  }

  const std::string& path_;
  const Question& question_;
  Violations& violations_;
};

}  // namespace

bool IsKey(std::string_view key) {
  if (key.empty() || key.size() > 40 || !absl::ascii_islower(static_cast<unsigned char>(key[0]))) {
    return false;
  }
  return std::all_of(key.begin(), key.end(), [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
  });
}

void CheckQuestion(const std::string& path, const Question& question, Violations& violations) {
  Check(path, question, violations).Run();
}

}  // namespace mainstay::survey
