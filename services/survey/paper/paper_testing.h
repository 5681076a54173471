// A questionnaire with a question of every kind, for tests of files.
#pragma once

#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

inline QuestionnaireContent EveryKindOfQuestion() {
  const auto scale = [](const char* key, QuestionKind kind, int low, int high) {
    return Question{.key = key,
                    .kind = kind,
                    .text = {"", key},
                    .scale_min = low,
                    .scale_max = high,
                    .not_applicable = true};
  };
  Section first{.key = "first", .title = {"一", "One"}};
  first.questions = {
      scale("nps", QuestionKind::kNps, 0, 10),
      scale("overall", QuestionKind::kCsat, 1, 5),
      {.key = "reason",
       .kind = QuestionKind::kSingleChoice,
       .text = {"主要原因", "Main reason"},
       .options = {{"price", {"价格、折扣", "Price; discount"}},
                   {"quality", {"质量", "Quality"}},
                   {"other", {"其他", "Other"}, false, true}}},
      {.key = "channels",
       .kind = QuestionKind::kMultipleChoice,
       .text = {"渠道", "Channels"},
       .options = {{"web", {"网站", "Web; app"}},
                   {"phone", {"电话", "Phone"}},
                   {"none", {"都没有", "None"}, true}}},
  };
  first.questions[1].low_label = {"很不满意", "Very dissatisfied"};
  first.questions[1].high_label = {"很满意", "Very satisfied"};
  Section second{.key = "second", .title = {"二", "Two"}};
  second.questions = {
      {.key = "service",
       .kind = QuestionKind::kMatrix,
       .text = {"服务", "Service"},
       .rows = {{"wifi", {"无线网络", "In-flight Wi-Fi"}}, {"food", {"餐饮", "Food and drink"}}},
       .not_applicable = true},
      {.key = "comment", .kind = QuestionKind::kText, .text = {"意见", "Comment"}},
      {.key = "age", .kind = QuestionKind::kNumber, .text = {"年龄", "Age"}},
      {.key = "visited", .kind = QuestionKind::kDate, .text = {"日期", "Date"}},
      {.key = "need", .kind = QuestionKind::kKano, .text = {"需求", "Need"}},
  };
  return {.title = {"全部", "All"}, .sections = {first, second}};
}

}  // namespace mainstay::survey
