// A questionnaire with every kind of question, random answers to it, and random respondents: for
// tests of tallies.
#pragma once

#include <random>
#include <string>

#include "services/survey/analysis/tally.h"

namespace mainstay::survey {

inline QuestionnaireContent TalliedContent() {
  const auto row = [](std::string key) { return MatrixRow{.key = std::move(key)}; };
  const auto option = [](std::string key) { return Option{.key = std::move(key)}; };
  QuestionnaireContent content;
  content.sections.push_back(
      {.key = "first",
       .questions = {{.key = "nps", .kind = QuestionKind::kNps},
                     {.key = "csat", .kind = QuestionKind::kCsat, .scale_min = 1, .scale_max = 7},
                     {.key = "ces", .kind = QuestionKind::kCes},
                     {.key = "service",
                      .kind = QuestionKind::kMatrix,
                      .rows = {row("speed"), row("price"), row("care")}}}});
  content.sections.push_back({.key = "second",
                              .questions = {{.key = "reason",
                                             .kind = QuestionKind::kSingleChoice,
                                             .options = {option("price"), option("quality")}},
                                            {.key = "uses",
                                             .kind = QuestionKind::kMultipleChoice,
                                             .options = {option("a"), option("b"), option("c")}},
                                            {.key = "remark", .kind = QuestionKind::kText},
                                            {.key = "app",
                                             .kind = QuestionKind::kKano,
                                             .subject = "requirements/"
                                                        "0190a000-0000-7000-8000-000000000001"}}});
  content.drivers = {.outcome = "nps",
                     .drivers = {"csat", "service.speed", "service.price", "service.care"}};
  return content;
}

inline Answers RandomAnswers(std::mt19937_64& random) {
  const auto one_of = [&](int from, int to) {
    return from + static_cast<int>(random() % (to - from + 1));
  };
  const auto given = [&] { return random() % 8 != 0; };
  Answers answers;
  const int mood = one_of(0, 2);
  if (given()) answers["nps"].number = std::min(10, one_of(0, 6) + 2 * mood);
  if (given()) answers["csat"].number = std::min(7, one_of(1, 5) + mood);
  if (given()) answers["ces"].number = one_of(1, 7);
  if (random() % 10 == 0) answers["ces"] = {.not_applicable = true};
  for (const char* row : {"speed", "price", "care"}) {
    if (given()) answers["service"].rows[row] = std::min(5, one_of(1, 4) + mood);
  }
  if (given()) answers["reason"].choices = {random() % 3 == 0 ? "price" : "quality"};
  for (const char* use : {"a", "b", "c"}) {
    if (random() % 2 == 0) answers["uses"].choices.push_back(use);
  }
  if (random() % 3 == 0) answers["remark"].text = "很好";
  if (given()) {
    answers["app"].functional = one_of(1, 3);
    answers["app"].dysfunctional = one_of(2, 5);
  }
  return answers;
}

inline Stratum RandomStratum(std::mt19937_64& random) {
  const auto pick = [&](std::initializer_list<const char*> of) {
    return std::string(of.begin()[random() % of.size()]);
  };
  return {.wave = 1 + static_cast<int>(random() % 3),
          .tier = pick({"core", "core", "potential", "general", ""}),
          .region = pick({"华东", "华北", "西南"}),
          .segment = "",
          .role = pick({"decision_maker", "user", "user", "handler"}),
          .channel = pick({"email", "phone"}),
          .language = pick({"zh", "zh", "en"}),
          .flagged = random() % 7 == 0};
}

}  // namespace mainstay::survey
