// A questionnaire as people read it over before it is sent out.
#pragma once

#include <string>

#include <mainstay/survey/v1/questionnaire_content.pb.h>

#include "tools/mainstayctl/language.h"

namespace mainstay::ctl {

// Sections, questions with their keys, options and conditions, below each other; texts in
// `language`, or in the other one where there is none.
std::string QuestionnaireText(const survey::v1::QuestionnaireContent& content, Language language);

}  // namespace mainstay::ctl
