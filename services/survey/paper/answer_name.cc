#include "services/survey/paper/answer_name.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/text/fold.h"

namespace mainstay::survey {
namespace {

bool AsksForWords(const Question& question) {
  return std::any_of(question.options.begin(), question.options.end(),
                     [](const Option& option) { return option.other; });
}

}  // namespace

std::string AnswerPart::name() const {
  switch (kind) {
    case Kind::kWhole:
      return question->key;
    case Kind::kOption:
    case Kind::kRow:
      return absl::StrCat(question->key, ".", key);
    case Kind::kWords:
      return absl::StrCat(question->key, ".text");
    case Kind::kFunctional:
      return absl::StrCat(question->key, ".functional");
    case Kind::kDysfunctional:
      return absl::StrCat(question->key, ".dysfunctional");
  }
  return "";
}

std::vector<AnswerPart> PartsOf(const QuestionnaireContent& content) {
  using Kind = AnswerPart::Kind;
  std::vector<AnswerPart> parts;
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.kind == QuestionKind::kMatrix) {
        for (const MatrixRow& row : question.rows)
          parts.push_back({&question, Kind::kRow, row.key});
      } else if (question.kind == QuestionKind::kKano) {
        parts.push_back({&question, Kind::kFunctional, ""});
        parts.push_back({&question, Kind::kDysfunctional, ""});
      } else {
        parts.push_back({&question, Kind::kWhole, ""});
        if (AsksForWords(question)) parts.push_back({&question, Kind::kWords, ""});
      }
    }
  }
  return parts;
}

AnswerNames::AnswerNames(const QuestionnaireContent& content) {
  for (const AnswerPart& part : PartsOf(content)) {
    by_name_.emplace(part.name(), part);
    if (part.kind == AnswerPart::Kind::kWhole) AddText(part.question->text, part);
    if (part.kind == AnswerPart::Kind::kRow) {
      for (const MatrixRow& row : part.question->rows) {
        if (row.key == part.key) AddText(row.text, part);
      }
    }
  }
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      if (question.kind != QuestionKind::kMultipleChoice) continue;
      for (const Option& option : question.options) {
        const AnswerPart part{&question, AnswerPart::Kind::kOption, option.key};
        by_name_.emplace(part.name(), part);
      }
    }
  }
}

void AnswerNames::AddText(const LocalText& text, const AnswerPart& part) {
  for (const std::string& one : {text.zh, text.en}) {
    const std::string folded = text::Fold(one);
    if (folded.empty()) continue;
    const auto [there, added] = by_text_.emplace(folded, part);
    if (!added && !(there->second == part)) there->second.question = nullptr;
  }
}

const AnswerPart* AnswerNames::ByName(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &found->second;
}

const AnswerPart* AnswerNames::ByText(std::string_view text) const {
  const auto found = by_text_.find(text::Fold(text));
  if (found == by_text_.end() || found->second.question == nullptr) return nullptr;
  return &found->second;
}

}  // namespace mainstay::survey
