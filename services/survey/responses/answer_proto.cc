#include "services/survey/responses/answer_proto.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "common/api/proto_date.h"
#include "common/status/status.h"
#include "common/text/rules.h"

namespace mainstay::survey {
namespace {

constexpr int kMostAnswers = 1000;
constexpr int kMostParts = 200;         // options or rows of one answer
constexpr size_t kLongestKey = 40;      // of questions, options and rows
constexpr size_t kLongestText = 20000;  // flow.h's limits are the questions' own

absl::StatusOr<Answer> FromProto(const v1::Answer& proto, const std::string& field) {
  std::vector<status::FieldViolation> violations;
  const auto key = [&](const std::string& text) {
    text::CheckText(field, text, 1, kLongestKey, text::Lines::kOne, violations);
  };
  if (proto.choices_size() > kMostParts || proto.not_applicable_rows_size() > kMostParts ||
      proto.rows_size() > kMostParts) {
    return status::BadField(field, absl::StrCat("must have at most ", kMostParts, " parts"));
  }
  Answer answer;
  if (proto.has_number()) {
    if (!std::isfinite(proto.number())) return status::BadField(field, "must be a number");
    answer.number = proto.number();
  }
  for (const std::string& choice : proto.choices()) {
    key(choice);
    answer.choices.push_back(choice);
  }
  text::CheckText(field, proto.text(), 0, kLongestText, text::Lines::kMany, violations);
  answer.text = proto.text();
  if (proto.has_date()) {
    ASSIGN_OR_RETURN(answer.date, api::DayFromProto(proto.date(), absl::StrCat(field, ".date")));
  }
  for (const auto& [row, place] : proto.rows()) {
    key(row);
    answer.rows[row] = place;
  }
  if (proto.has_functional()) answer.functional = proto.functional();
  if (proto.has_dysfunctional()) answer.dysfunctional = proto.dysfunctional();
  answer.not_applicable = proto.not_applicable();
  for (const std::string& row : proto.not_applicable_rows()) {
    key(row);
    answer.not_applicable_rows.push_back(row);
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  return answer;
}

v1::Answer ToProto(const Answer& answer) {
  v1::Answer proto;
  if (answer.number) proto.set_number(*answer.number);
  for (const std::string& choice : answer.choices) proto.add_choices(choice);
  proto.set_text(answer.text);
  if (answer.date) *proto.mutable_date() = api::DayToProto(*answer.date);
  for (const auto& [row, place] : answer.rows) (*proto.mutable_rows())[row] = place;
  if (answer.functional) proto.set_functional(*answer.functional);
  if (answer.dysfunctional) proto.set_dysfunctional(*answer.dysfunctional);
  proto.set_not_applicable(answer.not_applicable);
  for (const std::string& row : answer.not_applicable_rows) proto.add_not_applicable_rows(row);
  return proto;
}

}  // namespace

absl::StatusOr<Answers> AnswersFromProto(const AnswerMap& map) {
  if (map.size() > static_cast<size_t>(kMostAnswers)) {
    return status::BadField("answers", absl::StrCat("must be at most ", kMostAnswers));
  }
  Answers answers;
  for (const auto& [question, proto] : map) {
    if (question.empty() || text::Characters(question) > kLongestKey) {
      return status::BadField("answers", "must be named by questions' keys");
    }
    ASSIGN_OR_RETURN(answers[question], FromProto(proto, absl::StrCat("answers.", question)));
  }
  return answers;
}

void AnswersToProto(const Answers& answers, AnswerMap& map) {
  for (const auto& [question, answer] : answers) map[question] = ToProto(answer);
}

}  // namespace mainstay::survey
