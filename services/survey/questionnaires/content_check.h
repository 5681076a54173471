// What content must be like. Domain code: no SQL, no proto.
#pragma once

#include <cstddef>
#include <vector>

#include "common/status/status.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// Of a content.
inline constexpr size_t kMaxSections = 50;
inline constexpr size_t kMaxQuestions = 200;
inline constexpr size_t kMaxOptions = 100;
inline constexpr size_t kMaxRows = 50;
inline constexpr size_t kMaxDrivers = 20;
inline constexpr int kMaxScale = 10;
inline constexpr int kMaxTextLength = 4000;

// What keeps a content even from being kept as a draft: too many parts, texts too long or with
// control characters. Paths begin with "content".
std::vector<status::FieldViolation> CheckDraft(const QuestionnaireContent& content);

// Everything that keeps a content from being published, CheckDraft's part included, in the
// content's order:
//   keys are well formed and unique, texts are there in a language at least
//   options, rows, scales and limits fit the kind of question, and can be met
//   the driver model is about scales that there are
//   conditions parse, are right by type and ask earlier questions only; pipes show questions of
//   earlier sections
//   no section or question has a condition that can never be true together with what it asks
//   somebody of whom nothing is known is asked something
// So whoever answers a published questionnaire reaches its end (publish_random_test.cc).
std::vector<status::FieldViolation> CheckForPublishing(const QuestionnaireContent& content);

}  // namespace mainstay::survey
