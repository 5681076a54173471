#include "services/survey/questionnaires/content_proto.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"
#include "services/survey/questionnaires/content_path.h"

namespace mainstay::survey {
namespace {

namespace json = google::protobuf::util;

// ToProto of kinds counts on it.
static_assert(static_cast<int>(QuestionKind::kNps) + 1 == v1::QUESTION_KIND_NPS);
static_assert(static_cast<int>(QuestionKind::kCsat) + 1 == v1::QUESTION_KIND_CSAT);
static_assert(static_cast<int>(QuestionKind::kCes) + 1 == v1::QUESTION_KIND_CES);
static_assert(static_cast<int>(QuestionKind::kRating) + 1 == v1::QUESTION_KIND_RATING);
static_assert(static_cast<int>(QuestionKind::kSingleChoice) + 1 == v1::QUESTION_KIND_SINGLE_CHOICE);
static_assert(static_cast<int>(QuestionKind::kMultipleChoice) + 1 ==
              v1::QUESTION_KIND_MULTIPLE_CHOICE);
static_assert(static_cast<int>(QuestionKind::kMatrix) + 1 == v1::QUESTION_KIND_MATRIX);
static_assert(static_cast<int>(QuestionKind::kText) + 1 == v1::QUESTION_KIND_TEXT);
static_assert(static_cast<int>(QuestionKind::kNumber) + 1 == v1::QUESTION_KIND_NUMBER);
static_assert(static_cast<int>(QuestionKind::kDate) + 1 == v1::QUESTION_KIND_DATE);
static_assert(static_cast<int>(QuestionKind::kKano) + 1 == v1::QUESTION_KIND_KANO);

// Whose ends are said by the question, and not by its kind.
bool HasOwnEnds(QuestionKind kind) {
  return kind == QuestionKind::kCsat || kind == QuestionKind::kRating ||
         kind == QuestionKind::kMatrix;
}

Question QuestionOf(const v1::Question& message) {
  Question q;
  q.key = message.key();
  q.kind = static_cast<QuestionKind>(message.kind() - 1);
  q.text = FromProto(message.text());
  q.help = FromProto(message.help());
  q.required = message.required();
  q.visible_if = message.visible_if();
  for (const v1::QuestionOption& option : message.options()) {
    q.options.push_back(
        {option.key(), FromProto(option.text()), option.exclusive(), option.other()});
  }
  q.random_order = message.random_order();
  for (const v1::MatrixRow& row : message.rows()) {
    q.rows.push_back({row.key(), FromProto(row.text())});
  }
  if (HasOwnEnds(q.kind) && (message.scale_min() != 0 || message.scale_max() != 0)) {
    q.scale_min = message.scale_min();
    q.scale_max = message.scale_max();
  }
  q.low_label = FromProto(message.low_label());
  q.high_label = FromProto(message.high_label());
  q.not_applicable = message.not_applicable();
  if (message.has_minimum()) q.minimum = message.minimum();
  if (message.has_maximum()) q.maximum = message.maximum();
  q.whole_number = message.whole_number();
  q.max_length = message.max_length();
  q.min_choices = message.min_choices();
  q.max_choices = message.max_choices();
  q.subject = message.subject();
  return q;
}

// An absent text stays absent.
void Put(const LocalText& text, v1::LocalizedText* (*field)(v1::Question*), v1::Question* message) {
  if (!text.empty()) *field(message) = ToProto(text);
}

v1::Question ToProto(const Question& q) {
  v1::Question message;
  message.set_key(q.key);
  message.set_kind(survey::ToProto(q.kind));
  Put(
      q.text, [](v1::Question* m) { return m->mutable_text(); }, &message);
  Put(
      q.help, [](v1::Question* m) { return m->mutable_help(); }, &message);
  message.set_required(q.required);
  message.set_visible_if(q.visible_if);
  for (const Option& option : q.options) {
    v1::QuestionOption& added = *message.add_options();
    added.set_key(option.key);
    if (!option.text.empty()) *added.mutable_text() = ToProto(option.text);
    added.set_exclusive(option.exclusive);
    added.set_other(option.other);
  }
  message.set_random_order(q.random_order);
  for (const MatrixRow& row : q.rows) {
    v1::MatrixRow& added = *message.add_rows();
    added.set_key(row.key);
    if (!row.text.empty()) *added.mutable_text() = ToProto(row.text);
  }
  if (HasOwnEnds(q.kind)) {
    message.set_scale_min(q.scale_min);
    message.set_scale_max(q.scale_max);
  }
  Put(
      q.low_label, [](v1::Question* m) { return m->mutable_low_label(); }, &message);
  Put(
      q.high_label, [](v1::Question* m) { return m->mutable_high_label(); }, &message);
  message.set_not_applicable(q.not_applicable);
  if (q.minimum) message.set_minimum(*q.minimum);
  if (q.maximum) message.set_maximum(*q.maximum);
  message.set_whole_number(q.whole_number);
  message.set_max_length(q.max_length);
  message.set_min_choices(q.min_choices);
  message.set_max_choices(q.max_choices);
  message.set_subject(q.subject);
  return message;
}

std::string Json(const google::protobuf::Message& message) {
  json::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  // Fails only of messages with Any or times out of range.
  if (!json::MessageToJsonString(message, &text, options).ok()) return "{}";
  return text;
}

// What can change on its own, by field, as JSON. Drafts may have a key twice.
std::map<std::string, std::string> PartsOf(const v1::QuestionnaireContent& content) {
  std::map<std::string, std::string> parts;
  const auto add = [&](std::string field, std::string value) {
    while (parts.contains(field)) field += "'";
    parts[field] = std::move(value);
  };
  if (content.has_title()) add("content.title", Json(content.title()));
  if (content.has_intro()) add("content.intro", Json(content.intro()));
  if (content.has_thanks()) add("content.thanks", Json(content.thanks()));
  if (content.has_driver_model()) add("content.driver_model", Json(content.driver_model()));
  std::string order;
  for (const v1::QuestionnaireSection& section : content.sections()) {
    absl::StrAppend(&order, order.empty() ? "" : "; ", section.key(), ":");
    for (const v1::Question& question : section.questions()) {
      absl::StrAppend(&order, " ", question.key());
      add(absl::StrCat("content.questions.", question.key()), Json(question));
    }
    v1::QuestionnaireSection bare = section;
    bare.clear_questions();
    add(absl::StrCat("content.sections.", section.key()), Json(bare));
  }
  add("content.order", order);
  return parts;
}

}  // namespace

v1::LocalizedText ToProto(const LocalText& text) {
  v1::LocalizedText message;
  message.set_zh(text.zh);
  message.set_en(text.en);
  return message;
}

LocalText FromProto(const v1::LocalizedText& message) { return {message.zh(), message.en()}; }

absl::StatusOr<QuestionnaireContent> FromProto(const v1::QuestionnaireContent& message) {
  QuestionnaireContent content{.title = FromProto(message.title()),
                               .intro = FromProto(message.intro()),
                               .thanks = FromProto(message.thanks()),
                               .sections = {},
                               .drivers = {}};
  std::vector<status::FieldViolation> violations;
  for (const v1::QuestionnaireSection& sent : message.sections()) {
    Section section{.key = sent.key(),
                    .title = FromProto(sent.title()),
                    .intro = FromProto(sent.intro()),
                    .visible_if = sent.visible_if(),
                    .questions = {}};
    for (const v1::Question& question : sent.questions()) {
      if (question.kind() == 0 || !v1::QuestionKind_IsValid(question.kind())) {
        violations.push_back(
            {absl::StrCat(QuestionPath(content.sections.size(), section.questions.size()), ".kind"),
             "say how the question is answered, such as QUESTION_KIND_NPS"});
      }
      section.questions.push_back(QuestionOf(question));
    }
    content.sections.push_back(std::move(section));
  }
  if (!violations.empty()) return status::BadFields(std::move(violations));
  content.drivers.outcome = message.driver_model().outcome();
  content.drivers.drivers.assign(message.driver_model().drivers().begin(),
                                 message.driver_model().drivers().end());
  return content;
}

v1::QuestionnaireContent ToProto(const QuestionnaireContent& content) {
  v1::QuestionnaireContent message;
  if (!content.title.empty()) *message.mutable_title() = ToProto(content.title);
  if (!content.intro.empty()) *message.mutable_intro() = ToProto(content.intro);
  if (!content.thanks.empty()) *message.mutable_thanks() = ToProto(content.thanks);
  for (const Section& section : content.sections) {
    v1::QuestionnaireSection& added = *message.add_sections();
    added.set_key(section.key);
    if (!section.title.empty()) *added.mutable_title() = ToProto(section.title);
    if (!section.intro.empty()) *added.mutable_intro() = ToProto(section.intro);
    added.set_visible_if(section.visible_if);
    for (const Question& question : section.questions) {
      *added.add_questions() = ToProto(question);
    }
  }
  if (!content.drivers.outcome.empty() || !content.drivers.drivers.empty()) {
    message.mutable_driver_model()->set_outcome(content.drivers.outcome);
    message.mutable_driver_model()->mutable_drivers()->Assign(content.drivers.drivers.begin(),
                                                              content.drivers.drivers.end());
  }
  return message;
}

std::string ContentToJson(const v1::QuestionnaireContent& message) { return Json(message); }

absl::StatusOr<v1::QuestionnaireContent> ContentMessageOf(const std::string& json) {
  v1::QuestionnaireContent message;
  json::JsonParseOptions options;
  // A later release may have written it.
  options.ignore_unknown_fields = true;
  if (!json::JsonStringToMessage(json, &message, options).ok()) {
    return absl::InternalError("a stored questionnaire is not the JSON of its message");
  }
  return message;
}

std::vector<history::Change> ContentChanges(const v1::QuestionnaireContent& before,
                                            const v1::QuestionnaireContent& after) {
  const std::map<std::string, std::string> old_parts = PartsOf(before), parts = PartsOf(after);
  std::set<std::string> fields;
  for (const auto& [field, value] : old_parts) fields.insert(field);
  for (const auto& [field, value] : parts) fields.insert(field);
  std::vector<history::Change> changes;
  for (const std::string& field : fields) {
    const auto was = old_parts.find(field), is = parts.find(field);
    history::Change change{field, was == old_parts.end() ? "" : was->second,
                           is == parts.end() ? "" : is->second};
    if (change.old_value != change.new_value) changes.push_back(std::move(change));
  }
  return changes;
}

}  // namespace mainstay::survey
