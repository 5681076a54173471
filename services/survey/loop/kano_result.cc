#include "services/survey/loop/kano_result.h"

#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace mainstay::survey {
namespace {

constexpr std::string_view kRequirements = "requirements/";
constexpr size_t kUuidSize = 36;

}  // namespace

std::vector<KanoQuestion> KanoQuestionsOf(const QuestionnaireContent& content) {
  std::vector<KanoQuestion> questions;
  for (const Section& section : content.sections) {
    for (const Question& question : section.questions) {
      const bool names_one = absl::StartsWith(question.subject, kRequirements) &&
                             question.subject.size() == kRequirements.size() + kUuidSize;
      if (question.kind != QuestionKind::kKano || !names_one) continue;
      questions.push_back({question.key, question.subject.substr(kRequirements.size())});
    }
  }
  return questions;
}

std::string ClassOf(const KanoResult& result) {
  if (result.mixed) return "";
  switch (result.category) {
    case KanoCategory::kMustBe:
      return "must_be";
    case KanoCategory::kOneDimensional:
      return "one_dimensional";
    case KanoCategory::kAttractive:
      return "attractive";
    case KanoCategory::kIndifferent:
      return "indifferent";
    case KanoCategory::kReverse:
      return "reverse";
    case KanoCategory::kQuestionable:
      return "";
  }
  return "";
}

}  // namespace mainstay::survey
