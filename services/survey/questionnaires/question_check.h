// Whether one question can be asked and answered at all. For this folder only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/status/status.h"
#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

// [a-z][a-z0-9_]{0,39}
bool IsKey(std::string_view key);
inline constexpr std::string_view kKeyRule =
    "must be 1 to 40 of a-z, 0-9 and \"_\", and begin with a letter";

// What of a question does not fit its kind, and texts and keys of its options and rows; not its own
// key, nor what refers to other questions. Paths begin with `path`.
void CheckQuestion(const std::string& path, const Question& question,
                   std::vector<status::FieldViolation>& violations);

}  // namespace mainstay::survey
