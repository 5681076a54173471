#include "services/survey/responses/answer_document.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/status/status.h"

namespace mainstay::survey {
namespace {

using Json = nlohmann::json;

// Up to here doubles hold every whole number: these are written without a point.
constexpr double kExact = 9007199254740992.0;

Json NumberOf(double number) {
  if (std::floor(number) == number && std::abs(number) < kExact) {
    return static_cast<int64_t>(number);
  }
  return number;
}

Json ToJson(const Answer& answer) {
  Json json = Json::object();
  if (answer.number) json["number"] = NumberOf(*answer.number);
  if (!answer.choices.empty()) json["choices"] = answer.choices;
  if (!answer.text.empty()) json["text"] = answer.text;
  if (answer.date) json["date"] = absl::FormatCivilTime(*answer.date);
  if (!answer.rows.empty()) json["rows"] = answer.rows;
  if (answer.functional) json["functional"] = *answer.functional;
  if (answer.dysfunctional) json["dysfunctional"] = *answer.dysfunctional;
  if (answer.not_applicable) json["not_applicable"] = true;
  if (!answer.not_applicable_rows.empty()) json["not_applicable_rows"] = answer.not_applicable_rows;
  return json;
}

// Throws what nlohmann throws for a value of another type.
bool FromJson(const Json& json, Answer& answer) {
  for (const auto& [member, value] : json.items()) {
    if (member == "number") {
      answer.number = value.get<double>();
    } else if (member == "choices") {
      answer.choices = value.get<std::vector<std::string>>();
    } else if (member == "text") {
      answer.text = value.get<std::string>();
    } else if (member == "date") {
      absl::CivilDay day;
      if (!absl::ParseCivilTime(value.get<std::string>(), &day)) return false;
      answer.date = day;
    } else if (member == "rows") {
      answer.rows = value.get<std::map<std::string, int>>();
    } else if (member == "functional") {
      answer.functional = value.get<int>();
    } else if (member == "dysfunctional") {
      answer.dysfunctional = value.get<int>();
    } else if (member == "not_applicable") {
      answer.not_applicable = value.get<bool>();
    } else if (member == "not_applicable_rows") {
      answer.not_applicable_rows = value.get<std::vector<std::string>>();
    } else {
      return false;
    }
  }
  return true;
}

absl::Status Unreadable() { return absl::InvalidArgumentError("not an answer document"); }

}  // namespace

std::string AnswerDocument(const Answers& answers) {
  Json document = Json::object();
  for (const auto& [key, answer] : answers) {
    Json json = ToJson(answer);
    if (!json.empty()) document[key] = std::move(json);
  }
  // What is no UTF-8 cannot come here; should it, a character stands for it.
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

absl::StatusOr<Answers> ParseAnswerDocument(std::string_view json) {
  const Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) return Unreadable();
  Answers answers;
  try {
    for (const auto& [key, value] : document.items()) {
      if (!value.is_object() || !FromJson(value, answers[key])) return Unreadable();
    }
  } catch (const Json::exception&) {
    return Unreadable();
  }
  return answers;
}

}  // namespace mainstay::survey
