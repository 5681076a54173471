// Contents as they are stored: the JSON form of mainstay.survey.v1.QuestionnaireContent, with the
// proto's names, as content_proto.h writes it. Domain code: stores read it too.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// What a later release added is passed over. INTERNAL for what is no content, which says nothing of
// what is in it.
absl::StatusOr<QuestionnaireContent> ContentFromJson(std::string_view json);

}  // namespace mainstay::survey
