#include "services/survey/questionnaires/templates.h"

#include "absl/strings/str_cat.h"
#include "services/survey/questionnaires/template_parts.h"

namespace mainstay::survey {

const std::vector<QuestionnaireTemplate>& QuestionnaireTemplates() {
  static const auto& templates = *new std::vector<QuestionnaireTemplate>{
      SatisfactionTemplate(), NpsPulseTemplate(), ChurnTemplate(),       MarketResearchTemplate(),
      RiskCheckTemplate(),    KanoTemplate(),     CaseFollowUpTemplate()};
  return templates;
}

const QuestionnaireTemplate* FindTemplate(std::string_view key) {
  for (const QuestionnaireTemplate& shipped : QuestionnaireTemplates()) {
    if (shipped.key == key) return &shipped;
  }
  return nullptr;
}

std::string TemplateNames() {
  std::string names;
  for (const QuestionnaireTemplate& shipped : QuestionnaireTemplates()) {
    absl::StrAppend(&names, names.empty() ? "" : ", ", kTemplatePrefix, shipped.key);
  }
  return names;
}

}  // namespace mainstay::survey
