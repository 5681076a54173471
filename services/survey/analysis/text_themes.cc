#include "services/survey/analysis/text_themes.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/status.h"
#include "services/survey/analysis/suppression.h"

namespace mainstay::survey {
namespace {

// The questions for which `holds`, in order.
template <class Holds>
std::vector<const Question*> Questions(const QuestionnaireContent& content, Holds holds) {
  std::vector<const Question*> found;
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (holds(question)) found.push_back(&question);
    }
  }
  return found;
}

bool HasOwnWords(const Question& question) {
  return question.kind == QuestionKind::kText ||
         (IsChoice(question.kind) &&
          std::any_of(question.options.begin(), question.options.end(),
                      [](const Option& option) { return option.other; }));
}

// INVALID_ARGUMENT: `field` must be one of `questions`, which are `what`.
absl::Status MustBeOneOf(std::string_view field, std::string_view what,
                         const std::vector<const Question*>& questions) {
  const auto key = [](std::string* out, const Question* question) { out->append(question->key); };
  return status::BadField(
      field, questions.empty()
                 ? absl::StrCat("there is no ", what, " in the questionnaire")
                 : absl::StrCat("must be ", what, ": ", absl::StrJoin(questions, ", ", key)));
}

const Question* Find(const std::vector<const Question*>& questions, const std::string& key) {
  const auto found = std::find_if(questions.begin(), questions.end(),
                                  [&](const Question* question) { return question->key == key; });
  return found == questions.end() ? nullptr : *found;
}

ScoreSides SidesOf(const Question& question) {
  if (question.kind == QuestionKind::kNps) return {question.key, 6, 9};
  const ScaleBounds scale = BoundsOf(question);
  return {question.key, (scale.least + scale.most) / 2, scale.most - 1};
}

bool Few(int64_t texts) { return texts > 0 && texts < kLeastGroup; }

}  // namespace

absl::StatusOr<std::string> TextQuestionOf(const QuestionnaireContent& content,
                                           const std::string& asked) {
  const std::vector<const Question*> texts = Questions(content, HasOwnWords);
  if (asked.empty() && texts.size() == 1) return texts[0]->key;
  if (Find(texts, asked) != nullptr) return asked;
  return MustBeOneOf("question", "a question that is answered in words of one's own", texts);
}

absl::StatusOr<ScoreSides> ScoreSidesOf(const QuestionnaireContent& content,
                                        const std::string& asked) {
  std::vector<const Question*> scales = Questions(content, [](const Question& question) {
    return question.kind == QuestionKind::kNps || question.kind == QuestionKind::kCsat;
  });
  std::stable_sort(scales.begin(), scales.end(), [](const Question* a, const Question* b) {
    return a->kind == QuestionKind::kNps && b->kind != QuestionKind::kNps;
  });
  if (asked.empty() && !scales.empty()) return SidesOf(*scales[0]);
  if (const Question* found = Find(scales, asked)) return SidesOf(*found);
  return MustBeOneOf("contrast_question", "an NPS or CSAT question", scales);
}

int64_t LeastProtectedTexts(const themes::ThemeOptions& options, int64_t texts) {
  return std::max(kLeastGroup, themes::LeastTexts(options, texts));
}

bool HideFew(themes::ThemeReport& report) {
  if (report.texts < kLeastGroup) {
    report = {};
    return false;
  }
  const auto hide = [&](int64_t& others, std::optional<themes::Comparison> themes::Theme::*field) {
    for (themes::Theme& theme : report.themes) {
      if (theme.*field && (Few(others) || Few((theme.*field)->texts))) (theme.*field).reset();
    }
    if (Few(others)) others = 0;
  };
  hide(report.texts_before, &themes::Theme::growth);
  hide(report.texts_against, &themes::Theme::contrast);
  return true;
}

}  // namespace mainstay::survey
