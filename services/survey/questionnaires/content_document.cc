#include "services/survey/questionnaires/content_document.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

namespace mainstay::survey {
namespace {

using Json = nlohmann::json;

// In the order of QuestionKind.
constexpr std::string_view kKinds[] = {
    "QUESTION_KIND_NPS",    "QUESTION_KIND_CSAT",          "QUESTION_KIND_CES",
    "QUESTION_KIND_RATING", "QUESTION_KIND_SINGLE_CHOICE", "QUESTION_KIND_MULTIPLE_CHOICE",
    "QUESTION_KIND_MATRIX", "QUESTION_KIND_TEXT",          "QUESTION_KIND_NUMBER",
    "QUESTION_KIND_DATE",   "QUESTION_KIND_KANO"};

// A member; null where there is none.
const Json& Member(const Json& object, const char* name) {
  static const Json& none = *new Json;
  if (!object.is_object()) return none;
  const auto found = object.find(name);
  return found == object.end() ? none : *found;
}

std::string Text(const Json& object, const char* name) {
  const Json& member = Member(object, name);
  return member.is_string() ? member.get<std::string>() : "";
}
bool Flag(const Json& object, const char* name) {
  const Json& member = Member(object, name);
  return member.is_boolean() && member.get<bool>();
}
int Whole(const Json& object, const char* name) {
  const Json& member = Member(object, name);
  return member.is_number_integer() ? member.get<int>() : 0;
}
std::optional<double> Number(const Json& object, const char* name) {
  const Json& member = Member(object, name);
  return member.is_number() ? std::optional<double>(member.get<double>()) : std::nullopt;
}
LocalText Local(const Json& object, const char* name) {
  const Json& member = Member(object, name);
  return {Text(member, "zh"), Text(member, "en")};
}

// False for a kind that there is not.
bool ReadQuestion(const Json& json, Question& question) {
  const std::string kind = Text(json, "kind");
  const auto* const known = std::find(std::begin(kKinds), std::end(kKinds), kind);
  if (known == std::end(kKinds)) return false;
  question.kind = static_cast<QuestionKind>(known - std::begin(kKinds));
  question.key = Text(json, "key");
  question.text = Local(json, "text");
  question.help = Local(json, "help");
  question.required = Flag(json, "required");
  question.visible_if = Text(json, "visible_if");
  for (const Json& option : Member(json, "options")) {
    question.options.push_back({Text(option, "key"), Local(option, "text"),
                                Flag(option, "exclusive"), Flag(option, "other")});
  }
  question.random_order = Flag(json, "random_order");
  for (const Json& row : Member(json, "rows")) {
    question.rows.push_back({Text(row, "key"), Local(row, "text")});
  }
  if (const int most = Whole(json, "scale_max"); most != 0) {
    question.scale_min = Whole(json, "scale_min");
    question.scale_max = most;
  }
  question.low_label = Local(json, "low_label");
  question.high_label = Local(json, "high_label");
  question.not_applicable = Flag(json, "not_applicable");
  question.minimum = Number(json, "minimum");
  question.maximum = Number(json, "maximum");
  question.whole_number = Flag(json, "whole_number");
  question.max_length = Whole(json, "max_length");
  question.min_choices = Whole(json, "min_choices");
  question.max_choices = Whole(json, "max_choices");
  question.subject = Text(json, "subject");
  return true;
}

}  // namespace

absl::StatusOr<QuestionnaireContent> ContentFromJson(std::string_view json) {
  const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  const auto unreadable = [] {
    return absl::InternalError("a stored questionnaire cannot be read");
  };
  if (!document.is_object()) return unreadable();
  QuestionnaireContent content{.title = Local(document, "title"),
                               .intro = Local(document, "intro"),
                               .thanks = Local(document, "thanks"),
                               .sections = {},
                               .drivers = {}};
  for (const Json& of_section : Member(document, "sections")) {
    Section section{.key = Text(of_section, "key"),
                    .title = Local(of_section, "title"),
                    .intro = Local(of_section, "intro"),
                    .visible_if = Text(of_section, "visible_if"),
                    .questions = {}};
    for (const Json& of_question : Member(of_section, "questions")) {
      if (!ReadQuestion(of_question, section.questions.emplace_back())) return unreadable();
    }
    content.sections.push_back(std::move(section));
  }
  const Json& model = Member(document, "driver_model");
  content.drivers.outcome = Text(model, "outcome");
  for (const Json& driver : Member(model, "drivers")) {
    if (driver.is_string()) content.drivers.drivers.push_back(driver.get<std::string>());
  }
  return content;
}

}  // namespace mainstay::survey
