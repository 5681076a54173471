#include "services/survey/questionnaires/kano_texts.h"

#include "absl/strings/str_cat.h"

namespace mainstay::survey {

const std::array<LocalText, 5>& KanoAnswers() {
  static const auto& answers = *new std::array<LocalText, 5>{{
      {"我很喜欢", "I like it that way"},
      {"理应如此", "It must be that way"},
      {"无所谓", "I am neutral"},
      {"可以忍受", "I can live with it that way"},
      {"我不喜欢", "I dislike it that way"},
  }};
  return answers;
}

LocalText FunctionalText(const LocalText& need) {
  return {absl::StrCat("如果有“", need.In("zh"), "”，您觉得怎么样？"),
          absl::StrCat("If there is “", need.In("en"), "”, how do you feel?")};
}

LocalText DysfunctionalText(const LocalText& need) {
  return {absl::StrCat("如果没有“", need.In("zh"), "”，您觉得怎么样？"),
          absl::StrCat("If there is no “", need.In("en"), "”, how do you feel?")};
}

}  // namespace mainstay::survey
