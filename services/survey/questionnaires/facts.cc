#include "services/survey/questionnaires/facts.h"

namespace mainstay::survey {
namespace {

Value TextOrNone(const std::string& text) { return text.empty() ? Value() : Value(text); }

}  // namespace

const Declarations& FactDeclarations() {
  static const auto& declarations = *new Declarations{
      {"account.tier", {.type = ValueType::kText, .values = {"core", "potential", "general"}}},
      {"account.region", {.type = ValueType::kText}},
      {"contact.influence",
       {.type = ValueType::kNumber, .minimum = 1, .maximum = 5, .whole_number = true}},
      {"contact.role",
       {.type = ValueType::kText,
        .values = {"decision_maker", "handler", "influencer", "user", "gatekeeper", "sponsor"}}},
      {"survey.wave", {.type = ValueType::kNumber, .minimum = 1, .whole_number = true}},
      {"survey.channel",
       {.type = ValueType::kText, .values = {"link", "email", "webhook", "phone", "paper"}}},
      {"survey.language", {.type = ValueType::kText, .values = {"zh", "en"}}},
  };
  return declarations;
}

Value FactNamed(const Facts& facts, std::string_view name) {
  if (name == "account.tier") return TextOrNone(facts.account_tier);
  if (name == "account.region") return TextOrNone(facts.account_region);
  if (name == "contact.role") return TextOrNone(facts.contact_role);
  if (name == "contact.influence" && facts.contact_influence) {
    return static_cast<double>(*facts.contact_influence);
  }
  if (name == "survey.wave" && facts.wave) return static_cast<double>(*facts.wave);
  if (name == "survey.channel") return TextOrNone(facts.channel);
  if (name == "survey.language") return TextOrNone(facts.language);
  return {};
}

}  // namespace mainstay::survey
