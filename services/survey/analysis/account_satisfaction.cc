#include "services/survey/analysis/account_satisfaction.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/status.h"

namespace mainstay::survey {

double VoiceWeights::Of(const std::string& role, int influence_of) const {
  auto found = roles.find(role);
  if (found == roles.end()) found = roles.find("");
  const double of_role = found == roles.end() ? 1 : found->second;
  return of_role * influence[std::clamp(influence_of, 0, 5)];
}

absl::Status Validate(const VoiceWeights& weights) {
  std::vector<status::FieldViolation> violations;
  const auto check = [&](std::string field, double weight) {
    if (!(weight > 0 && weight <= 100)) {
      violations.push_back({std::move(field), "must be above 0 and at most 100"});
    }
  };
  for (const auto& [role, weight] : weights.roles) check(absl::StrCat("roles.", role), weight);
  for (size_t i = 0; i < weights.influence.size(); ++i) {
    check(absl::StrCat("influence[", i, "]"), weights.influence[i]);
  }
  return violations.empty() ? absl::OkStatus() : status::BadFields(std::move(violations));
}

AccountSatisfaction SatisfactionOf(absl::Span<const Voice> voices, const VoiceWeights& weights) {
  AccountSatisfaction satisfaction;
  double asked_weight = 0, heard_weight = 0, squares = 0, weighted = 0, plain = 0;
  bool decision_maker_heard = false;
  for (const Voice& voice : voices) {
    const bool decides = voice.buying_role == kDecisionMaker;
    const double weight = weights.Of(voice.buying_role, voice.influence);
    if (!voice.asked && !voice.score) {
      if (decides) satisfaction.unasked_decision_makers.push_back(voice.contact);
      continue;
    }
    ++satisfaction.asked;
    asked_weight += weight;
    if (!voice.score) {
      if (decides) satisfaction.silent_decision_makers.push_back(voice.contact);
      continue;
    }
    ++satisfaction.answered;
    decision_maker_heard = decision_maker_heard || decides;
    heard_weight += weight;
    squares += weight * weight;
    weighted += weight * *voice.score;
    plain += *voice.score;
  }
  if (satisfaction.answered == 0) return satisfaction;
  satisfaction.score = weighted / heard_weight;
  satisfaction.plain_mean = plain / static_cast<double>(satisfaction.answered);
  satisfaction.weight_heard = heard_weight / asked_weight;
  satisfaction.effective_sample_size = heard_weight * heard_weight / squares;
  satisfaction.representative =
      decision_maker_heard && satisfaction.weight_heard >= kRepresentativeWeight;
  return satisfaction;
}

}  // namespace mainstay::survey
