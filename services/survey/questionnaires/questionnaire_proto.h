// Between questionnaires and messages.
#pragma once

#include <mainstay/survey/v1/questionnaire_service.pb.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "services/survey/questionnaires/questionnaire_record.h"
#include "services/survey/questionnaires/templates.h"
#include "services/survey/questionnaires/version_store.h"

namespace mainstay::survey {

inline constexpr std::string_view kQuestionnairePattern = "questionnaires/*";

std::string QuestionnaireName(std::string_view id);
std::string QuestionnaireVersionName(std::string_view id, int number);
// Id and number of "questionnaires/{uuid}/versions/{number}"; a violation of `field` for what is
// none.
absl::StatusOr<std::pair<std::string, int>> ParseVersionName(std::string_view name,
                                                             std::string_view field);

v1::QuestionnaireState QuestionnaireStateToProto(std::string_view state);

// Without the content.
v1::Questionnaire ToProto(const Questionnaire& questionnaire);
// With it.
absl::StatusOr<v1::Questionnaire> ToProtoWithContent(const Questionnaire& questionnaire);
v1::QuestionnaireVersion ToProto(const VersionEntry& version);
v1::QuestionnaireVersion ToProto(const PublishedVersion& version);
v1::QuestionnaireTemplate ToProto(const QuestionnaireTemplate& shipped);

}  // namespace mainstay::survey
