// Answers between messages and the domain.
#pragma once

#include <google/protobuf/map.h>
#include <mainstay/survey/v1/survey_form.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "services/survey/questionnaires/answer.h"

namespace mainstay::survey {

using AnswerMap = google::protobuf::Map<std::string, v1::Answer>;

// INVALID_ARGUMENT on "answers.<question>" for what is no answer to anything: a day that there is
// not, a text with control characters, too many parts. Whether it answers the question is flow.h's
// to say.
absl::StatusOr<Answers> AnswersFromProto(const AnswerMap& answers);

void AnswersToProto(const Answers& answers, AnswerMap& map);

}  // namespace mainstay::survey
