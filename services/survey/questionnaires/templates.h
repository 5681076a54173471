// The templates (模板) that are shipped: questionnaires to begin with. Domain code: no SQL, no
// proto.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/survey/questionnaires/questionnaire.h"

namespace mainstay::survey {

struct QuestionnaireTemplate {
  std::string key;  // "nps_pulse"
  LocalText display_name;
  LocalText description;
  QuestionnaireContent content;  // can be published as it is
};

// What stands before the key in a template's name.
inline constexpr std::string_view kTemplatePrefix = "questionnaireTemplates/";

// All of them. Thread-safe.
const std::vector<QuestionnaireTemplate>& QuestionnaireTemplates();
// Nothing for a key that there is not.
const QuestionnaireTemplate* FindTemplate(std::string_view key);
// Their names, for saying which there are.
std::string TemplateNames();

}  // namespace mainstay::survey
