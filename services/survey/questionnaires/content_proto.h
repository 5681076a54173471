// Between contents, messages and JSON.
#pragma once

#include <mainstay/survey/v1/questionnaire_content.pb.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/history/change.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// Kinds in the domain are the message's, from 0 (content_proto.cc holds them to it).
inline v1::QuestionKind ToProto(QuestionKind kind) {
  return static_cast<v1::QuestionKind>(static_cast<int>(kind) + 1);
}

v1::LocalizedText ToProto(const LocalText& text);
LocalText FromProto(const v1::LocalizedText& message);

// Scales get their ends where both are absent; kinds that there are not are violations of
// "content.sections[…]".
absl::StatusOr<QuestionnaireContent> FromProto(const v1::QuestionnaireContent& message);
v1::QuestionnaireContent ToProto(const QuestionnaireContent& content);

// A content as it is stored, exported and imported: the message's JSON form with the proto's names.
// content_document.h reads it without the message.
std::string ContentToJson(const v1::QuestionnaireContent& message);
absl::StatusOr<v1::QuestionnaireContent> ContentMessageOf(const std::string& json);

// What changed, for the change history: fields "content.title", "content.sections.{key}" (all but
// its questions), "content.questions.{key}", "content.order", with JSON for values.
std::vector<history::Change> ContentChanges(const v1::QuestionnaireContent& before,
                                            const v1::QuestionnaireContent& after);

}  // namespace mainstay::survey
